using System.Net;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>
/// A lawful trace of one connection as long as one likes: a request goes out, an answer of two segments comes, is
/// acknowledged and read, again and again. It is for measurements.
/// </summary>
public sealed class LongTransfer
{
    private const int Octets = 1000;
    private const int Window = 60_000;
    private const long Step = 100_000;

    private static readonly IPEndPoint s_judged = new(IPAddress.Parse("192.0.2.1"), 40_000);
    private static readonly IPEndPoint s_peer = new(IPAddress.Parse("192.0.2.2"), 80);

    private readonly List<TraceEvent> _events = [];
    private long _time;
    private uint _sent = uint.MaxValue - 5000;
    private uint _received = 1u << 31;

    private readonly bool _hasMarks;

    private LongTransfer(bool hasMarks) => _hasMarks = hasMarks;

    private TraceHeader Header => new() { Hosts = [s_judged.Address], TellsCodepoints = _hasMarks };

    /// <summary>A trace with so many segments, or a few more.</summary>
    /// <param name="segments">How many.</param>
    /// <param name="hasMarks">Whether both ends have agreed on ECN, and the trace tells codepoints.</param>
    public static LongTransfer Make(int segments, bool hasMarks = false)
    {
        var transfer = new LongTransfer(hasMarks);
        transfer.Open();
        for (var count = 3; count < segments; count += 4)
        {
            transfer.Exchange();
        }

        return transfer;
    }

    /// <summary>Judges the events.</summary>
    public LongTransferResult Judge() => Result(JudgeAll().Finish());

    /// <summary>The octets that the oracle holds when it has judged all but the end.</summary>
    public long Held()
    {
        JudgeAll();                                                    // What is held for all judges is there now.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var judge = JudgeAll();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        judge.Finish();
        return held;
    }

    /// <summary>The events as JSON Lines.</summary>
    public byte[] Write() => System.Text.Encoding.UTF8.GetBytes(TraceText.Write(Header, _events));

    /// <summary>Reads events from JSON Lines, and judges them.</summary>
    public static LongTransferResult ReadAndJudge(byte[] lines)
    {
        using var stream = new MemoryStream(lines);
        return Result(TraceFiles.Judge(stream, "transfer", []).Report!);
    }

    private TraceJudge JudgeAll()
    {
        var judge = new TraceJudge(Header);
        for (var index = 0; index < _events.Count; index++)
        {
            judge.Take(_events[index], index + 1);
        }

        return judge;
    }

    private static LongTransferResult Result(OracleReport report) => new(report.Verdict, report.StatesMost);

    private void Open()
    {
        Call(new CallEntry(_time, 0, "socket"), 3);
        _events.Add(new CallEntry(_time, 0, "connect") { Descriptor = 3, Address = s_peer });
        Send(_hasMarks ? ControlBits.Syn | ControlBits.Ece | ControlBits.Cwr : ControlBits.Syn, 0);
        _sent++;
        Arrive(ControlBits.Syn | ControlBits.Ack | (_hasMarks ? ControlBits.Ece : default), 0);
        _received++;
        Send(ControlBits.Ack, 0);
        _events.Add(new CallExit(_time, 0, "connect", 0, null));
    }

    private void Exchange()
    {
        _time += Step;
        Call(new CallEntry(_time, 0, "send") { Descriptor = 3, Length = Octets }, Octets);
        Send(ControlBits.Ack | ControlBits.Psh, Octets);
        _sent += Octets;
        Arrive(ControlBits.Ack, Octets);
        _received += Octets;
        Arrive(ControlBits.Ack | ControlBits.Psh, Octets);
        _received += Octets;
        Send(ControlBits.Ack, 0);
        Call(new CallEntry(_time, 0, "recv") { Descriptor = 3, Length = 4 * Octets }, 2 * Octets);
    }

    private void Call(CallEntry entry, long result)
    {
        _events.Add(entry);
        _events.Add(new CallExit(_time, 0, entry.Name, result, null));
    }

    private void Send(ControlBits flags, int payload) => _events.Add(new SegmentEvent(
        _time, Passage.Out, Segment(s_judged, s_peer, flags, payload, _sent, _received)));

    private void Arrive(ControlBits flags, int payload) => _events.Add(new SegmentEvent(
        _time, Passage.In, Segment(s_peer, s_judged, flags, payload, _received, _sent)));

    private TraceSegment Segment(
        IPEndPoint from, IPEndPoint to, ControlBits flags, int payload, uint sequence, uint acknowledgment) =>
        new(from, to)
        {
            Sequence = sequence,
            Acknowledgment = (flags & ControlBits.Ack) != 0 ? acknowledgment : 0,
            Flags = flags,
            Window = Window,
            Payload = payload,
            Codepoint = _hasMarks && payload > 0 ? EcnCodepoint.Capable0 : EcnCodepoint.NotCapable,
            Options = (flags & ControlBits.Syn) != 0 ? [new MaximumSegmentSize(1460)] : [],
        };
}

/// <summary>What was said of a long transfer.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="StatesMost">The greatest number of states that explained it at a time.</param>
public readonly record struct LongTransferResult(OracleVerdict Verdict, int StatesMost);
