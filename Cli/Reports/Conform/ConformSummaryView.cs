using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Spec.Tcp;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>The whole run at a glance: sums, and a tile for each target.</summary>
internal static class ConformSummaryView
{
    public static XElement Draw(ConformReport report) => Tag(
        "section", Id("summary"),
        Tag("h2", "Summary ", Badge(report)),
        report.IsInterrupted
            ? Tag("p", Styled("span", "badge warm", "interrupted"), " The run was ended before all cases had run.")
            : null,
        Styled("div", "tiles", Tiles(report)),
        Styled("div", "targets", report.Targets.Select(TargetTile)),
        Chip.Legend(),
        Styled(
            "p", "soft small", "Repeat this run: ", Code(report.Command),
            $" (took {Seconds(report.Elapsed.TotalSeconds)})"));

    private static XElement Badge(ConformReport report)
    {
        var faults = report.Targets.Sum(target => target.Cases.Count(each => each.IsFault));
        return faults > 0 ? Styled("span", "badge bad", $"{Counted(faults, "finding")}")
            : report.Counts[CaseVerdict.Inconclusive] > 0 ? Styled("span", "badge warm", "not all decided")
            : report.Counts[CaseVerdict.Deviates] > 0 ? Styled("span", "badge good", "known deviations only")
            : Styled("span", "badge good", "no departure");
    }

    private static IEnumerable<XElement> Tiles(ConformReport report)
    {
        var exercised = report.Cases.SelectMany(test => test.Requirements).ToHashSet();
        var all = RequirementCatalogue.All;
        yield return Tile(Text(report.Cases.Count), "cases derived from the specification");
        if (!report.IsOfSystem)
        {
            yield return Tile(
                $"{all.Count(each => exercised.Contains(each.Id))} of {all.Count}",
                "requirements of RFC 9293 exercised");
        }

        yield return Tile(
            Text(report.Cases.SelectMany(test => test.Rules).Distinct().Count()),
            "rules of the specification exercised");
        yield return Tile(Text(report.Unreached.Count), "goals that no case reaches, each with the reason");
        if (report.Targets.Count > 1)
        {
            yield return Tile(Text(report.Differing.Count), "cases on which the targets differ");
        }
    }

    private static XElement Tile(string figure, string meaning) => Styled("div", "tile", Tag("b", figure), meaning);

    private static XElement TargetTile(TargetResults target) => Styled(
        "div", "tile",
        Tag("b", Link($"#{TargetsView.AnchorOf(target)}", target.Target.Name)),
        Styled("span", "soft small", target.Target.Stack),
        Styled(
            "div", "shares", VerdictCounts.Order.Reverse().Where(verdict => target.Counts[verdict] > 0)
                .Select(verdict => Share(target.Counts, verdict))),
        VerdictCounts.Order.Where(verdict => target.Counts[verdict] > 0).Select(verdict => Styled(
            "span", $"chip {Chip.ClassOf(verdict)}",
            $"{Text(target.Counts[verdict])} {VerdictCounts.NameOf(verdict)}")),
        Styled(
            "div", "soft small",
            $"{Text((long)target.RunsPerSecond)} cases a second, {Seconds(target.Elapsed.TotalSeconds)} in all"));

    private static XElement Share(VerdictCounts counts, CaseVerdict verdict) => new(
        "span", new XAttribute("class", Chip.ClassOf(verdict)),
        new XAttribute("style", string.Create(
            CultureInfo.InvariantCulture, $"width: {100.0 * counts[verdict] / counts.Total:0.##}%")),
        new XAttribute("title", $"{Text(counts[verdict])} {VerdictCounts.NameOf(verdict)}"), "");
}
