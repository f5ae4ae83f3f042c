using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces;

/// <summary>Something that a trace is read from, an event at a time.</summary>
internal interface ITraceSource
{
    /// <summary>Where what was read last stands: its line from 1, or the number of its packet from 1.</summary>
    long Place { get; }

    /// <summary>Reads what the trace shows, and of whom.</summary>
    /// <exception cref="TraceFormatException">It is not of its format.</exception>
    TraceHeader ReadHeader();

    /// <summary>Reads the next event; <see langword="null"/> at the end.</summary>
    /// <exception cref="TraceFormatException">It is not of its format; what follows may be.</exception>
    TraceEvent? Read();
}
