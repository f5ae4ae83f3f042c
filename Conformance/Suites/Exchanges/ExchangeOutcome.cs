using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What the oracle says of an exchange, as the outcome of a case.</summary>
internal static class ExchangeOutcome
{
    /// <summary>The outcome.</summary>
    /// <param name="report">What the oracle says.</param>
    /// <param name="run">What was done and seen; the line of an event is its number from 1.</param>
    /// <param name="peerStart">The peer's initial sequence number.</param>
    public static CaseOutcome Of(OracleReport report, ExchangeRun run, uint peerStart)
    {
        var verdict = report.Verdict switch
        {
            OracleVerdict.Conforms => CaseVerdict.Passed,
            OracleVerdict.Violates => CaseVerdict.Failed,
            _ => CaseVerdict.Inconclusive,
        };
        var finding = report.Findings.FirstOrDefault(each => each.Verdict == report.Verdict);
        var departure = finding?.Verdict == OracleVerdict.Violates ? finding.Moment.Line : 0;
        return new CaseOutcome(verdict, finding?.Message ?? "")
        {
            Level = finding?.Level ?? "",
            Expected = finding?.Expected ?? [],
            Actual = finding?.Actual ?? "",
            Rule = finding?.Rule ?? "",
            Citations = finding?.Citations ?? [],
            Exchange = new ExchangeLines(run.Events, run.Requests, peerStart, departure),
        };
    }
}
