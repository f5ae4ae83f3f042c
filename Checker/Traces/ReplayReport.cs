namespace Wakeline.Checking.Traces;

/// <summary>A trace that was replayed to its end.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Confirmation">What the last state, or the cycle, was found to show, in one sentence.</param>
public sealed record ReplayReport(Trace Trace, string Confirmation);
