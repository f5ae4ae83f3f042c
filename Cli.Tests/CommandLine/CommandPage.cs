using System.CommandLine;
using System.Text;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Tests.CommandLine;

/// <summary>The page of the documentation that shows what every command says of itself.</summary>
internal static class CommandPage
{
    /// <summary>Names of all commands.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        .. CommandTree.Build(new Shell(TextWriter.Null, TextWriter.Null, default), Catalogue.Shipped)
            .Subcommands.Select(command => command.Name),
    ];

    public static string Write()
    {
        var page = new StringBuilder(
            """
            # The command

            What `wakeline --help` and `wakeline COMMAND --help` print. A test keeps this page as it is; run it with
            `UPDATE_GOLDEN=1` after a change of the help. From a clone of the repository, write
            `dotnet run --project Cli -c Release --` for `wakeline`.

            Results go to the output, progress and notes to the error stream; only a terminal gets colours. Documents
            written with `--json` and the files of a report name their schema and its version.

            """);
        Append(page, "wakeline", CommandRun.Of("--help"));
        foreach (var command in Commands)
        {
            Append(page, $"wakeline {command}", CommandRun.Of(command, "--help"));
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, string title, CommandRun help) =>
        page.Append($"\n## {title}\n\n```\n{Tidy(help.Output)}\n```\n");

    /// <summary>The library leaves blanks at the ends of lines, and takes the test for the command.</summary>
    private static string Tidy(string help) =>
        string.Join('\n', help.Trim().Replace(RootCommand.ExecutableName, "wakeline").Split('\n')
            .Select(line => line.TrimEnd()));
}
