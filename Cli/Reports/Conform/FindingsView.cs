using System.Xml.Linq;
using Wakeline.Cli.Conform;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// What has to be looked at: departures that no profile knows of, and outcomes that cannot be relied on.
/// </summary>
internal static class FindingsView
{
    public static XElement Draw(ConformReport report, CasePlaces places)
    {
        var faults = report.Targets
            .SelectMany(target => target.Cases.Where(each => each.IsFault), (target, each) => (target, each))
            .OrderBy(fault => VerdictCounts.Order.Index().First(order => order.Item == fault.each.Verdict).Index)
            .ToList();
        return Tag(
            "section", Id("findings"),
            Tag("h2", "Findings"),
            faults.Count == 0
                ? Tag("p", "No target departs from the specification in a way that its profile does not know of.")
                : Table(
                    ["verdict", "target", "case"],
                    faults.Select(fault => Row(fault.target, fault.each, places))));
    }

    private static XElement Row(TargetResults target, JudgedCase each, CasePlaces places) => Tag(
        "tr",
        Tag("td", Chip.Of(each.Verdict), each.Outcome.Level.Length == 0 ? null
            : Styled("span", "keyword", each.Outcome.Level)),
        Tag("td", target.Target.Name),
        Tag(
            "td", Link($"#{places.Of(each.Case.Name)}", each.Case.Name),
            Styled("div", "small", each.Outcome.Reason),
            Styled("div", "soft small", string.Join(", ", each.Case.Requirements))));
}
