using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>Verdicts as small coloured marks: a sign as well as a colour, for those who see no colours.</summary>
internal static class Chip
{
    /// <summary>A verdict in words.</summary>
    public static XElement Of(CaseVerdict verdict) =>
        Styled("span", $"chip {ClassOf(verdict)}", $"{SignOf(verdict)} {VerdictCounts.NameOf(verdict)}");

    /// <summary>How many cases have a verdict, with a link to where they are.</summary>
    public static XElement Of(CaseVerdict verdict, int count, string place) => new(
        "a", new XAttribute("class", $"chip {ClassOf(verdict)}"), new XAttribute("href", $"#{place}"),
        new XAttribute("title", $"{Figures.Text(count)} {VerdictCounts.NameOf(verdict)}"),
        $"{SignOf(verdict)} {Figures.Text(count)}");

    /// <summary>A chip for each verdict that occurs.</summary>
    public static IEnumerable<XElement> Of(VerdictCounts counts, Func<CaseVerdict, string> placeOf) =>
        VerdictCounts.Order.Where(verdict => counts[verdict] > 0)
            .Select(verdict => Of(verdict, counts[verdict], placeOf(verdict)));

    /// <summary>The class of a verdict in the style of the page.</summary>
    public static string ClassOf(CaseVerdict verdict) => VerdictCounts.NameOf(verdict).Replace(' ', '-');

    /// <summary>What the signs mean.</summary>
    public static XElement Legend() => Styled(
        "p", "small", VerdictCounts.Order.Select(verdict => new[] { Of(verdict), (object)" " }));

    private static string SignOf(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Passed => "\u2713",
        CaseVerdict.Deviates => "\u2260",
        CaseVerdict.Failed => "\u2717",
        CaseVerdict.Inconclusive => "?",
        CaseVerdict.NotApplicable => "\u2013",
        CaseVerdict.Flaky => "~",
        _ => "!",
    };
}
