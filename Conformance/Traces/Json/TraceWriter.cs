using System.Net;
using System.Text.Json;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Writes traces as JSON Lines: the header, then an event a line.</summary>
internal sealed class TraceWriter : IDisposable
{
    private readonly JsonLines _lines;
    private readonly Utf8JsonWriter _writer;

    /// <summary>Writes to a stream, which stays open.</summary>
    public TraceWriter(Stream stream)
    {
        _lines = new JsonLines(stream);
        _writer = _lines.Line;
    }

    /// <summary>Writes the header.</summary>
    public void Write(TraceHeader header)
    {
        _writer.WriteStartObject();
        _writer.WriteString("format", TraceFields.FormatName);
        _writer.WriteNumber("version", header.Version);
        WriteText("profile", header.Profile);
        _writer.WriteString("vantage", TraceFields.NameOf(header.Vantage));
        _writer.WriteBoolean("calls", header.HasCalls);
        _writer.WriteBoolean("segments", header.HasSegments);
        if (header.HasOffload)
        {
            _writer.WriteBoolean("offload", true);
        }

        if (header.TellsCodepoints)
        {
            _writer.WriteBoolean("ecn", true);
        }

        WriteTexts("hosts", [.. header.Hosts.Select(host => host.ToString())]);
        if (header.Environment.Count > 0)
        {
            _writer.WriteStartObject("environment");
            foreach (var (name, value) in header.Environment)
            {
                _writer.WriteString(name, value);
            }

            _writer.WriteEndObject();
        }

        _lines.EndLine();
    }

    /// <summary>Writes an event.</summary>
    public void Write(TraceEvent each)
    {
        _writer.WriteStartObject();
        _writer.WriteNumber("time", each.Time);
        switch (each)
        {
            case CallEntry entry:
                WriteEntry(entry);
                break;
            case CallExit exit:
                WriteExit(exit);
                break;
            case SegmentEvent segment:
                WriteSegment(segment);
                break;
            case IcmpEvent icmp:
                WriteIcmp(icmp);
                break;
            case Silence:
                _writer.WriteBoolean("silence", true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(each));
        }

        _lines.EndLine();
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private void WriteEntry(CallEntry entry)
    {
        _writer.WriteString("call", entry.Name);
        _writer.WriteNumber("thread", entry.Thread);
        WriteNumber("fd", entry.Descriptor);
        WriteAddress("address", entry.Address);
        WriteNumber("length", entry.Length);
        WriteText("how", entry.How);
        WriteText("option", entry.Option);
        WriteNumber("value", entry.Value);
        WriteText("text", entry.Text);
        WriteNumber("size", entry.Size);
        WriteTexts("flags", entry.Flags);
        WriteText("operation", entry.Operation);
        WriteNumber("target", entry.Target);
        WriteTexts("events", entry.Events);
        WriteNumber("data", entry.Data);
        WriteReady("polled", entry.Polled);
        WriteNumber("timeout", entry.Timeout);
        WriteTexts("arguments", entry.Arguments);
    }

    private void WriteExit(CallExit exit)
    {
        _writer.WriteString("return", exit.Name);
        _writer.WriteNumber("thread", exit.Thread);
        _writer.WriteNumber("result", exit.Result);
        WriteText("errno", exit.Error);
        WriteAddress("address", exit.Address);
        WriteNumber("value", exit.Value);
        WriteText("text", exit.Text);
        WriteNumber("size", exit.Size);
        WriteReady("ready", exit.Ready);
    }

    private void WriteSegment(SegmentEvent each)
    {
        var segment = each.Segment;
        _writer.WriteString("segment", TraceFields.NameOf(each.Passage));
        WriteAddress("from", segment.Source);
        WriteAddress("to", segment.Destination);
        _writer.WriteString("flags", ControlBitText.Write(segment.Flags));
        _writer.WriteNumber("seq", segment.Sequence);
        WriteUnlessZero("ack", segment.Acknowledgment);
        _writer.WriteNumber("win", segment.Window);
        WriteUnlessZero("len", (uint)segment.Payload);
        WriteUnlessZero("urg", segment.Urgent);
        WriteText("ecn", segment.Codepoint == EcnCodepoint.NotCapable ? null : TraceFields.NameOf(segment.Codepoint));
        if (segment.Options.Count > 0)
        {
            _writer.WriteStartArray("options");
            foreach (var option in segment.Options)
            {
                OptionText.Write(_writer, option);
            }

            _writer.WriteEndArray();
        }
    }

    private void WriteIcmp(IcmpEvent each)
    {
        _writer.WriteNumber("icmp", each.Version);
        WriteAddress("from", each.Source);
        WriteAddress("to", each.Destination);
        _writer.WriteNumber("type", each.Type);
        _writer.WriteNumber("code", each.Code);
        _writer.WriteNumber("seq", each.Sequence);
        WriteUnlessZero("mtu", each.Mtu);
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }

    private void WriteNumber(string name, long? value)
    {
        if (value is { } number)
        {
            _writer.WriteNumber(name, number);
        }
    }

    private void WriteUnlessZero(string name, uint value)
    {
        if (value != 0)
        {
            _writer.WriteNumber(name, value);
        }
    }

    private void WriteAddress(string name, IPEndPoint? address) => WriteText(name, address?.ToString());

    private void WriteTexts(string name, Sequence<string> texts)
    {
        if (texts.Count > 0)
        {
            _lines.WriteTexts(name, texts);
        }
    }

    private void WriteReady(string name, Sequence<ReadyEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        _writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            _writer.WriteStartArray();
            _writer.WriteNumberValue(entry.Number);
            foreach (var each in entry.Events)
            {
                _writer.WriteStringValue(each);
            }

            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
    }
}
