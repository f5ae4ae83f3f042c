using System.Text.Json;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Reads traces of JSON Lines, an event at a time.</summary>
/// <param name="stream">The trace.</param>
internal sealed class TraceReader(Stream stream) : ITraceSource
{
    private const string NotUnicode = "a text of Unicode is expected";

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 4 };

    private readonly LineReader _lines = new(stream);
    private readonly FieldSet _fields = new(new AddressCache());
    private readonly Dictionary<int, string> _names = [];

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
        catch (JsonException fault)
        {
            throw Fault(NotJson(fault));
        }
        catch (InvalidOperationException)
        {
            throw Fault(NotUnicode);
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
                ReadFields(line);
            }
            catch (JsonException fault)
            {
                throw Fault(NotJson(fault));
            }
            catch (InvalidOperationException)
            {
                throw Fault(NotUnicode);
            }

            return MakeEvent();
        }

        return null;
    }

    private void ReadFields(ReadOnlySpan<byte> line)
    {
        _fields.Clear();
        var reader = new Utf8JsonReader(line, s_options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Fault("an object of JSON is expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            if (_fields.Read(name, ref reader) is { } expected)
            {
                throw Fault($"{expected} is expected");
            }
        }

        if (reader.Read())
        {
            throw Fault("one object a line is expected");
        }
    }

    /// <summary>The few names that occur are made once.</summary>
    private string NameOf(ref Utf8JsonReader reader)
    {
        var hash = 17;
        foreach (var octet in reader.ValueSpan)
        {
            hash = unchecked((hash * 31) + octet);
        }

        if (_names.TryGetValue(hash, out var known) && reader.ValueTextEquals(known))
        {
            return known;
        }

        var name = reader.GetString()!;
        if (_names.Count < 64)
        {
            _names[hash] = name;
        }

        return name;
    }

    private TraceEvent MakeEvent()
    {
        Require("time");
        return _fields switch
        {
            { Call: { } name, Return: null, Passage: null } => MakeEntry(name),
            { Call: null, Return: { } name, Passage: null } => MakeExit(name),
            { Call: null, Return: null, Passage: { } passage } => MakeSegment(passage),
            { Call: null, Return: null, Passage: null } when _fields.Present.Contains("silence") => MakeSilence(),
            _ => throw Fault("one of 'call', 'return', 'segment' and 'silence' is expected"),
        };
    }

    private CallEntry MakeEntry(string name)
    {
        RequireOnly(
            "call", "time", "thread", "fd", "address", "length", "how", "option", "value", "flags", "arguments");
        return new CallEntry(_fields.Time, ThreadOf(), name)
        {
            Descriptor = (int?)InRange("fd", _fields.Descriptor, int.MinValue, int.MaxValue),
            Address = _fields.Address,
            Length = _fields.Length,
            How = _fields.How,
            Option = _fields.Option,
            Value = _fields.Value,
            Flags = _fields.Present.Contains("flags") && _fields.Names.Count == 0
                ? throw Fault("a list of names as 'flags' is expected")
                : _fields.Names,
            Arguments = _fields.Arguments,
        };
    }

    private CallExit MakeExit(string name)
    {
        RequireOnly("return", "time", "thread", "result", "errno", "address", "value");
        Require("result");
        return new CallExit(_fields.Time, ThreadOf(), name, _fields.Result!.Value, _fields.Error)
        {
            Address = _fields.Address,
            Value = _fields.Value,
        };
    }

    private Silence MakeSilence()
    {
        RequireOnly("silence", "time");
        return new Silence(_fields.Time);
    }

    private SegmentEvent MakeSegment(string passage)
    {
        RequireOnly("segment", "time", "from", "to", "flags", "seq", "ack", "win", "len", "urg", "options");
        foreach (var name in (ReadOnlySpan<string>)["from", "to", "flags", "seq", "win"])
        {
            Require(name);
        }

        if (_fields.Names.Count > 0)
        {
            throw Fault("letters of SFRPUEWA. as 'flags' are expected");
        }

        return new SegmentEvent(
            _fields.Time,
            TraceFields.PassageOf(passage) ?? throw Fault($"one of {TraceFields.Passages} is expected as 'segment'"),
            new TraceSegment(_fields.Source!, _fields.Destination!)
            {
                Sequence = _fields.Sequence,
                Acknowledgment = _fields.Acknowledgment,
                Flags = _fields.Flags,
                Window = _fields.Window,
                Urgent = _fields.Urgent,
                Payload = _fields.Payload,
                Options = _fields.Options,
            });
    }

    private int ThreadOf()
    {
        Require("thread");
        return (int)_fields.Thread!.Value;
    }

    private long? InRange(string name, long? value, long least, long most) =>
        value is null || (value >= least && value <= most)
            ? value
            : throw Fault($"a number of 32 bits is expected as '{name}'");

    private void Require(string name)
    {
        if (!_fields.Present.Contains(name))
        {
            throw Fault($"'{name}' is expected");
        }
    }

    private void RequireOnly(params ReadOnlySpan<string> allowed)
    {
        foreach (var name in _fields.Present)
        {
            if (!allowed.Contains(name))
            {
                throw Fault($"a field of '{allowed[0]}' is expected, not '{name}'");
            }
        }
    }

    private static string NotJson(JsonException fault) =>
        $"JSON is expected; at octet {fault.BytePositionInLine ?? 0} it is none";

    private TraceFormatException Fault(string message) => new(new TraceFault(Place, message));
}
