using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Targets.Profiles;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>What the targets are, on what they ran, and what was known of them before.</summary>
internal static class TargetsView
{
    public static XElement Draw(ConformReport report, CasePlaces places) => Tag(
        "section", Id("targets"),
        Tag("h2", "Targets"),
        report.Targets.Select(target => DrawTarget(target, places)));

    public static string AnchorOf(TargetResults target) => Anchor("target", target.Target.Name);

    /// <summary>How a departure is known, and since when.</summary>
    public static IEnumerable<object> EvidenceOf(KnownDeviation known) =>
    [
        known.Link.Length > 0 ? Link(known.Link, known.Evidence) : known.Evidence,
        $", seen {known.Measured.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}",
    ];

    private static XElement DrawTarget(TargetResults results, CasePlaces places)
    {
        var target = results.Target;
        (string Name, string Value)[] facts =
        [
            ("stack", target.Stack),
            ("time", target.HasVirtualTime ? "virtual: it passes when it is told to" : "real"),
            ("packets", target.HasPackets ? "handed to it and seen" : "none: system calls alone"),
            ("threads in calls at once", Text(target.Threads)),
            ("system calls", target.Calls.Count == 0 ? "all"
                : string.Join(", ", target.Calls.Order(StringComparer.Ordinal))),
        ];
        return Styled(
            "section", "card", Id(AnchorOf(results)),
            Tag("h3", target.Name),
            Table(
                ["what", "value"],
                facts.Select(fact => Tag("tr", Tag("td", fact.Name), Tag("td", fact.Value)))),
            target.Environment.Count == 0 ? null : Folded(
                $"Environment: {Counted(target.Environment.Count, "value")}",
                Table(
                    ["what", "value"],
                    target.Environment.OrderBy(each => each.Key, StringComparer.Ordinal)
                        .Select(each => Tag("tr", Tag("td", Code(each.Key)), Tag("td", each.Value))))),
            DrawDeviations(results, places));
    }

    private static IEnumerable<XElement> DrawDeviations(TargetResults results, CasePlaces places)
    {
        if (results.Profile.Deviations.Count == 0)
        {
            yield return Styled("p", "soft", "No departure of this target was known before the run.");
            yield break;
        }

        yield return Tag("p", "Departures that are known of it; one is stale if all cases that could show it pass:");
        yield return Table(
            ["departure", "requirement", "evidence", "in this run"],
            results.Deviations.Select(each => Tag(
                "tr",
                Tag("td", each.Deviation.Text),
                Styled("td", "id", each.Deviation.Requirement),
                Tag("td", EvidenceOf(each.Deviation)),
                Tag("td", Standing(each.Standing, each.Shown, places)))));
    }

    private static XElement Standing(
        DeviationStanding standing, IReadOnlyList<JudgedCase> shown, CasePlaces places) => standing switch
        {
            DeviationStanding.Shown => Folded(
                Counted(shown.Count, "case"),
                shown.Select(each => Tag("div", Link($"#{places.Of(each.Case.Name)}", each.Case.Name)))),
            DeviationStanding.Stale => Styled("span", "badge bad", "stale"),
            _ => Styled("span", "soft", "not exercised"),
        };
}
