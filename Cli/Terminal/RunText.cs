using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// What became of scripts, as lines that editors find their way by: file, line, column. Scripts that are of no use go
/// to the error stream.
/// </summary>
internal static class RunText
{
    public static void Write(IReadOnlyList<ScriptReport> reports, Shell shell)
    {
        foreach (var report in reports)
        {
            foreach (var finding in report.Findings)
            {
                Write(report, finding, report.Verdict == ScriptVerdict.Unusable ? shell.Error : shell.Output);
            }
        }

        shell.Output.WriteLine($"{Figures.Counted(reports.Count, "script")}: {Counts(reports)}");
    }

    private static void Write(ScriptReport report, ScriptFinding finding, TextWriter writer)
    {
        var place = finding.Line == 0 ? report.Script : $"{report.Script}:{finding.Line}:{finding.Column}";
        writer.WriteLine($"{place}: {Kind(report.Verdict)}: {finding.Message}");
        if (finding.Expected is not null)
        {
            writer.WriteLine($"  expected  {finding.Expected}");
            writer.WriteLine($"  actual    {finding.Actual ?? "nothing"}");
        }
    }

    private static string Counts(IReadOnlyList<ScriptReport> reports) => string.Join(
        ", ",
        from verdict in Enum.GetValues<ScriptVerdict>()
        let count = reports.Count(report => report.Verdict == verdict)
        where count > 0 || verdict == ScriptVerdict.Passed
        select $"{Figures.Text(count)} {verdict.ToString().ToLowerInvariant()}");

    private static string Kind(ScriptVerdict verdict) => verdict switch
    {
        ScriptVerdict.Passed => "note",
        ScriptVerdict.Failed => "failed",
        ScriptVerdict.Unsupported => "unsupported",
        _ => "error",
    };
}
