using System.Net;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>
/// A session that the specification admits, as a trace: two ends of a connection with policies of their own, users who
/// do as a seed says, and a network between them. The first end is the one that is judged.
/// </summary>
internal sealed class LawfulSession
{
    private const long Second = 1_000_000_000;
    private const long SilenceLeast = 5 * Second;
    private const long TimeoutMost = 64 * Second;
    private const long OrphanTime = 60 * Second;
    private const long IdleTime = 30 * Second;
    private const long ProbeInterval = 75 * Second;
    private const int StepsMost = 120;
    private const int Listener = 3;
    private const int Descriptor = 4;
    private const int Thread = 7;
    private const int SeedStep = 1_000_003;

    private static readonly Endpoint s_judged = new(1, 40_000);
    private static readonly Endpoint s_peer = new(2, 80);

    private readonly Random _random;
    private readonly SessionEnd _judged;
    private readonly SessionEnd _peer;
    private readonly SessionNetwork _network;
    private readonly bool _isActive;
    private readonly bool _crosses;
    private readonly bool _keepsAlive;
    private readonly List<TraceEvent> _events = [];
    private bool _isOpen;
    private bool _isShut;
    private bool _isClosed;
    private bool _peerIsShut;
    private long _time;
    private long _arrived;
    private long _expired = -1;

    private int Socket => _isActive ? Listener : Descriptor;

    private LawfulSession(int seed, Deviations deviations, bool crosses)
    {
        _random = new Random(seed);
        _isActive = _random.Next(2) == 0 || crosses;
        _crosses = crosses;
        _keepsAlive = _random.Next(6) == 0;
        var ofMarks = new Random(unchecked((seed + 1) * SeedStep));    // Near seeds make near numbers.
        _judged = new SessionEnd(_random, ofMarks, s_judged, deviations);
        _peer = new SessionEnd(_random, ofMarks, s_peer, deviations);
        _network = new SessionNetwork(_random, ofMarks);
    }

    /// <summary>What the trace shows.</summary>
    public static TraceHeader Header { get; } = new()
    {
        Vantage = Vantage.Endpoint,
        TellsCodepoints = true,
        Hosts = [AddressOf(s_judged).Address],
    };

    /// <summary>The session of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="deviations">How its ends read the text.</param>
    /// <param name="crosses">Whether both ends open it, so that their SYNs cross.</param>
    public static IReadOnlyList<TraceEvent> Make(
        int seed, Deviations deviations = Deviations.ShrinkingIsDistrusted | Deviations.ResetAtHeldEdgeCounts
            | Deviations.AcknowledgmentsKeepToWindow | Deviations.CrossedSynOffersAgain | Deviations.Checked,
        bool crosses = false)
    {
        var session = new LawfulSession(seed, deviations, crosses);
        session.Run();
        session.Watch();
        return session._events;
    }

    private void Run()
    {
        Open();
        for (var step = 0; step < StepsMost; step++)
        {
            FinishOpening();
            if (_isOpen && _random.Next(3) > 0)
            {
                Act();
            }

            if (!Pass())
            {
                return;
            }
        }

        Pass();
    }

    /// <summary>The trace goes on for a while after everything that is owed has been sent.</summary>
    private void Watch()
    {
        if (_judged.Tcb.Owed.IsEmpty)
        {
            _events.Add(new Silence(_time + SilenceLeast));
        }
    }

    private void Open()
    {
        Call("socket", Listener);
        if (_isActive)
        {
            OpenPeer();
            _events.Add(Entry("connect", Listener) with { Address = AddressOf(s_peer) });
            Connection.Fire(ref _judged.Tcb, new ActiveOpen(s_judged, s_peer, InitialSequence()));
        }
        else
        {
            _events.Add(Entry("bind", Listener) with { Address = AddressOf(s_judged) });
            _events.Add(Exit("bind", 0));
            Call("listen", 0, Listener);
            _judged.Listens = true;
            Connection.Fire(ref _judged.Tcb, new PassiveOpen(s_judged, InitialSequence()));
            Connection.Fire(ref _peer.Tcb, new ActiveOpen(s_peer, s_judged, InitialSequence()));
        }

        SendAll();
    }

    private void OpenPeer()
    {
        _peer.Listens = !_crosses;
        if (_crosses)
        {
            Connection.Fire(ref _peer.Tcb, new ActiveOpen(s_peer, s_judged, InitialSequence()));
            return;
        }

        Connection.Fire(ref _peer.Tcb, new PassiveOpen(s_peer, InitialSequence()));
    }

    /// <summary>connect returns, or accept is called, once the handshake is complete.</summary>
    private void FinishOpening()
    {
        ref readonly var tcb = ref _judged.Tcb;
        var isUp = tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);
        if (_isOpen || !isUp || (!_isActive && tcb.Origin != Origin.Child))
        {
            return;
        }

        _isOpen = true;
        if (_isActive)
        {
            _events.Add(Exit("connect", 0));
        }
        else
        {
            _events.Add(Entry("accept", Listener));
            _events.Add(Exit("accept", Descriptor) with { Address = AddressOf(s_peer) });
        }

        if (_keepsAlive)
        {
            SetOption("TCP_KEEPIDLE", IdleTime / Second);
            SetOption("SO_KEEPALIVE", 1);
            _judged.Tcb.Timers.Add(TcpTimer.KeepAlive);
        }
    }

    private void SetOption(string name, long value)
    {
        _events.Add(Entry("setsockopt", Socket) with { Option = name, Value = value });
        _events.Add(Exit("setsockopt", 0));
    }

    /// <summary>The users of both ends do something.</summary>
    private void Act()
    {
        switch (_random.Next(12))
        {
            case < 3 when CanSend(in _judged.Tcb) && !_isShut:
                Send(_random.Next(1, 3000));
                break;
            case < 6 when !_isClosed:
                Receive(_random.Next(1, 4000));
                break;
            case 6 when CanSend(in _judged.Tcb) && !_isShut:
                Shut();
                break;
            case 7 when !_isClosed && _random.Next(4) == 0:
                Close();
                break;
            case 8 when CanSend(in _peer.Tcb) && !_peerIsShut && _random.Next(3) == 0:
                _peerIsShut = true;
                _peer.Tcb.Shutdown |= ShutdownDirections.Send;
                Connection.Fire(ref _peer.Tcb, default(Close));
                break;
            case 9 when _random.Next(12) == 0:
                Connection.Fire(ref _peer.Tcb, default(Abort));
                break;
            case 10 when CanSend(in _peer.Tcb) && !_peerIsShut:
                Connection.Fire(ref _peer.Tcb, new SendData(_random.Next(1, 3000), false));
                break;
            case > 8 when _peer.Tcb.Unread > 0:
                Connection.Fire(ref _peer.Tcb, new ReadData(_random.Next(1, _peer.Tcb.Unread + 1)));
                break;
        }

        SendAll();
    }

    private void Send(int octets)
    {
        _events.Add(Entry("send", Socket) with { Length = octets });
        Connection.Fire(ref _judged.Tcb, new SendData(octets, false));
        MaybeSendAll();
        _events.Add(Exit("send", octets));
    }

    private void Receive(int most)
    {
        ref var tcb = ref _judged.Tcb;
        var unread = tcb.Unread;
        _events.Add(Entry("recv", Socket) with { Length = most });
        if (unread > 0)
        {
            var octets = Math.Min(unread, most);
            Connection.Fire(ref tcb, new ReadData(octets));
            MaybeSendAll();
            _events.Add(Exit("recv", octets));
        }
        else if (tcb.FinReceived)
        {
            tcb.Copied = tcb.RcvNxt;
            _events.Add(Exit("recv", 0));
        }
        else if (tcb.Error != Errno.None)
        {
            _events.Add(Exit("recv", -1, $"{tcb.Error}"));
            tcb.Error = Errno.None;
        }
        else
        {
            _events.Add(Exit("recv", -1, tcb.State == TcpState.Closed ? "ENOTCONN" : "EAGAIN"));
        }
    }

    private void Shut()
    {
        _isShut = true;
        _events.Add(Entry("shutdown", Socket) with { How = "SHUT_WR" });
        CallEffects.Shut(ref _judged.Tcb, ShutdownDirections.Send);
        MaybeSendAll();
        _events.Add(Exit("shutdown", 0));
    }

    private void Close()
    {
        _isShut = _isClosed = true;
        _events.Add(Entry("close", Socket));
        CallEffects.Close(ref _judged.Tcb, isReset: false);
        MaybeSendAll();
        _events.Add(Exit("close", 0));
    }

    /// <summary>Time passes until the next segment arrives, or the next timer expires.</summary>
    /// <returns>Whether anything can still happen.</returns>
    private bool Pass()
    {
        var due = Math.Min(_network.Next ?? long.MaxValue, Math.Min(_judged.AckDue, _peer.AckDue));
        if (due == long.MaxValue)
        {
            return Expire(_judged) | Expire(_peer);
        }

        _time = Math.Max(_time, due);
        if (_network.Next <= _time)
        {
            var (segment, marks) = _network.Take();
            Deliver(segment, marks);
        }

        SendAll();
        return true;
    }

    /// <summary>
    /// A late SYN for a listener would begin another session, and what finds no place out of order is forgotten; both
    /// are lost on the way instead.
    /// </summary>
    private void Deliver(Segment segment, CongestionMarks marks)
    {
        var end = segment.Destination == s_judged ? _judged : _peer;
        if ((segment.Has(SegmentFlags.Syn) && end is { Listens: true, Tcb.State: TcpState.Closed })
            || (end.Tcb.Held.IsFull && segment.Sequence > end.Tcb.RcvNxt))
        {
            return;
        }

        if (segment.Destination == s_judged)
        {
            _events.Add(new SegmentEvent(_time, Passage.In, ToTrace(in segment, marks)));
            _judged.Take(in segment, marks, _time);
            _arrived = _time;
            _expired = -1;
        }
        else
        {
            _peer.Take(in segment, marks, _time);
        }
    }

    private bool Expire(SessionEnd end)
    {
        var armed = end.Tcb.Timers.First;
        if (armed < 0 || (TcpTimer)armed == TcpTimer.TimeWait)
        {
            return _isOpen && _random.Next(4) > 0;
        }

        _time += end == _judged ? Patience((TcpTimer)armed) : Second;
        _expired = end == _judged ? _time : _expired;
        Connection.Expire(ref end.Tcb, (TcpTimer)armed);
        SendAll();
        return true;
    }

    /// <summary>How long a timer of the judged end runs: each time-out without an answer is longer.</summary>
    private long Patience(TcpTimer timer) => timer switch
    {
        TcpTimer.FinWait2 => OrphanTime,
        TcpTimer.KeepAlive => _expired < 0 ? IdleTime : ProbeInterval,
        _ => _expired < 0 ? Second : Math.Min(2 * (_time - _arrived), TimeoutMost),
    };

    private void MaybeSendAll()
    {
        if (_random.Next(2) == 0)
        {
            SendAll();
        }
    }

    private void SendAll()
    {
        foreach (var (segment, marks) in _judged.Send(_time))
        {
            _events.Add(new SegmentEvent(_time, Passage.Out, ToTrace(in segment, marks)));
            _network.Send(in segment, marks, _time);
        }

        foreach (var (segment, marks) in _peer.Send(_time))
        {
            _network.Send(in segment, marks, _time);
        }
    }

    /// <summary>Near 0, 2^31 and 2^32, where arithmetic goes wrong if it ever does.</summary>
    private SequenceNumber InitialSequence() =>
        new(unchecked((uint)(_random.Next(4) << 30) - (uint)_random.Next(3000)));

    private void Call(string name, long result, int? descriptor = null)
    {
        _events.Add(Entry(name, descriptor));
        _events.Add(Exit(name, result));
    }

    private CallEntry Entry(string name, int? descriptor) => new(_time, Thread, name) { Descriptor = descriptor };

    private CallExit Exit(string name, long result, string? error = null) => new(_time, Thread, name, result, error);

    private static bool CanSend(in Tcb tcb) => tcb.State is TcpState.Established or TcpState.CloseWait;

    private static IPEndPoint AddressOf(Endpoint end) => new(IPAddress.Parse($"192.0.2.{end.Host}"), end.Port);

    private static TraceSegment ToTrace(in Segment segment, CongestionMarks marks) =>
        new(AddressOf(segment.Source), AddressOf(segment.Destination))
        {
            Sequence = segment.Sequence.Value,
            Acknowledgment = segment.Acknowledgment.Value,
            Flags = (ControlBits)segment.Flags | (ControlBits)(marks.Ace * (int)ControlBits.Ece),
            Window = (ushort)segment.Window,
            Urgent = segment.UrgentPointer,
            Payload = segment.Payload,
            Codepoint = marks.Codepoint,
            Options = ModelTcpOptions.ToWire(in segment.Options, marks.Option)?.List ?? [],
        };
}
