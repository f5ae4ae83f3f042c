using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Reads traces of JSON Lines, an event at a time.</summary>
/// <param name="stream">The trace.</param>
internal sealed class TraceReader(Stream stream) : ITraceSource
{
    private readonly LineReader _lines = new(stream);
    private readonly FieldReader _fields = new();

    /// <inheritdoc/>
    public long Place => _lines.Line;

    /// <inheritdoc/>
    public TraceHeader ReadHeader()
    {
        if (!_lines.TryRead(out var line))
        {
            throw Fault("a header is expected, and there is nothing");
        }

        try
        {
            return HeaderText.Read(line);
        }
        catch (FormatException fault)
        {
            throw Fault(fault.Message);
        }
    }

    /// <inheritdoc/>
    public TraceEvent? Read()
    {
        while (_lines.TryRead(out var line))
        {
            if (_lines.IsTooLong)
            {
                throw Fault($"a line of at most {LineReader.LengthMost} octets is expected");
            }

            if (line.Trim(" \t"u8).Length == 0)
            {
                continue;
            }

            try
            {
                return EventFields.Event(_fields.Read(line));
            }
            catch (FormatException fault)
            {
                throw Fault(fault.Message);
            }
        }

        return null;
    }

    private TraceFormatException Fault(string message) => new(new TraceFault(Place, message));
}
