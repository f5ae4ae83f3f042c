using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Terminal;
using Wakeline.Cli.Verification;
using Wakeline.Conformance.Cost;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline cost</c>: what watching n descriptors costs with select, poll and epoll.</summary>
internal static class CostCommand
{
    private const string UsualFile = "wakeline-cost.svg";

    public static Command Build(Shell shell)
    {
        var picture = new Option<string>("--out")
        {
            Description = "File for the plot.",
            HelpName = "FILE.svg",
            DefaultValueFactory = _ => UsualFile,
        };
        var json = CommonOptions.Json();
        var command = new DocumentedCommand(
            "cost",
            "Plots what a call costs that watches n descriptors, for select, poll and epoll: in steps of the model and "
            + "in time on the kernel of this machine.")
        {
            Examples = ["wakeline cost", "wakeline cost --out cost.svg --json"],
        };
        command.Add(picture);
        command.Add(json);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(picture), parsed.GetValue(json), shell));
        return command;
    }

    private static int Run(string picture, bool isJson, Shell shell)
    {
        var file = OutputFile.Prepare(picture);
        var measured = shell.Track("Measuring select, poll and epoll", _ => MeasuredCost.Measure(shell.Cancellation));
        var report = CostReport.Of(HostEnvironment.Read(null).Kernel, ModelCost.Count(), measured);
        file.Write(CostPlot.Draw(report).ToFile());
        if (isJson)
        {
            shell.WriteJson(report, ReportJson.Default.CostReport);
            return ExitCode.Agrees;
        }

        shell.Output.WriteLine("One call that may block, and finds the last of the descriptors it watches ready.");
        shell.Console.Write(CostPlot.Table("model steps", report.Steps, "0"));
        shell.Console.Write(CostPlot.Table($"ns, Linux {report.Kernel}", report.Nanoseconds, "#,0"));
        shell.Output.WriteLine($"The plot is in '{picture}'.");
        return ExitCode.Agrees;
    }
}
