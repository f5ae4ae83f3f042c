using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Conform;
using Wakeline.Cli.Reports.Html;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// The report of <c>conform</c> as one page that needs nothing else: no script, no other file, no network.
/// </summary>
internal static class ConformPage
{
    public static string Write(ConformReport report)
    {
        var places = new CasePlaces(report);
        return Document(Tag(
            "html", new XAttribute("lang", "en"),
            Tag(
                "head",
                Tag("meta", new XAttribute("charset", "utf-8")),
                Tag(
                    "meta", new XAttribute("name", "viewport"),
                    new XAttribute("content", "width=device-width, initial-scale=1")),
                Tag("title", $"Conformance of {NamesOf(report)}"),
                Tag("style", PageStyle.Css, ConformStyle.Css)),
            Tag(
                "body",
                Header(report),
                Tag(
                    "main",
                    ConformSummaryView.Draw(report),
                    FindingsView.Draw(report, places),
                    DifferingView.Draw(report, places),
                    report.IsOfSystem ? null : RequirementsView.Draw(report, places),
                    SectionsView.Draw(report),
                    CasesView.Draw(report, places),
                    TargetsView.Draw(report, places),
                    GoalsView.Draw(report)))));
    }

    private static XElement Header(ConformReport report) => Tag(
        "header",
        Styled(
            "div", "inner",
            Tag("h1", $"Conformance of {NamesOf(report)}"),
            Styled(
                "p", "soft",
                report.IsOfSystem ? $"{report.Cases[0].Suite}, held against its tables on "
                    : "Sockets, epoll and TCP held against the specification on ",
                report.Started.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture), " UTC"),
            Tag(
                "nav",
                Link("#summary", "Summary"), Link("#findings", "Findings"),
                report.Targets.Count > 1 ? Link("#differing", "Differences") : null,
                report.IsOfSystem ? null : Link("#requirements", "Requirements"),
                Link("#sections", "Sections"), Link("#cases", "Cases"), Link("#targets", "Targets"),
                Link("#goals", "Not exercised"))));

    private static string NamesOf(ConformReport report) =>
        string.Join(", ", report.Targets.Select(target => target.Target.Name));
}
