using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The report as one page that needs nothing else: no script, no other file, no network.</summary>
internal static class ReportPage
{
    public static string Write(VerificationReport report) => Document(
        Tag(
            "html", new XAttribute("lang", "en"),
            Tag(
                "head",
                Tag("meta", new XAttribute("charset", "utf-8")),
                Tag("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
                Tag("title", $"Wakeline: {report.Verdict}"),
                Tag("style", PageStyle.Css)),
            Tag(
                "body",
                Header(report),
                Tag(
                    "main",
                    SummaryView.Draw(report),
                    DifferencesView.Draw(report.Kernel),
                    HuntView.Draw(report.Hunt),
                    SystemsView.Draw(report.Systems),
                    MutantsView.Draw(report.Mutants),
                    MachinesView.Draw(report.Machines, report.Kernel is not null),
                    CitationsView.Draw(report.Machines),
                    EnvironmentView.Draw(report)))));

    private static XElement Header(VerificationReport report) => Tag(
        "header",
        Styled(
            "div", "inner",
            Tag("h1", "Wakeline: how a packet becomes a wake-up"),
            Styled(
                "p", "soft",
                report.IsComplete ? $"Checked, mutated and compared with Linux {report.Environment.Kernel} on "
                    : "Checked and mutated, but not compared with a kernel, on ",
                report.Started.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture), " UTC"),
            Tag(
                "nav",
                Link("#summary", "Summary"), Link("#kernel", "Kernel"),
                report.Hunt is null ? null : Link("#hunt", "Faults made"), Link("#systems", "Systems"),
                Link("#mutants", "Faults put back"), Link("#machines", "Machines"), Link("#sources", "Sources"),
                Link("#environment", "Environment"))));
}
