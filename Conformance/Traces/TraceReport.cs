using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces;

/// <summary>What became of a trace.</summary>
/// <param name="File">Its file.</param>
/// <param name="Faults">Where it is not of its format; the rest is judged all the same, but counts for nothing.</param>
/// <param name="Report">What the oracle says; <see langword="null"/> if the file could not be read at all.</param>
public sealed record TraceReport(string File, IReadOnlyList<TraceFault> Faults, OracleReport? Report)
{
    /// <summary>Whether the file is of use.</summary>
    public bool IsUsable => Faults.Count == 0 && Report is not null;
}
