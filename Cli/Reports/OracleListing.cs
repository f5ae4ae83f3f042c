using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Cli.Reports;

/// <summary>What the oracle says of traces, as <c>wakeline oracle --json</c> tells it.</summary>
/// <param name="Traces">The traces in the order in which they were given.</param>
internal sealed record OracleListing(IReadOnlyList<TraceListing> Traces)
{
    public static OracleListing Of(IReadOnlyList<TraceReport> reports) => new([.. reports.Select(TraceListing.Of)]);
}

/// <summary>What the oracle says of a trace.</summary>
/// <param name="File">The file.</param>
/// <param name="Profile">The profile that was judged by.</param>
/// <param name="Verdict">conforms, violates, inconclusive or unusable.</param>
/// <param name="Events">Events of the trace.</param>
/// <param name="Judged">Those that were held against the specification.</param>
/// <param name="Connections">Ends of connections.</param>
/// <param name="StatesMost">The greatest number of states that explained a connection at a time.</param>
/// <param name="Rules">Rules of the table that were needed.</param>
/// <param name="Faults">Where the file is not of its format.</param>
/// <param name="Findings">What the oracle found.</param>
internal sealed record TraceListing(
    string File,
    string Profile,
    string Verdict,
    long Events,
    long Judged,
    int Connections,
    int StatesMost,
    IReadOnlyList<string> Rules,
    IReadOnlyList<TraceFault> Faults,
    IReadOnlyList<FindingListing> Findings)
{
    public static TraceListing Of(TraceReport report) => new(
        report.File,
        report.Report?.Profile ?? "",
        report is { IsUsable: true, Report: { } judged } ? VerdictText.Of(judged.Verdict) : "unusable",
        report.Report?.Events ?? 0, report.Report?.Judged ?? 0, report.Report?.Connections ?? 0,
        report.Report?.StatesMost ?? 0, report.Report?.Rules ?? [], report.Faults,
        [.. report.Report?.Findings.Select(FindingListing.Of) ?? []]);
}

/// <summary>Something the oracle has to say.</summary>
/// <param name="Verdict">violates, inconclusive, or conforms for a remark.</param>
/// <param name="Level">MUST, SHOULD or MAY.</param>
/// <param name="Line">The event's line.</param>
/// <param name="Time">Its time in nanoseconds.</param>
/// <param name="Connection">The end of the connection.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What is admitted.</param>
/// <param name="Actual">What came.</param>
/// <param name="Rule">The rule that comes nearest.</param>
/// <param name="Citations">What it realises.</param>
/// <param name="States">How many states explained the connection so far.</param>
/// <param name="Prefix">The smallest prefix that fails: first and last line, and events of the connection.</param>
internal sealed record FindingListing(
    string Verdict,
    string Level,
    long Line,
    long Time,
    string Connection,
    string Message,
    IReadOnlyList<string> Expected,
    string Actual,
    string Rule,
    IReadOnlyList<string> Citations,
    int States,
    LineRange Prefix)
{
    public static FindingListing Of(OracleFinding finding) => new(
        VerdictText.Of(finding.Verdict), finding.Level, finding.Moment.Line, finding.Moment.Time, finding.Connection,
        finding.Message, finding.Expected, finding.Actual, finding.Rule, finding.Citations, finding.States,
        finding.Prefix);
}
