using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>Every case, folded away until somebody wants it. A link to it unfolds it.</summary>
internal static class CasesView
{
    public static XElement Draw(ConformReport report, CasePlaces places) => Tag(
        "section", Id("cases"),
        Tag("h2", "Cases"),
        report.Table().GroupBy(row => (row.Case.Suite, row.Case.Section)).Select(section =>
        {
            var departs = section.Any(row => row.Results.Any(result => result?.Departs == true));
            return new XElement(
                "details", new XAttribute("class", departs ? "section" : "section quiet"),
                Styled(
                    "summary", "heading",
                    $"{section.Key.Section} ({section.Key.Suite}): {Counted(section.Count(), "case")}"),
                Styled("p", "soft small", Id(SectionsView.AnchorOf(section.Key))),
                section.Select(row => DrawCase(row.Case, row.Results, report, places)));
        }));

    private static XElement DrawCase(
        SuiteCase test, IReadOnlyList<JudgedCase?> results, ConformReport report, CasePlaces places)
    {
        var departs = results.Any(result => result?.Departs == true);
        return new XElement(
            "details", new XAttribute("class", departs ? "case" : "case quiet"),
            Tag(
                "summary", test.Name, " ",
                results.OfType<JudgedCase>().Select(result => result.Verdict).Distinct().Select(Chip.Of)),
            Styled(
                "table", "facts", Id(places.Of(test.Name)),
                Tag("tbody", Facts(test))),
            OutcomesView.Draw(results, report));
    }

    private static IEnumerable<XElement> Facts(SuiteCase test)
    {
        if (test.Requirements.Count > 0)
        {
            yield return OutcomesView.Fact("requirements", string.Join(", ", test.Requirements));
        }

        if (test.Rules.Count > 0)
        {
            yield return OutcomesView.Fact("rules", string.Join(", ", test.Rules));
        }

        if (test.Citations.Count > 0)
        {
            yield return OutcomesView.Fact("see", string.Join(", ", test.Citations));
        }

        yield return OutcomesView.Fact("level", test.Level);
    }
}
