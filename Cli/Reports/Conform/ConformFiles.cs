using System.Text.Json;
using Wakeline.Cli.Conform;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>A report of <c>conform</c> in all its forms.</summary>
internal static class ConformFiles
{
    /// <summary>The page, the JUnit file and the JSON document.</summary>
    public static IReadOnlyList<ReportFile> Of(ConformReport report) =>
    [
        new(ReportFiles.Page, ConformPage.Write(report)),
        new(ReportFiles.JUnit, ConformJUnit.Write(report)),
        new(
            ReportFolder.Marker,
            JsonSerializer.Serialize(ConformListing.Of(report), ReportJson.Default.ConformListing) + "\n"),
    ];
}
