using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Spec.Tcp;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>The numbered requirements of RFC 9293 against the targets; each count leads to its cases.</summary>
internal static class RequirementsView
{
    public static XElement Draw(ConformReport report, CasePlaces places)
    {
        var cases = report.Table()
            .SelectMany(row => row.Case.Requirements, (row, id) => (id, row))
            .ToLookup(each => each.id, each => each.row);
        return Tag(
            "section", Id("requirements"),
            Tag("h2", "Requirements"),
            Tag(
                "p",
                "The numbered requirements of RFC 9293, and how many cases that exercise them came out how. A count "
                + "leads to its cases. What cannot be seen from outside, or is no matter of the specification, "
                + "says so."),
            Choice(),
            Styled(
                "div", "scroll",
                Styled(
                    "table", "matrix",
                    Tag(
                        "thead",
                        Tag(
                            "tr", Tag("th", "id"), Tag("th", "requirement"),
                            report.Targets.Select(target => Styled("th", "target", target.Target.Name)))),
                    RequirementCatalogue.All.GroupBy(each => each.Area.Split(" + ")[0])
                        .Select(area => Area(area, report, cases, places)))),
            Folded(
                "The cases of each requirement",
                RequirementCatalogue.All.Where(each => cases.Contains(each.Id))
                    .Select(each => CasesOf(each, report, [.. cases[each.Id]], places))));
    }

    private static XElement Choice() => Styled(
        "label", "choice",
        new XElement("input", new XAttribute("type", "checkbox"), new XAttribute("id", "only-departures")),
        "Show only what departs, here and among the cases");

    private static XElement Area(
        IGrouping<string, Requirement> area, ConformReport report,
        ILookup<string, (SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> cases, CasePlaces places)
    {
        XElement[] rows = [.. area.Select(each => Row(each, report, [.. cases[each.Id]], places))];
        var isQuiet = rows.All(row => row.Attribute("class")?.Value == "quiet");
        return Tag(
            "tbody", isQuiet ? new XAttribute("class", "quiet") : null,
            Tag("tr", Styled(
                "th", "area", new XAttribute("colspan", 2 + report.Targets.Count), area.Key)),
            rows);
    }

    private static XElement Row(
        Requirement requirement, ConformReport report,
        IReadOnlyList<(SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> cases, CasePlaces places)
    {
        var departs = cases.Any(row => row.Results.Any(result => result?.Departs == true));
        return Tag(
            "tr", departs ? null : new XAttribute("class", "quiet"),
            Styled(
                "td", "id", Code(requirement.Id),
                requirement.Level.EndsWith("NOT", StringComparison.Ordinal)
                    ? Styled("span", "keyword", requirement.Level) : null),
            Tag(
                "td", requirement.Text,
                Styled("span", "soft small", $" ({requirement.Section})"),
                cases.Count > 0 || requirement.Note.Length == 0 ? null
                    : Styled("div", "soft small", requirement.Note)),
            cases.Count == 0
                ? Styled(
                    "td", "cell soft small", new XAttribute("colspan", report.Targets.Count),
                    requirement.Visibility == Visibility.No ? "cannot be seen" : "not exercised")
                : report.Targets.Select((_, target) => Styled(
                    "td", "cell", Cell(requirement, [.. cases.Select(row => row.Results[target]).OfType<JudgedCase>()],
                        places))));
    }

    private static IEnumerable<XElement> Cell(
        Requirement requirement, IReadOnlyList<JudgedCase> results, CasePlaces places) => Chip.Of(
            new VerdictCounts(results.Select(result => result.Verdict)),
            verdict => results.Where(result => result.Verdict == verdict).ToList() is [var single]
                ? places.Of(single.Case.Name) : CasePlaces.OfRequirement(requirement.Id));

    private static XElement CasesOf(
        Requirement requirement, ConformReport report,
        IReadOnlyList<(SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> cases, CasePlaces places) => Folded(
            $"{requirement.Id}: {Counted(cases.Count, "case")}",
            Styled("p", "small", Id(CasePlaces.OfRequirement(requirement.Id)), $"{requirement.Text}."),
            Table(
                ["case", .. report.Targets.Select(target => target.Target.Name)],
                cases.Select(row => Tag(
                    "tr",
                    row.Results.Any(result => result?.Departs == true) ? null : new XAttribute("class", "quiet"),
                    Tag("td", Link($"#{places.Of(row.Case.Name)}", row.Case.Name)),
                    row.Results.Select(result => Styled(
                        "td", "cell", result is null ? "" : Chip.Of(result.Verdict)))))));
}
