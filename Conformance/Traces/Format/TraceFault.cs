namespace Wakeline.Conformance.Traces.Format;

/// <summary>A place of a trace that is not of its format.</summary>
/// <param name="Place">The line from 1, or the offset of the octet from 0.</param>
/// <param name="Message">What was expected, and what stands there.</param>
public sealed record TraceFault(long Place, string Message);

/// <summary>A trace cannot be read on.</summary>
/// <param name="fault">Why.</param>
internal sealed class TraceFormatException(TraceFault fault) : Exception(fault.Message)
{
    /// <summary>Where, and why.</summary>
    public TraceFault Fault { get; } = fault;
}
