using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// What came of a case on each target: expected against actual, and the exchange. Targets that pass share a picture.
/// </summary>
internal static class OutcomesView
{
    /// <summary>In a run of more cases, exchanges that pass are listed: so many pictures make a page slow.</summary>
    private const int PicturesMost = 400;

    public static IEnumerable<XElement> Draw(IReadOnlyList<JudgedCase?> results, ConformReport report)
    {
        var byTarget = report.Targets.Zip(results).Where(each => each.Second is not null)
            .Select(each => (Name: each.First.Target.Name, Result: each.Second!)).ToList();
        var passed = byTarget.Where(each => each.Result.Verdict == CaseVerdict.Passed).ToList();
        if (passed.Count > 0)
        {
            yield return Styled(
                "div", "outcome",
                Tag(
                    "h4", string.Join(", ", passed.Select(each => each.Name)), ": ", Chip.Of(CaseVerdict.Passed)),
                ExchangeView.Draw(
                    passed[0].Result.Outcome, $"{passed[0].Result.Case.Name} on {passed[0].Name}",
                    asPicture: report.Cases.Count <= PicturesMost));
        }

        foreach (var (name, result) in byTarget.Except(passed))
        {
            yield return Styled(
                "div", result.Departs ? "outcome departs" : "outcome",
                Tag("h4", $"{name}: ", Chip.Of(result.Verdict)),
                Known(result),
                result.Outcomes.Select(each => DrawOutcome(name, result, each.Outcome, each.Times)));
        }
    }

    /// <summary>A line of the table of facts about a case or an outcome.</summary>
    public static XElement Fact(string name, object value, string style = "") =>
        Tag("tr", Styled("td", "what", name), style.Length == 0 ? Tag("td", value) : Styled("td", style, value));

    private static XElement? Known(JudgedCase result) => result.Deviation is not { } known ? null : Tag(
        "p", "Known: ", known.Text, " ",
        Styled("span", "soft small", "(", TargetsView.EvidenceOf(known), ")"));

    private static IEnumerable<XElement?> DrawOutcome(
        string target, JudgedCase result, CaseOutcome outcome, int times)
    {
        if (result.Verdict == CaseVerdict.Flaky)
        {
            yield return Tag(
                "p", Chip.Of(outcome.Verdict),
                $" {times} of {Figures.Counted(result.Result.Repetitions.Count, "time")}");
        }

        if (outcome.Reason.Length > 0)
        {
            yield return Tag("p", outcome.Reason);
        }

        XElement[] facts = [.. Facts(outcome)];
        if (facts.Length > 0)
        {
            yield return Styled("table", "facts", Tag("tbody", facts));
        }

        yield return ExchangeView.Draw(outcome, $"{result.Case.Name} on {target}", asPicture: true);
    }

    private static IEnumerable<XElement> Facts(CaseOutcome outcome)
    {
        foreach (var (index, expected) in outcome.Expected.Index())
        {
            yield return Fact(index == 0 ? "expected" : "or", Code(expected), "expected");
        }

        if (outcome.Actual.Length > 0)
        {
            yield return Fact("actual", Code(outcome.Actual), "actual");
        }

        if (outcome.Rule.Length > 0)
        {
            yield return Fact("rule", Code(outcome.Rule));
        }

        if (outcome.Citations.Count > 0)
        {
            yield return Fact("see", string.Join(", ", outcome.Citations));
        }
    }
}
