using System.Xml.Linq;
using Wakeline.Cli.Conform;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>Sections and topics against the targets.</summary>
internal static class SectionsView
{
    public static XElement Draw(ConformReport report) => Tag(
        "section", Id("sections"),
        Tag("h2", "Sections"),
        Tag("p", "What the cases are about, and how many came out how."),
        Table(
            ["suite", "section", "#cases", .. report.Targets.Select(target => target.Target.Name)],
            report.Table().GroupBy(row => (row.Case.Suite, row.Case.Section)).Select(section => Tag(
                "tr",
                Tag("td", section.Key.Suite),
                Tag("td", Link($"#{AnchorOf(section.Key)}", section.Key.Section)),
                Number(section.Count()),
                report.Targets.Select((_, target) => Styled(
                    "td", "cell", Chip.Of(
                        new VerdictCounts(section.Select(row => row.Results[target]).OfType<JudgedCase>()
                            .Select(result => result.Verdict)),
                        _ => AnchorOf(section.Key))))))));

    public static string AnchorOf((string Suite, string Section) section) =>
        Anchor("section", section.Suite, section.Section);
}
