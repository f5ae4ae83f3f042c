using System.Globalization;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>What a capture that has missed packets is worth: what it lacks may explain what is wrong.</summary>
internal static class MissedPackets
{
    /// <summary>The report if so many packets were missed.</summary>
    public static OracleReport Weaken(OracleReport report, long missed)
    {
        if (missed == 0 || report.Verdict != OracleVerdict.Violates)
        {
            return report;
        }

        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $", unless one of the {missed} packets that the capture has missed explains it");
        return report with
        {
            Verdict = OracleVerdict.Inconclusive,
            Findings =
            [
                .. report.Findings.Select(finding => finding.Verdict == OracleVerdict.Violates
                    ? finding with { Verdict = OracleVerdict.Inconclusive, Message = finding.Message + reason }
                    : finding),
            ],
        };
    }
}
