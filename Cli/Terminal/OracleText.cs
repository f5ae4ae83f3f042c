using System.Globalization;
using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Listings;
using Wakeline.Model.Oracle;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// What the oracle says of traces, as lines that editors find their way by. Traces that are of no use go to the error
/// stream.
/// </summary>
internal static class OracleText
{
    public static void Write(IReadOnlyList<TraceReport> reports, Shell shell)
    {
        foreach (var report in reports)
        {
            foreach (var fault in report.Faults)
            {
                shell.Error.WriteLine($"{Place(report.File, fault.Place)}: error: {fault.Message}");
            }

            foreach (var finding in report.Report?.Findings ?? [])
            {
                Write(report.File, finding, shell.Output);
            }

            if (report is { IsUsable: true, Report: { } judged })
            {
                shell.Output.WriteLine(
                    $"{report.File}: {VerdictText.Of(judged.Verdict)}: {Figures.Counted(judged.Events, "event")}, "
                    + $"{Figures.Text(judged.Judged)} judged; {Figures.Counted(judged.Connections, "end")} of "
                    + $"connections, {Figures.Counted(judged.Rules.Count, "rule")}, at most "
                    + $"{Figures.Counted(judged.StatesMost, "state")} at a time"
                    + (judged.Far > 0 ? $"; {Figures.Counted(judged.Far, "end")} judged from afar" : ""));
            }
        }
    }

    private static void Write(string file, OracleFinding finding, TextWriter writer)
    {
        var level = finding.Level.Length > 0 ? $" ({finding.Level})" : "";
        var about = finding.Connection.Length > 0 ? $"{finding.Connection}: " : "";
        writer.WriteLine(
            $"{Place(file, finding.Moment.Line)}: {VerdictText.Of(finding.Verdict)}{level}: {about}{finding.Message}");
        foreach (var (index, expected) in finding.Expected.Index())
        {
            writer.WriteLine($"  {(index == 0 ? "expected" : "or      ")}  {expected}");
        }

        if (finding.Actual.Length > 0)
        {
            writer.WriteLine($"  actual    {finding.Actual}");
        }

        if (finding.Rule.Length > 0)
        {
            writer.WriteLine($"  rule      {finding.Rule}");
        }

        if (finding.Citations.Count > 0)
        {
            writer.WriteLine($"  see       {string.Join(", ", finding.Citations)}");
        }

        if (finding.Verdict == OracleVerdict.Violates)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  prefix    lines {finding.Prefix.First} to {finding.Prefix.Last}, of which {finding.Prefix.Count} "
                + $"are of this connection; {Figures.Counted(finding.States, "state")} explained it so far"));
        }
    }

    private static string Place(string file, long line) =>
        line == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{file}:{line}");
}
