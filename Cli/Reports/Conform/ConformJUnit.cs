using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// A run in the form build servers read: a suite for each target, a test case for each case. Known departures and what
/// was not decided are skipped with the reason; what the target broke at is an error.
/// </summary>
internal static class ConformJUnit
{
    public static string Write(ConformReport report) => JUnitReport.Write(
        "wakeline conform",
        [.. report.Targets.Select(target => JUnitReport.Suite(target.Target.Name, target.Cases.Select(each =>
            CaseOf(target, each))))],
        report.Elapsed.TotalSeconds);

    private static XElement CaseOf(TargetResults target, JudgedCase each)
    {
        var element = JUnitReport.Case(
            $"{target.Target.Name}.{each.Case.Suite}.{each.Case.Section}", each.Case.Name,
            each.Result.Duration.TotalSeconds, null, "");
        var (name, message) = each.Verdict switch
        {
            CaseVerdict.Failed or CaseVerdict.Flaky => ("failure", each.Outcome.Reason),
            CaseVerdict.Broken => ("error", each.Outcome.Reason),
            CaseVerdict.Deviates => ("skipped", $"deviates: {each.Deviation!.Text}"),
            CaseVerdict.Inconclusive => ("skipped", $"inconclusive: {each.Outcome.Reason}"),
            CaseVerdict.NotApplicable => ("skipped", $"not applicable: {each.Outcome.Reason}"),
            _ => ("", ""),
        };
        if (name.Length > 0)
        {
            element.Add(new XElement(
                name, new XAttribute("message", message), each.IsFault ? TextOf(each.Outcome) : null));
        }

        return element;
    }

    private static string TextOf(CaseOutcome outcome) => string.Join('\n', (IEnumerable<string>)
    [
        .. outcome.Expected.Select((expected, index) => $"{(index == 0 ? "expected" : "or"),-9} {expected}"),
        $"actual    {outcome.Actual}", $"rule      {outcome.Rule}", $"see       {string.Join(", ", outcome.Citations)}",
        .. outcome.Exchange.Select(line =>
            $"{ExchangeView.TimeOf(line.Time),10} {line.From} to {line.To}: {line.Text}"
            + (line.IsDeparture ? "  <== departs" : "")),
    ]);
}
