using System.CommandLine;
using System.CommandLine.Help;
using Wakeline.Cli.Commands;

namespace Wakeline.Cli.CommandLine;

/// <summary>All commands, as the parser and the help see them.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Shell shell, Catalogue catalogue)
    {
        var root = new RootCommand(
            "Specifies how a packet becomes a wake-up, checks every interleaving of it, and compares it with the "
            + "kernel this machine runs.")
        {
            VerifyCommand.Build(shell, catalogue),
            CheckCommand.Build(shell, catalogue),
            SystemsCommand.Build(shell, catalogue),
            ExploreCommand.Build(shell, catalogue),
            MachinesCommand.Build(shell, catalogue),
            HistoryCommand.Build(shell, catalogue),
            MutantsCommand.Build(shell, catalogue),
            RequirementsCommand.Build(shell, catalogue),
            ReplayCommand.Build(shell, catalogue),
            DiagramCommand.Build(shell, catalogue),
            ProgramCommand.Build(shell),
            ScenarioCommand.Build(shell),
            RunCommand.Build(shell),
            AdapterCommand.Build(),
            OracleCommand.Build(shell),
            ConformCommand.Build(shell, catalogue),
            SessionsCommand.Build(shell),
            CostCommand.Build(shell),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        var action = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = action;
        root.SetAction(action.Invoke);
        RefuseUnknownOptions(root);
        return root;
    }

    /// <summary>Otherwise the parser takes a misspelt option for the argument of a command.</summary>
    private static void RefuseUnknownOptions(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result =>
            {
                if (result.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-')
                    is { } unknown)
                {
                    result.AddError($"There is no option '{unknown.Value}'.");
                }
            });
        }

        foreach (var subcommand in command.Subcommands)
        {
            RefuseUnknownOptions(subcommand);
        }
    }
}
