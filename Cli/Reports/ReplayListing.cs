using Wakeline.Checking.Traces;

namespace Wakeline.Cli.Reports;

/// <summary>A trace that was replayed, as <c>wakeline replay --json</c> tells it.</summary>
/// <param name="System">The system.</param>
/// <param name="Mutant">The mutant in force, if any.</param>
/// <param name="Property">The property the trace is about.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Confirmation">What the end of the trace was found to show.</param>
internal sealed record ReplayListing(string System, string? Mutant, string Property, int Steps, string Confirmation)
{
    public static ReplayListing Of(ReplayReport report) => new(
        report.Trace.System, report.Trace.Mutant, report.Trace.Property, report.Trace.Steps.Count, report.Confirmation);
}
