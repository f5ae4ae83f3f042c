using System.Text.Json;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Listings;

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
public sealed record FindingListing(
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
    /// <summary>Tells it of a finding.</summary>
    public static FindingListing Of(OracleFinding finding) => new(
        VerdictText.Of(finding.Verdict), finding.Level, finding.Moment.Line, finding.Moment.Time, finding.Connection,
        finding.Message, finding.Expected, finding.Actual, finding.Rule, finding.Citations, finding.States,
        finding.Prefix);

    /// <summary>Writes it as JSON in one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, TraceJson.Line.FindingListing);
}
