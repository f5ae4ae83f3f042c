using System.Net.Sockets;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces;

/// <summary>
/// A trace that is judged while it happens, by a program that has its events in hand: lines of the trace format, or
/// packets as they are. One object is to be used by one thread at a time.
/// </summary>
public sealed class LiveTrace
{
    private readonly FieldReader _fields = new();
    private readonly TraceJudge _judge;
    private OracleReport? _report;
    private long _events;

    /// <summary>Begins a trace of which every call and every segment will be told, in the order of the stack.</summary>
    /// <param name="profile">By what it is judged; that of Linux unless it is said.</param>
    public LiveTrace(OracleProfile? profile = null) => _judge = new TraceJudge(new TraceHeader(), profile);

    /// <summary>Begins with the header of a trace.</summary>
    /// <param name="header">The header: one object of JSON.</param>
    /// <param name="profile">By what it is judged; that of the header, or else of Linux, unless it is said.</param>
    /// <exception cref="FormatException">It is no header; the message says what was expected.</exception>
    public LiveTrace(ReadOnlySpan<byte> header, OracleProfile? profile = null) =>
        _judge = new TraceJudge(HeaderText.Read(header), profile);

    /// <summary>What the oracle found so far, in the order in which it found it.</summary>
    public IReadOnlyList<OracleFinding> Findings => _judge.Findings;

    /// <summary>An event, as a line of the trace format.</summary>
    /// <param name="line">The event: one object of JSON.</param>
    /// <exception cref="FormatException">It is none; the message says what was expected. The trace goes on.</exception>
    /// <exception cref="InvalidOperationException">The trace has ended, or has more than can be judged.</exception>
    public void Take(ReadOnlySpan<byte> line) => Take(EventFields.Event(_fields.Read(line)));

    /// <summary>A packet that the stack was handed or sent.</summary>
    /// <param name="time">Nanoseconds since the trace began.</param>
    /// <param name="isSent">Whether the stack sent it.</param>
    /// <param name="packet">The packet from the header of IP on.</param>
    /// <returns>
    /// Whether it holds a segment of TCP, or tells the stack of an error that one of its own met (ICMP); what does
    /// neither is passed over, and so is a segment for the stack with a wrong checksum, which it has to drop.
    /// </returns>
    /// <exception cref="InvalidOperationException">The trace has ended, or has more than can be judged.</exception>
    public bool TakePacket(long time, bool isSent, ReadOnlyMemory<byte> packet)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (!PacketParser.TryParse(packet.Span, packet.Length, out var found)
            || (!isSent && found.Protocol == ProtocolType.Tcp && SegmentChecksum.IsWrong(in found)))
        {
            return false;
        }

        TraceEvent? each = SegmentParser.Parse(in found) is { } segment
            ? new SegmentEvent(time, isSent ? Passage.Out : Passage.In, segment)
            : isSent ? null : ErrorParser.Parse(in found, time);
        if (each is not null)
        {
            Take(each);
        }

        return each is not null;
    }

    /// <summary>Whether the stack still owes a segment that must not be left out.</summary>
    /// <param name="time">Nanoseconds since the trace began.</param>
    public bool IsAnswerOwed(long time) => _judge.IsAnswerOwed(time);

    /// <summary>The trace ends; the report is the same however often it is asked for.</summary>
    public OracleReport Finish() => _report ??= _judge.Finish();

    private void Take(TraceEvent each)
    {
        if (_report is not null)
        {
            throw new InvalidOperationException("the trace has ended");
        }

        try
        {
            _judge.Take(each, ++_events);
        }
        catch (UnjudgedException reason)
        {
            throw new InvalidOperationException(reason.Message);
        }
    }
}
