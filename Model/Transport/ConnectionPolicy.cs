using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// What Linux chooses where the specification leaves it open, for one connection: when to send how much, what to send
/// again, how long timers run, when to acknowledge. It watches the TCB and the segments; it says how far new text may
/// go, what goes again, and when its timers are due. Times are in microseconds.
/// </summary>
internal sealed partial class ConnectionPolicy
{
    private readonly Sender _sender;
    private readonly Rack _rack;
    private readonly WindowReduction _reduction;
    private readonly LossRecovery _recovery;
    private readonly SendTimer _timer;
    private readonly AckProcessor _processor;
    private readonly SendAllowance _allowance;
    private readonly Chronograph _chronograph = new();
    private readonly bool _tellsDuplicates;
    private Repair _repair;
    private SequenceNumber _sentEnd;
    private SequenceNumber _queuedEnd;
    private long _lastSegment;
    private bool _hasArrived;
    private long? _lastOddAnswer;
    private readonly List<SequenceNumber> _records = [];
    private readonly SendBuffers _buffers = new();
    private SequenceNumber _packetEnd;
    private bool _isPacketPushed;
    private int _newSent;
    private bool _isDue;
    private bool _isProbing;
    private bool _rearms;
    private bool _wasFull;
    private int _burst;
    private int _bursts;
    private int _burstLeft;
    private Sent? _burstEnd;
    private int _burstSent;

    /// <summary>Creates the policy of a connection that begins.</summary>
    public ConnectionPolicy(TransportSettings settings, in Tcb tcb)
    {
        _sender = new Sender(settings);
        _rack = new Rack(_sender);
        _reduction = new WindowReduction(_sender);
        var sacks = new SackReader(_sender, _rack);
        _recovery = new LossRecovery(_sender, _rack, _reduction, sacks);
        _timer = new SendTimer(_sender);
        _processor = new AckProcessor(_sender, _rack, sacks, _reduction, _recovery, _timer);
        _allowance = new SendAllowance(_sender);
        Acks = new AckPolicy(settings);
        Acks.SetDialogue(settings.BeginsInDialogue);
        Receive = new ReceiveWindow(settings);
        Compression = new AckCompression(settings);
        Identity = (tcb.Iss, tcb.Local, tcb.Remote);
        _tellsDuplicates = tcb.TellsDuplicates;
        _sentEnd = _queuedEnd = tcb.Iss + 1;
        _buffers.Begin(tcb.Iss + 1);
        Counters.SegmentsIn = tcb.Origin == Origin.Request ? 1 : 0;    // Its SYN (tcp_create_openreq_child).
    }

    /// <summary>What tells the connection from another that uses its place later.</summary>
    public (SequenceNumber Iss, Endpoint Local, Endpoint Remote) Identity { get; }

    /// <summary>What the sender knows.</summary>
    public Sender Sender => _sender;

    /// <summary>When text is acknowledged.</summary>
    public AckPolicy Acks { get; }

    /// <summary>When acknowledgments of text out of order wait.</summary>
    public AckCompression Compression { get; }

    /// <summary>The window that is told.</summary>
    public ReceiveWindow Receive { get; }

    /// <summary>What is counted.</summary>
    public TransportCounters Counters { get; } = new();

    /// <summary>What held the sender back, and how long.</summary>
    public Chronograph Chronograph => _chronograph;

    /// <summary>Whether a call sleeps that has text to send once the connection is up (sk_write_pending).</summary>
    public bool IsWritePending { get; set; }

    /// <summary>What the segment in hand says of congestion.</summary>
    public CongestionMarks Marks { get; set; }

    /// <summary>When a timer of its own is due, if one is set.</summary>
    public long? OwnDeadline => _sender.Pacer.Deadline < (OwnTimer ?? long.MaxValue)
        ? _sender.Pacer.Deadline
        : OwnTimer;

    private long? OwnTimer => _timer.Kind is SendTimerKind.TailProbe or SendTimerKind.Reordering
        ? _timer.Deadline
        : null;

    /// <summary>Whether what is to be done after an event is not done yet.</summary>
    public bool IsDue => _isDue;

    /// <summary>
    /// Whether new text may be sent; not when the time for overtaking is over, which only repairs
    /// (tcp_rack_reo_timeout).
    /// </summary>
    public bool SendsNew => _isDue && !_rearms;

    /// <summary>Whether new text is to show that a time-out was spurious: it waits for no company (tcp_xmit_recovery).
    /// </summary>
    public bool TestsWithNew => _repair == Repair.NewFirst;

    /// <summary>Whether a probe of the tail is under way.</summary>
    public bool IsProbing => _isProbing;

    /// <summary>Whether it says when a timer of the connection is due.</summary>
    public static bool Governs(TcpTimer timer) =>
        timer is TcpTimer.Retransmission or TcpTimer.Persist or TcpTimer.DelayedAck;

    /// <summary>When an armed timer of the connection is due; <see langword="null"/> for not now.</summary>
    public long? DeadlineOf(TcpTimer timer) => timer switch
    {
        TcpTimer.Retransmission => _timer.Kind == SendTimerKind.Retransmission ? _timer.Deadline : null,
        TcpTimer.Persist => _timer.Kind == SendTimerKind.WindowProbe ? _timer.Deadline : null,
        _ when Acks.IsAnswered && Compression.Due is null => null,
        _ => Acks.Due is { } due && !(Compression.Due < due) ? due : Compression.Due ?? 0,
    };

    /// <summary>Takes note of where the connection stands.</summary>
    public void Look(in Tcb tcb, long now)
    {
        _sender.Now = now;
        _sender.StampClock = TransportClock.StampAt(now);
        _sender.Edges = EdgesOf(in tcb);
        if (tcb.SndEnd > _queuedEnd)
        {
            _queuedEnd = tcb.SndEnd;
            _chronograph.Start(Limit.Busy, now);
            _isDue = true;
        }
    }

    /// <summary>Whether what does not fill a segment waits until something else happens (MSG_MORE).</summary>
    public bool HoldsRest { get; set; }

    /// <summary>Whether urgent text is being queued: none of it goes before all of it is there.</summary>
    public bool QueuesUrgent { get; set; }

    /// <summary>
    /// With how many octets, less than a full segment, a burst goes on to the end of its buffer or of the peer's window
    /// (tcp_mss_split_point).
    /// </summary>
    public int RestOfBurst(in Tcb tcb, in WriteQueue queue)
    {
        var room = _sender.Edges.WindowEnd - tcb.SndNxt;
        var rest = Math.Min(room, queue.EndOf(tcb.SndNxt + 1) - tcb.SndNxt);
        return _burstSent > 0 && _burstLeft > 0 && rest > 0 && rest < Math.Min(tcb.Unsent, tcb.SndMss)
            && _sender.Board.InFlight < _sender.Window.Size && !tcb.Corked && !HoldsRest && !_sender.Edges.IsUrgent
            && !(tcb.Nagle && tcb.SndSmall > tcb.SndUna)
            ? rest
            : 0;
    }

    /// <summary>
    /// Whether the last segment that was sent ends a burst of several, which is pushed (__tcp_transmit_skb).
    /// </summary>
    public bool EndBurst()
    {
        var isPushed = _burstSent > 1 && _burstLeft > 0;
        _burstSent = _burstLeft = 0;
        return isPushed;
    }

    /// <summary>What is to be sent again next, if anything (tcp_xmit_retransmit_queue).</summary>
    public Sent? NextResend()
    {
        if (_repair != Repair.Lost)
        {
            return null;
        }

        var board = _sender.Board;
        if (board.InFlight < _sender.Window.Size && board.Resent < board.Lost)
        {
            foreach (var sent in board.Stream)
            {
                if (sent.IsLost && !sent.IsSacked && !sent.IsResent)
                {
                    if (IsHeldByPace(sent))
                    {
                        return null;
                    }

                    if (sent.Start < _sender.Edges.WindowEnd || sent.Start <= _sender.Edges.Una)
                    {
                        board.Cut(sent, _sender.Edges);
                        BeginBurstAgain(sent);
                        return sent;
                    }

                    break;
                }
            }
        }

        _repair = Repair.None;
        return null;
    }

    /// <summary>
    /// What was sent as a burst and is lost goes again as one, as far as the window lets it: its end is pushed.
    /// </summary>
    private void BeginBurstAgain(Sent first)
    {
        if (first.Burst == _burst && _burstLeft > 0)
        {
            return;
        }

        var before = first.Burst;
        _burst = ++_bursts;
        var (last, count) = (first, 0);
        var most = _allowance.NextBurstAgain();
        for (Sent? next = first; next is { IsLost: true, IsSacked: false, IsResent: false }
            && next.Burst == before && count < most; next = _sender.Board.After(next))
        {
            next.Burst = _burst;
            (last, count) = (next, count + 1);
        }

        _burstEnd = count > 1 ? last : null;
        _burstLeft = count;
    }

    /// <summary>
    /// Where text ends that goes again: no further than the peer's window lets it, unless that is shut altogether
    /// (__tcp_retransmit_skb).
    /// </summary>
    public static SequenceNumber EndAgain(in Tcb tcb, SequenceNumber start, SequenceNumber end)
    {
        var edge = tcb.SndUna + tcb.SndWnd;
        return start < edge && edge < end ? edge : end;
    }

    /// <summary>Whether a segment that goes again is pushed: it was, or it ends a burst of several.</summary>
    public bool PushesAgain(Sent sent) => sent.IsPushed || sent == _burstEnd;

    /// <summary>The connection is over: nothing is waited for any more.</summary>
    public void Stop()
    {
        _timer.Clear();
        _isDue = false;
    }

    /// <summary>
    /// Whether the user has read and an acknowledgment that waited, or a window that has opened, is to be told
    /// (tcp_cleanup_rbuf).
    /// </summary>
    public bool AcknowledgesNow(ref Tcb tcb, in Socket socket)
    {
        if (!IsUp(tcb.State))
        {
            return false;
        }

        Receive.Follow(in socket);
        var hasRead = Receive.NoteRead(in tcb, _lastSegment);
        Receive.Apply(ref tcb, in tcb, Acks.PeerSegment);
        return hasRead && ((tcb.Timers.Contains(TcpTimer.DelayedAck)
                && Acks.GoesAfterReading(Receive.Taken == 0, tcb.RcvNxt - tcb.RcvTold))
            || Receive.Reopens(in tcb, Acks.PeerSegment));
    }

    /// <summary>Nothing can be sent again now.</summary>
    public void GiveUpRepair() => _repair = Repair.None;

    /// <summary>How far new text may go; no segment runs past the end of a record.</summary>
    public SequenceNumber LimitOf(in Tcb tcb)
    {
        if (IsFastChild(in tcb) && _sender.State == RecoveryState.Loss)
        {
            return tcb.SndNxt;                                         // Nothing goes before the handshake ends.
        }

        var limit = _allowance.End(tcb.SndWnd);
        limit = _buffers.PushedEnd is { } pushed ? SequenceNumber.Later(limit, pushed) : limit;
        var next = tcb.SndNxt;
        _records.RemoveAll(each => each <= next);
        limit = _records is [var first, ..] && first < limit ? first : limit;
        limit = ShortEnd(in tcb) is { } packet && packet < limit ? packet : limit;
        return _sender.Pacer.IsOn && limit > next ? PacedLimit(limit) : limit;
    }

    /// <summary>A record of the user ends: what follows lies in a buffer of its own (MSG_EOR).</summary>
    public void EndRecord(SequenceNumber end)
    {
        _records.Add(end);
        _buffers.EndRecord(end);
    }

    /// <summary>Whether a record ends at a number, and its last segment waits for nothing behind it.</summary>
    public bool EndsRecord(in Tcb tcb, SequenceNumber number) =>
        tcb.SndNxt < number && number < tcb.SndEnd
        && (_records.Contains(number) || ShortEnd(in tcb) == number);

    private SequenceNumber? ShortEnd(in Tcb tcb) => _buffers.ShortEnd(tcb.SndNxt, Bounds);

    /// <summary>
    /// All that could be sent was: judges how the window is used, and sets the timer (the end of tcp_write_xmit).
    /// </summary>
    /// <returns>Whether there is something to send again after all.</returns>
    public bool EndTurn(in Socket socket)
    {
        if (_repair == Repair.NewFirst)
        {
            _repair = Repair.None;
            if (_sender.Edges.Next <= _sender.RecoveryEnd)
            {
                _recovery.EndTest();
                _repair = Repair.Lost;
                return true;
            }
        }

        _isDue = false;
        SettleBuffers(in socket.Tcb);
        if (_newSent > 0 || _hasArrived)
        {
            _hasArrived = false;
            _buffers.GrowBlocked(Bounds);
        }

        NoteRoom(socket.NoSpace);
        if (_rearms)
        {
            _rearms = false;
            if (_timer.Kind != SendTimerKind.Retransmission)
            {
                _timer.RearmRetransmission();
            }
        }
        else
        {
            JudgeUse(socket.NoSpace);
        }

        if (_newSent > 0 && !IsFastChild(in socket.Tcb))               // It waits for the handshake to end.
        {
            _timer.TryProbeTail(isAdvancing: false);
        }
        else if (_sender.Edges.HasUnsent && IsUp(socket.Tcb.State))
        {
            _timer.ProbeWindowIfIdle();
        }

        _newSent = 0;
        return false;
    }

    /// <summary>
    /// The user is about to send: the window falls back if nothing was sent for long, and what is on the way says
    /// nothing of the network if it is little (tcp_slow_start_after_idle_check, tcp_rate_check_app_limited).
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="octets">How much.</param>
    /// <param name="now">The time.</param>
    public void BeforeSend(ref Tcb tcb, int octets, long now)
    {
        if (!IsUp(tcb.State) && !IsFastChild(in tcb))
        {
            return;
        }

        Look(in tcb, now);
        SettleBuffers(in tcb);
        var board = _sender.Board;
        if (tcb.Unsent < tcb.SndMss && board.InFlight < _sender.Window.Size && board.Lost <= board.Resent)
        {
            _sender.Rate.NoteUserLimit(board.InFlight);
        }

        var idle = now - Counters.LastTextSent;
        if (_sender.Settings.RestartsAfterIdle && IsUp(tcb.State) && board.Count == 0 && idle > _sender.Rtt.Timeout)
        {
            _sender.Window.Restart(
                idle, _sender.Rtt.Timeout, _sender.Settings.InitialWindow, _sender.IsReducing, now);
        }

        _buffers.Write(octets, HoldsRest, QueuesUrgent, Bounds);
        _sender.Edges = _sender.Edges with { End = tcb.SndEnd + octets };
        tcb.HasSndLimit = true;
        tcb.SndLimit = LimitOf(in tcb);
        tcb.SndBurst = (ushort)_allowance.BurstMost;
    }

    /// <summary>Whether the window is used, and what holds the sender back if it is not (tcp_cwnd_validate).</summary>
    /// <param name="isFull">Whether the user has found no room in the send buffer.</param>
    private void JudgeUse(bool isFull)
    {
        var edges = _sender.Edges;
        if (_newSent == 0 && !edges.HasUnsent)
        {
            return;
        }

        var isUsedUp = _sender.Board.InFlight >= _sender.Window.Size || _allowance.IsDeferred;
        if ((_newSent > 0 || isUsedUp) && !_sender.Window.NoteUse(
            isUsedUp, _sender.Board.Count, edges.Una, edges.Next, _sender.Now))
        {
            if (_sender.Settings.RestartsAfterIdle && _sender.State == RecoveryState.Open
                && _sender.Now - _sender.Window.Stamp >= _sender.Rtt.Timeout)
            {
                _sender.Window.ShrinkToUse(_sender.Settings.InitialWindow, _sender.Now);
            }

            if (isFull && !edges.HasUnsent)
            {
                _chronograph.Start(Limit.SendBuffer, _sender.Now);
            }
        }

        NotePeerWindow(in edges, isUsedUp);
    }

    private void NotePeerWindow(in StreamEdges edges, bool isUsedUp)
    {
        var next = Math.Min(edges.End - edges.Next, edges.SegmentSize);
        if (edges.HasUnsent && !isUsedUp && edges.WindowEnd - edges.Next < next)
        {
            _chronograph.Start(Limit.PeerWindow, _sender.Now);
        }
        else
        {
            _chronograph.Stop(Limit.PeerWindow, IsIdle, _sender.Now);
        }
    }

    /// <summary>The user has room in the send buffer again (tcp_check_space).</summary>
    private void NoteRoom(bool isFull)
    {
        if (_wasFull && !isFull)
        {
            _chronograph.Stop(Limit.SendBuffer, IsIdle, _sender.Now);
        }

        _wasFull = isFull;
    }

    private bool IsIdle => _sender.Board.Count == 0 && !_sender.Edges.HasUnsent;

    private static bool IsUp(TcpState state) =>
        state is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);

    /// <summary>Whether a SYN has opened it whose handshake goes on.</summary>
    private static bool IsFastChild(in Tcb tcb) =>
        tcb is { IsFastOpen: true, Origin: Origin.Child, State: TcpState.SynReceived };

    private static StreamEdges EdgesOf(in Tcb tcb) => new()
    {
        Una = tcb.SndUna,
        Next = tcb.SndNxt,
        End = tcb.SndEnd,
        WindowEnd = tcb.SndUna + tcb.SndWnd,
        WindowMost = tcb.SndWndMost,
        SegmentSize = tcb.SndMss,
        BlockOctets = Connection.BlockOctets(in tcb),
        HasSack = (tcb.Agreed & OptionKinds.SackPermitted) != 0,
        EndsWithFin = tcb.FinQueued,
        IsUrgent = tcb.HasSndUp && tcb.SndUp > tcb.SndUna,
    };
}
