using System.Net;
using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Writes a trace of one connection by hand; both ends count from 0.</summary>
internal sealed class TraceBuilder
{
    /// <summary>Nanoseconds of a millisecond.</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>The window that is told where none is given.</summary>
    public const ushort Window = 10_000;

    private static readonly IPEndPoint s_judged = new(IPAddress.Parse("192.0.2.1"), 8080);
    private static readonly IPEndPoint s_peer = new(IPAddress.Parse("192.0.2.2"), 40_000);

    private readonly List<TraceEvent> _events = [];
    private long _time;
    private bool _tellsCodepoints;

    /// <summary>What has happened so far.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>A connection whose port is listened on: the listener is descriptor 3.</summary>
    public static TraceBuilder Listening(int? backlog = null) => new TraceBuilder()
        .Call("socket", 3).On(3, "bind", 0, entry => entry with { Address = s_judged })
        .On(3, "listen", 0, entry => entry with { Length = backlog });

    /// <summary>One that was accepted as descriptor 4.</summary>
    public static TraceBuilder Accepted(params TcpOption[] options) => Listening()
        .In("S", 0, options: options).Out("S.", 0, 1, options: options).In(".", 1, 1, options: options)
        .On(3, "accept", 4, exit: exit => exit with { Address = s_peer });

    /// <summary>One that is being opened by connect on descriptor 3, which does not wait.</summary>
    public static TraceBuilder Connecting(params TcpOption[] options) => new TraceBuilder()
        .Call("socket", 3).On(3, "connect", -1, entry => entry with { Address = s_peer }, "EINPROGRESS")
        .Out("S", 0, options: options);

    /// <summary>What a capture shows: segments alone.</summary>
    public static TraceBuilder Captured() => new();

    /// <summary>A socket of which nothing is known yet.</summary>
    public static TraceBuilder Socket(int descriptor) => new TraceBuilder().Call("socket", descriptor);

    /// <summary>The socket is closed, and another has its descriptor.</summary>
    public TraceBuilder Again(int descriptor) => On(descriptor, "close", 0).Call("socket", descriptor);

    /// <summary>A call on descriptor 3 begins that sends octets, and opens the connection with them.</summary>
    public TraceBuilder Open(int octets, out CallEntry entry)
    {
        entry = new CallEntry(_time, 0, "sendto")
        {
            Descriptor = 3,
            Length = octets,
            Flags = ["MSG_FASTOPEN"],
            Address = s_peer,
        };
        _events.Add(entry);
        return this;
    }

    /// <summary>A call returns.</summary>
    public TraceBuilder Return(CallEntry entry, long result, string? error = null)
    {
        _events.Add(new CallExit(_time, 0, entry.Name, result, error));
        return this;
    }

    /// <summary>Time passes.</summary>
    public TraceBuilder After(long milliseconds)
    {
        _time += milliseconds * Millisecond;
        return this;
    }

    /// <summary>A segment arrives.</summary>
    public TraceBuilder In(
        string flags, uint sequence, uint acknowledgment = 0, int payload = 0, ushort window = Window,
        params TcpOption[] options) =>
        Add(Passage.In, s_peer, s_judged, flags, sequence, acknowledgment, payload, window, options);

    /// <summary>The latest segment has a codepoint of ECN, and those that are not said to have one have none.</summary>
    public TraceBuilder Coded(EcnCodepoint codepoint)
    {
        _tellsCodepoints = true;
        var latest = (SegmentEvent)_events[^1];
        _events[^1] = latest with { Segment = latest.Segment with { Codepoint = codepoint } };
        return this;
    }

    /// <summary>A segment is sent.</summary>
    public TraceBuilder Out(
        string flags, uint sequence, uint acknowledgment = 0, int payload = 0, ushort window = Window,
        params TcpOption[] options) =>
        Add(Passage.Out, s_judged, s_peer, flags, sequence, acknowledgment, payload, window, options);

    /// <summary>Octets are sent.</summary>
    public TraceBuilder Send(int octets) =>
        On(4, "send", octets, entry => entry with { Length = octets });

    /// <summary>An option is set.</summary>
    public TraceBuilder Set(int descriptor, string option, long value) =>
        On(descriptor, "setsockopt", 0, entry => entry with { Option = option, Value = value });

    /// <summary>A call on a descriptor that returns at once.</summary>
    public TraceBuilder On(
        int descriptor, string name, long result, Func<CallEntry, CallEntry>? entry = null, string? error = null,
        Func<CallExit, CallExit>? exit = null)
    {
        var call = new CallEntry(_time, 0, name) { Descriptor = descriptor };
        var end = new CallExit(_time, 0, name, result, error);
        _events.Add(entry is null ? call : entry(call));
        _events.Add(exit is null ? end : exit(end));
        return this;
    }

    /// <summary>A SYN of somebody else arrives and is answered.</summary>
    public TraceBuilder Other(int port)
    {
        var other = new IPEndPoint(s_peer.Address, port);
        return Add(Passage.In, other, s_judged, "S", 0, 0, 0, Window, [])
            .Add(Passage.Out, s_judged, other, "S.", 0, 1, 0, Window, []);
    }

    /// <summary>The trace ends after a silence; the oracle judges it.</summary>
    public OracleReport Judge(string profile, params EnvironmentEntry[] environment)
    {
        Assert.NotNull(OracleProfile.Find(profile));
        var header = new TraceHeader
        {
            Hosts = [s_judged.Address],
            Profile = profile,
            Environment = [.. environment],
        };
        return RejectionReport.Judge(header, [.. _events, new Silence(_time + (5000 * Millisecond))]);
    }

    /// <summary>The segments alone are judged, as a tap has seen them.</summary>
    public OracleReport JudgeCapture(Vantage vantage)
    {
        var header = new TraceHeader
        {
            Hosts = [s_judged.Address],
            HasCalls = false,
            HasOffload = vantage != Vantage.Endpoint,
            TellsCodepoints = _tellsCodepoints,
            Vantage = vantage,
        };
        return RejectionReport.Judge(header, _events);
    }

    private TraceBuilder Call(string name, long result)
    {
        _events.Add(new CallEntry(_time, 0, name));
        _events.Add(new CallExit(_time, 0, name, result, null));
        return this;
    }

    private TraceBuilder Add(
        Passage passage, IPEndPoint from, IPEndPoint to, string flags, uint sequence, uint acknowledgment, int payload,
        ushort window, TcpOption[] options)
    {
        var bits = flags.Aggregate((ControlBits)0, (all, letter) => all | letter switch
        {
            'S' => ControlBits.Syn,
            'F' => ControlBits.Fin,
            'R' => ControlBits.Rst,
            'P' => ControlBits.Psh,
            'U' => ControlBits.Urg,
            'E' => ControlBits.Ece,
            'W' => ControlBits.Cwr,
            'A' => ControlBits.Ae,
            _ => ControlBits.Ack,
        });
        _events.Add(new SegmentEvent(_time, passage, new TraceSegment(from, to)
        {
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Flags = bits,
            Window = window,
            Payload = payload,
            Options = [.. options],
        }));
        return this;
    }
}
