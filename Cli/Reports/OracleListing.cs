using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Listings;

namespace Wakeline.Cli.Reports;

/// <summary>What the oracle says of traces, as <c>wakeline oracle --json</c> tells it.</summary>
/// <param name="Traces">The traces in the order in which they were given.</param>
internal sealed record OracleListing(IReadOnlyList<TraceListing> Traces)
{
    public static OracleListing Of(IReadOnlyList<TraceReport> reports) => new([.. reports.Select(TraceListing.Of)]);
}
