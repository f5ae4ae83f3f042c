using System.Text.Json;
using Wakeline.Cli.Reports.Html;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>A report in all its forms.</summary>
internal static class ReportFiles
{
    public const string Page = "index.html";
    public const string JUnit = "junit.xml";

    /// <summary>The page, the JUnit file and the JSON document.</summary>
    public static IReadOnlyList<ReportFile> Of(VerificationReport report) =>
    [
        new(Page, ReportPage.Write(report)),
        new(JUnit, JUnitReport.Write(report)),
        new(ReportFolder.Marker, JsonSerializer.Serialize(report, ReportJson.Default.VerificationReport) + "\n"),
    ];
}
