using System.CommandLine;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline replay FILE</c>: takes the steps of a trace again.</summary>
internal static class ReplayCommand
{
    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A trace, as 'wakeline check --trace' writes it and as the report folder holds it.",
        };
        var assembly = CommonOptions.Assembly();
        var json = CommonOptions.Json();
        var command = new DocumentedCommand(
            "replay", "Takes the steps of a trace again and tests that they show what the trace says.")
        {
            Examples = ["wakeline check epoll-edge --mutant M2 --trace m2.json", "wakeline replay m2.json"],
        };
        command.Add(file);
        command.Add(assembly);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var trace = TraceFile.Read(parsed.GetRequiredValue(file));
            var replayed = CommonOptions.CatalogueOf(parsed.GetValue(assembly), catalogue)
                .System(trace.System).ReplayTrace(trace);
            if (parsed.GetValue(json))
            {
                shell.WriteJson(ReplayListing.Of(replayed), ReportJson.Default.ReplayListing);
            }
            else
            {
                shell.Output.WriteLine(TraceText.Of(trace, shell));
                var steps = Figures.Counted(trace.Steps.Count, "step");
                shell.Output.WriteLine($"Replayed {steps}. {replayed.Confirmation}");
            }

            return ExitCode.Agrees;
        });
        return command;
    }
}
