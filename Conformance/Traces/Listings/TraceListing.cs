using System.Text.Json;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Listings;

/// <summary>What the oracle says of a trace.</summary>
/// <param name="File">The file.</param>
/// <param name="Profile">The profile that was judged by.</param>
/// <param name="Verdict">conforms, violates, inconclusive or unusable.</param>
/// <param name="Events">Events of the trace.</param>
/// <param name="Judged">Those that were held against the specification.</param>
/// <param name="Connections">Ends of connections.</param>
/// <param name="StatesMost">The greatest number of states that explained a connection at a time.</param>
/// <param name="Far">Ends of which no single history was followed to the end.</param>
/// <param name="Rules">Rules of the table that were needed.</param>
/// <param name="Faults">Where the file is not of its format.</param>
/// <param name="Findings">What the oracle found.</param>
public sealed record TraceListing(
    string File,
    string Profile,
    string Verdict,
    long Events,
    long Judged,
    int Connections,
    int StatesMost,
    int Far,
    IReadOnlyList<string> Rules,
    IReadOnlyList<TraceFault> Faults,
    IReadOnlyList<FindingListing> Findings)
{
    /// <summary>Tells it of a report.</summary>
    public static TraceListing Of(TraceReport report) => new(
        report.File,
        report.Report?.Profile ?? "",
        report is { IsUsable: true, Report: { } judged } ? VerdictText.Of(judged.Verdict) : "unusable",
        report.Report?.Events ?? 0, report.Report?.Judged ?? 0, report.Report?.Connections ?? 0,
        report.Report?.StatesMost ?? 0, report.Report?.Far ?? 0, report.Report?.Rules ?? [], report.Faults,
        [.. report.Report?.Findings.Select(FindingListing.Of) ?? []]);

    /// <summary>Writes it as JSON in one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, TraceJson.Line.TraceListing);
}
