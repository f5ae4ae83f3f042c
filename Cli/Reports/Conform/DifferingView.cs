using System.Xml.Linq;
using Wakeline.Cli.Conform;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>Cases on which targets differ; nothing if there is one target.</summary>
internal static class DifferingView
{
    public static XElement? Draw(ConformReport report, CasePlaces places)
    {
        if (report.Targets.Count < 2)
        {
            return null;
        }

        var differing = report.Differing;
        return Tag(
            "section", Id("differing"),
            Tag("h2", "Where targets differ"),
            differing.Count == 0
                ? Tag("p", "On no case that more than one target decides do they differ.")
                : Folded(
                    $"{Figures.Counted(differing.Count, "case")} with different verdicts",
                    Table(
                        ["case", .. report.Targets.Select(target => target.Target.Name)],
                        differing.Select(row => Tag(
                            "tr",
                            Tag("td", Link($"#{places.Of(row.Case.Name)}", row.Case.Name)),
                            row.Results.Select(result => Styled(
                                "td", "cell", result is null ? "" : Chip.Of(result.Verdict))))))));
    }
}
