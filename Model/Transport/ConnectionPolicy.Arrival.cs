using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Segments that arrive.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>Segments with less text do not make the window grow (tcp_event_data_recv).</summary>
    private const int GrowthLeast = 128;

    // The segment in hand was answered before it was taken, by an acknowledgment that waited.
    private bool _hasAnswered;

    /// <summary>
    /// A segment is about to be taken by the connection. All choices that depend on it are made before, since the
    /// connection answers at once.
    /// </summary>
    /// <param name="tcb">The connection, which keeps what is chosen.</param>
    /// <param name="after">The connection as the segment will leave it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="isAcceptable">Whether its acknowledgment and text count.</param>
    /// <param name="now">The time.</param>
    public void BeforeSegment(ref Tcb tcb, in Tcb after, in Segment segment, bool isAcceptable, long now)
    {
        Look(in after, now);
        _isInTimeWait = tcb.State == TcpState.TimeWait;
        SettleBuffers(in tcb);
        HoldsRest = false;
        tcb.TellsDuplicates = _tellsDuplicates;
        _lastSegment = now;
        _isDue = _hasArrived = true;
        var hasStamp = (after.Agreed & OptionKinds.TimeStamps) != 0 && segment.Options.Has(OptionKinds.TimeStamps);
        _sender.Echo = hasStamp && segment.Options.StampEcho != 0 ? segment.Options.StampEcho : null;
        if (!_isInTimeWait && (tcb.Origin != Origin.Request || after.State != TcpState.SynReceived))
        {
            Counters.SegmentsIn++;
            Counters.TextSegmentsIn += segment.Payload > 0 ? 1 : 0;
        }

        if (tcb.State is TcpState.SynSent or TcpState.SynReceived)
        {
            if (!IsUp(after.State))
            {
                return;
            }

            EndHandshake(ref tcb, in after, in segment, now);
        }

        if (isAcceptable || tcb.State is TcpState.SynSent)
        {
            NoteMarks(in tcb, in after, in segment);
            TakeAck(in tcb, in after, in segment);
            TakeText(ref tcb, in after, in segment);
            if (tcb.State == TcpState.SynReceived && (OpenedFast || _timer.Kind == SendTimerKind.None))
            {
                _timer.RearmRetransmission();        // What was sent before (tcp_rcv_synrecv_state_fastopen).
            }
        }
        else if (segment.Payload > 0 && segment.Sequence < tcb.RcvNxt && IsUp(tcb.State)
            && Connection.OnlyAnswers(in tcb, in segment, out var isChallenge) && !isChallenge)
        {
            Acks.EnterQuick(ReceiveWindow.ToldOf(in tcb));             // The peer misses them (tcp_send_dupack).
        }

        SettleOffer(ref tcb, in after, isAcceptable);

        tcb.HasSndLimit = true;
        tcb.SndLimit = NextResend() is null && !MayProbePath(in after) ? LimitOf(in after) : tcb.SndNxt;
        tcb.SndBurst = (ushort)_allowance.BurstMost;
    }

    /// <summary>
    /// What is out of place is answered by the window as it is; the mini record of a connection tells the one that it
    /// began with (tcp_time_wait).
    /// </summary>
    private void SettleOffer(ref Tcb tcb, in Tcb after, bool isAcceptable)
    {
        if (tcb.Orphan && tcb.State == TcpState.FinWait2)
        {
            (tcb.HasRcvOffer, tcb.RcvOffer) = (true, tcb.RcvWnd);
        }
        else if (!isAcceptable && IsUp(tcb.State) && tcb.State != TcpState.TimeWait)
        {
            Receive.Apply(ref tcb, in after, Acks.PeerSegment);
        }
    }

    /// <summary>
    /// Whether there is no memory for the text of a segment. What was expected is answered, by a window that is shut,
    /// and what is out of order is forgotten in silence (tcp_data_queue, tcp_data_queue_ofo).
    /// </summary>
    public bool LacksMemory(ref Tcb tcb, in Segment segment)
    {
        Receive.ForgetPrediction();
        if (segment.Payload == 0 || !IsUp(tcb.State) || tcb.RcvWnd == 0 || segment.TextEnd <= tcb.RcvNxt
            || segment.Sequence >= tcb.RcvNxt + tcb.RcvWnd || !Connection.Takes(in tcb, in segment))
        {
            return false;
        }

        var hasMemory = Receive.FindMemory(ref tcb, in segment);
        if (Receive.WasShort)
        {
            Acks.EndQuick();
        }

        if (hasMemory)
        {
            return false;
        }

        Counters.TextSegmentsIn++;
        if (segment.Sequence <= tcb.RcvNxt)
        {
            (tcb.RcvWnd, tcb.RcvOffer, tcb.HasRcvOffer) = (0, 0, true);
            tcb.Owed.Add(TcpOutput.Ack);
        }

        return true;
    }

    /// <summary>
    /// Whether a segment is dropped, since it would only be answered and another such was answered just now
    /// (tcp_oow_rate_limited), or since the host has sent as many challenges as it may (tcp_send_challenge_ack). Text
    /// is no part of a loop of acknowledgments.
    /// </summary>
    public bool Drops(in Tcb tcb, in Segment segment, ChallengeRation challenges, long now)
    {
        if (!Connection.OnlyAnswers(in tcb, in segment, out var isChallenge)
            || (!isChallenge && segment.Length > 0 && !segment.Has(SegmentFlags.Syn)))
        {
            return false;
        }

        if (_lastOddAnswer is { } last && now - last < _sender.Settings.OddAnswerInterval)
        {
            return true;
        }

        _lastOddAnswer = now;
        return isChallenge && !challenges.TryTake(_sender.Settings.ChallengesMost, now);
    }

    /// <summary>
    /// Whether a segment for a request returns a stamp that no SYN,ACK had, so that it is none of this handshake: it is
    /// answered, now and then, and does not count (tcp_check_req, from Linux 6.15).
    /// </summary>
    public bool ReturnsOddStamp(in Tcb tcb, in Segment segment) =>
        tcb is { State: TcpState.SynReceived, Origin: Origin.Request, IsFastOpen: false }
        && (tcb.Agreed & OptionKinds.TimeStamps) != 0 && segment.Options.Has(OptionKinds.TimeStamps)
        && segment.Options.StampEcho != 0 && !segment.Has(SegmentFlags.Syn)
        && segment.Options.StampEcho - _synStamps.First > _synStamps.Last - _synStamps.First;

    /// <summary>Whether what is out of place is answered, since no other such was just now (tcp_oow_rate_limited).
    /// </summary>
    public bool AnswersOdd(in Segment segment, long now)
    {
        var answers = !segment.Has(SegmentFlags.Rst)
            && !(_lastOddAnswer is { } last && now - last < _sender.Settings.OddAnswerInterval);
        _lastOddAnswer = answers ? now : _lastOddAnswer;
        return answers;
    }

    /// <summary>A segment ends the handshake.</summary>
    private void EndHandshake(ref Tcb tcb, in Tcb after, in Segment segment, long now)
    {
        if (segment.Has(SegmentFlags.Syn))
        {
            _sender.Ecn.TakeSyn(in segment, Marks, now);
        }
        else
        {
            _sender.Ecn.TakeLastOfHandshake(in segment, Marks);
        }

        PeerSize = segment.Has(SegmentFlags.Syn) ? Connection.SizeTold(in segment, tcb.DefaultMss) : PeerSize;
        BeginSize(in after, isActive: tcb.State == TcpState.SynSent);
        var goesAgain = SettleTextOfSyn(in after);
        if (tcb.State == TcpState.SynSent && after.RcvNxt > after.Irs + 1)
        {
            NoteTextOfAnswer(in after);
        }

        tcb.RcvWnd = BeginConnection(in tcb, in after, now);
        Receive.Apply(ref tcb, in after, Acks.PeerSegment);
        tcb.DelaysAcks = tcb.State == TcpState.SynSent && !goesAgain && AwaitsText(in tcb);
        if (tcb.DelaysAcks)
        {
            Acks.WaitAfterHandshake(tcb.RcvWnd, now);
        }
    }

    /// <summary>
    /// The handshake is over (tcp_finish_connect, the part of tcp_rcv_state_process for TCP_SYN_RECV).
    /// </summary>
    /// <returns>The window that is open to the peer.</returns>
    private int BeginConnection(in Tcb before, in Tcb after, long now)
    {
        _lastOddAnswer = null;
        if (_synsSent == 1)
        {
            _processor.NoteRtt(now - _synTime, now - _synTime, mayBeDelayed: false);
        }
        else if (_sender.Echo is { } echo)
        {
            var rtt = Math.Max(unchecked((int)(_sender.StampClock - echo)), 1) * 1000L;
            _processor.NoteRtt(rtt, rtt, mayBeDelayed: false);
        }

        _sender.Rtt.EndHandshake();
        (_sender.Timeouts, _sender.BackOffs) = (0, 0);
        if (OpenedFast)
        {
            ResumeFastOpen();
        }
        else
        {
            BeginWindow(in after, now);
        }

        _sender.Rate.Delivered += before is { Origin: Origin.Active, State: TcpState.SynReceived } ? 2 : 1;
        _timer.Clear();
        EndHandshakeRecovery(isRequest: before.Origin == Origin.Request && !before.IsFastOpen, now);
        Counters.LastTextSent = now;
        Counters.Acknowledged += before.Origin == Origin.Active ? 1 : 0;
        Acks.Begin(ReceiveWindow.SegmentOf(in after), _sender.Size.TextOctets(after.SndWndMost), after.RcvWnd, now);
        return Receive.Begin(in after, now, OpenedFast);
    }

    private void BeginWindow(in Tcb after, long now)
    {
        var manyLost = _synsSent > 2 && !WasSynEchoed();
        _sender.Window.Size = manyLost ? 1 : _sender.Settings.InitialWindow;
        _sender.Window.Threshold = CongestionWindow.Infinite;
        _sender.Window.Stamp = now;
        _sender.Window.Begin(after.SndNxt);
        // Without SACK a loss is over when something beyond it is acknowledged (tcp_try_undo_recovery).
        var isHeld = after.Origin == Origin.Active && _synsSent > 1 && !_sender.Edges.HasSack && !WasSynEchoed();
        _sender.State = isHeld ? RecoveryState.Loss : RecoveryState.Open;
        _sender.RecoveryEnd = after.SndUna;
        (_sender.UndoMark, _sender.FirstResent) = (null, null);
        _sender.Control.Reset(now, after.SndNxt);
    }

    /// <summary>
    /// What the peer did not take of the text of a SYN goes on its own, as if it were written now
    /// (tcp_rcv_fastopen_synack).
    /// </summary>
    /// <returns>Whether there is such.</returns>
    private bool SettleTextOfSyn(in Tcb after)
    {
        var lost = _synText - (after.SndUna - after.Iss - 1);
        if (lost > 0)
        {
            FastOpenFailure = _sender.TotalResent > 0 ? FastOpenFailure.SynResent : FastOpenFailure.TextLost;
            _buffers.Begin(after.SndUna);
            _buffers.Write(lost, more: false, isUrgent: false, Bounds);
        }

        return lost > 0;
    }

    /// <summary>
    /// Whether the user will send soon, or a server waits for text anyway, so that the last segment of the handshake
    /// may ride on it (tcp_rcv_synsent_state_process).
    /// </summary>
    private bool AwaitsText(in Tcb tcb) => IsWritePending || tcb.DeferAccept > 0 || Acks.IsDialogue;

    /// <summary>The first SYN was answered after all (tcp_try_undo_spurious_syn).</summary>
    private bool WasSynEchoed() => _sender.Echo == TransportClock.StampAt(_synTime);

    private void TakeAck(in Tcb before, in Tcb after, in Segment segment)
    {
        if (!segment.Has(SegmentFlags.Ack))
        {
            return;
        }

        var priorUna = before.State is TcpState.SynSent or TcpState.SynReceived ? before.Iss + 1 : before.SndUna;
        if (segment.Acknowledgment < priorUna)
        {
            _repair = _processor.TakeOld(in segment);
            return;
        }

        if (before.State != TcpState.Established || !Receive.WasPredicted || segment.Acknowledgment > priorUna)
        {
            Counters.LastAckReceived = _sender.Now;
        }

        var flags = segment.Length > 0 ? AckFlags.Text : AckFlags.None;
        if (after.SndUna > priorUna)
        {
            flags |= AckFlags.Advanced;
            Counters.Acknowledged += after.SndUna - priorUna;
        }

        var window = segment.Window << before.SndScale;
        var updates = segment.Acknowledgment > priorUna || segment.Sequence > before.SndWl1
            || (segment.Sequence == before.SndWl1 && (window > before.SndWnd || window == 0));
        flags |= updates ? AckFlags.WindowUpdate : AckFlags.None;
        flags |= _sender.Ecn.TellsCongestion(in segment, Marks) ? AckFlags.Congestion : AckFlags.None;
        SettleMtuProbe(in before, segment.Acknowledgment);
        _mayProbePath = true;
        var (wasInLoss, delivered) = (_sender.State == RecoveryState.Loss, _sender.Rate.Delivered);
        _repair = _processor.Take(priorUna, in segment, flags);
        if ((flags & AckFlags.Congestion) != 0)
        {
            _sender.Ecn.DeliveredMarked += _sender.Rate.Delivered - delivered;
        }

        if (wasInLoss)
        {
            EndTimeoutRecovery();
        }

        if (IsIdle)
        {
            _chronograph.Stop(Limit.Busy, isIdle: true, _sender.Now);
        }
    }

    /// <summary>Text: whether its acknowledgment may wait, and how the window grows.</summary>
    private void TakeText(ref Tcb tcb, in Tcb after, in Segment segment)
    {
        var isBehindFin = tcb.FinReceived && segment.End > tcb.RcvNxt;
        if (segment.Length == 0 || segment.Has(SegmentFlags.Syn) || isBehindFin)
        {
            return;
        }

        Counters.Received += after.RcvNxt - tcb.RcvNxt;
        _sender.Ecn.TakeReduced(Marks);
        if (_sender.Echo is { } echo)
        {
            Receive.Rtt.NoteEcho(echo, _sender.StampClock, segment.Length >= Acks.PeerSegment);
        }

        var isKept = segment.Payload == 0 || (tcb.RcvWnd > 0 && segment.Sequence < tcb.RcvNxt + tcb.RcvWnd
            && Receive.Queue(in tcb, in segment));
        var isInOrder = segment.Sequence <= tcb.RcvNxt && segment.End > tcb.RcvNxt;
        if (!isInOrder)
        {
            TakeTextOutOfOrder(in tcb, in segment, isKept);
            tcb.TellsDuplicates &= !_hasAnswered
                && (!Receive.HasJoinedEarly || segment.Sequence <= tcb.RcvNxt);
        }
        else if (segment.Payload > 0)
        {
            TakeTextInOrder(in after, in segment, ReceiveWindow.ToldOf(in tcb));
        }

        if (isInOrder && after.FinReceived)
        {
            if (segment.Payload == 0)
            {
                Receive.QueueFin(in segment);
            }

            Acks.NoteFin(isPassive: tcb.State is TcpState.Established or TcpState.SynReceived);
        }

        tcb.RcvMss = WaitsForReader(in after) ? ushort.MaxValue : (ushort)Acks.PeerSegment;
        if (segment.Payload > 0 && _sender.Ecn.TakeText(Marks))
        {
            Acks.EnterQuick(ReceiveWindow.ToldOf(in tcb), AckPolicy.QuickOfCongestion);
        }

        tcb.DelaysAcks = isInOrder && !_sender.Ecn.ForcesAck(Marks) && Acks.Delays && MayWait(in tcb, in segment);
        tcb.CompressesAcks = _hasAnswered
            || (!after.Held.IsEmpty && segment.Sequence >= tcb.RcvNxt && CompressesAck(in after));
        if (_hasAnswered)
        {
            Acks.NoteAnswered();
            _hasAnswered = false;
        }

        Receive.Apply(ref tcb, in after, Acks.PeerSegment);
    }

    /// <summary>
    /// Whether acknowledgments that wait go before a segment, since it changes a block that stands far behind.
    /// </summary>
    public bool GoesBefore(ref Tcb tcb, in Segment segment)
    {
        if (Compression.Due is null)
        {
            return false;
        }

        tcb.TellsDuplicates = _tellsDuplicates;
        return _hasAnswered = Connection.StretchesLateBlock(ref tcb, in segment);
    }

    /// <summary>Whether the acknowledgment of what leaves a gap waits (__tcp_ack_snd_check).</summary>
    private bool CompressesAck(in Tcb after)
    {
        var isDue = !Acks.Delays || _sender.Ecn.ForcesAck(Marks)
            || (after.RcvNxt - after.RcvTold > Acks.PeerSegment && !WaitsForReader(in after));
        if (isDue || (after.Agreed & OptionKinds.SackPermitted) == 0)
        {
            return false;
        }

        var (received, sent) = (Receive.Rtt.Eighths, _sender.Rtt.SmoothedEighths);
        return Compression.Wait(after.RcvNxt, sent > 0 ? Math.Min(sent, received) : received, _sender.Now);
    }

    /// <summary>
    /// More than a segment is acknowledged at once only where the window keeps up; else reading brings the
    /// acknowledgment (__tcp_ack_snd_check).
    /// </summary>
    private bool WaitsForReader(in Tcb after)
    {
        if (after.RcvNxt - after.RcvTold <= Acks.PeerSegment || after.RcvNxt - after.Copied < Receive.LowWater)
        {
            return false;
        }

        if (Receive.IsTight)
        {
            Acks.EndQuick();
        }

        return Receive.Offer(in after, Acks.PeerSegment) < ReceiveWindow.ToldOf(in after);
    }

    private void TakeTextOutOfOrder(in Tcb tcb, in Segment segment, bool isKept)
    {
        var isRepeated = segment.Sequence < tcb.RcvNxt;
        var peerSegment = Acks.PeerSegment;
        Acks.NoteOddText(
            segment.Payload, segment.Has(SegmentFlags.Psh), isRepeated, ReceiveWindow.ToldOf(in tcb));
        if (isRepeated)
        {
            return;
        }

        Counters.OutOfOrder++;
        Receive.Measure(in segment, peerSegment, ReceiveWindow.ToldOf(in tcb));
        if (isKept && (tcb.Agreed & OptionKinds.SackPermitted) != 0 && Receive.Grow(in segment, Acks.PeerSegment))
        {
            Acks.NoteGrowth();
        }

        Receive.NoteGap(tcb.RcvNxt);
    }

    private void TakeTextInOrder(in Tcb after, in Segment segment, int toldWindow)
    {
        var peerSegment = Acks.PeerSegment;
        var isPushed = segment.Has(SegmentFlags.Psh);
        Acks.NoteText(segment.Payload, isPushed, toldWindow, _sender.Rtt.Timeout, _sender.Now);
        Receive.Measure(in segment, peerSegment, toldWindow);
        Receive.Rtt.NoteText(after.RcvNxt, toldWindow, _sender.Now);
        if (segment.Payload >= GrowthLeast && Receive.Grow(in segment, Acks.PeerSegment))
        {
            Acks.NoteGrowth();
        }
    }

    /// <summary>Whether the acknowledgment of text in order waits, and is not due already.</summary>
    private bool MayWait(in Tcb tcb, in Segment segment) =>
        tcb.Held.IsEmpty && segment.TextEnd - tcb.RcvTold <= tcb.RcvMss
        && !Acks.Wait((_sender.Rtt.SmoothedEighths + 7) >> 3, _sender.Now);
}
