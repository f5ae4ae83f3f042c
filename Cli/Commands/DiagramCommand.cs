using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Diagrams;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline diagram MACHINE</c>: a table as a picture.</summary>
internal static class DiagramCommand
{
    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var name = new Argument<string>("MACHINE")
        {
            Description = "Name of the machine; 'wakeline machines' lists them.",
        };
        var format = new Option<string>("--format")
        {
            Description = "What to write: mermaid, dot, markdown or svg.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "mermaid",
        };
        var command = new DocumentedCommand("diagram", "Writes a machine as a picture or a table.")
        {
            Examples =
                ["wakeline diagram EpollWait", "wakeline diagram EpollWait --format svg > epoll-wait.svg"],
        };
        command.Add(name);
        command.Add(format);
        command.SetAction(parsed =>
        {
            var machine = catalogue.Machine(parsed.GetRequiredValue(name));
            shell.Output.Write(Render(machine, parsed.GetRequiredValue(format)));
            return ExitCode.Agrees;
        });
        return command;
    }

    private static string Render(MachineInfo machine, string format) => format switch
    {
        "mermaid" => machine.ToMermaid(),
        "dot" => machine.ToDot(),
        "markdown" => machine.ToMarkdown(),
        "svg" => StateDiagram.Draw(machine).ToFile(),
        _ => throw new UnusableInputException(
            $"There is no format '{format}'; there are: mermaid, dot, markdown, svg."),
    };
}
