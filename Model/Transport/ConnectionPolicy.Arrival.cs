using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Segments that arrive.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>Segments with less text do not make the window grow (tcp_event_data_recv).</summary>
    private const int GrowthLeast = 128;

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
        _isDue = true;
        var hasStamp = (after.Agreed & OptionKinds.TimeStamps) != 0 && segment.Options.Has(OptionKinds.TimeStamps);
        _sender.Echo = hasStamp && segment.Options.StampEcho != 0 ? segment.Options.StampEcho : null;
        if (tcb.Origin != Origin.Request || after.State != TcpState.SynReceived)
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

            if (segment.Has(SegmentFlags.Syn))
            {
                _sender.Ecn.TakeSyn(in segment, Marks);
            }

            BeginSize(in after);
            BeginConnection(in tcb, in after, now);
            Receive.Apply(ref tcb);
        }

        if (isAcceptable || tcb.State is TcpState.SynSent)
        {
            TakeAck(in tcb, in after, in segment);
            TakeText(ref tcb, in after, in segment);
        }

        tcb.HasSndLimit = true;
        tcb.SndLimit = NextResend() is null ? LimitOf(in after) : tcb.SndNxt;
    }

    /// <summary>
    /// The handshake is over (tcp_finish_connect, the part of tcp_rcv_state_process for TCP_SYN_RECV).
    /// </summary>
    private void BeginConnection(in Tcb before, in Tcb after, long now)
    {
        var isActive = before.State == TcpState.SynSent;
        if (_synsSent == 1)
        {
            _processor.NoteRtt(now - _synTime, now - _synTime, mayBeDelayed: false);
        }
        else if (isActive && _sender.Echo is { } echo)
        {
            var rtt = Math.Max(unchecked((int)(_sender.StampClock - echo)), 1) * 1000L;
            _processor.NoteRtt(rtt, rtt, mayBeDelayed: false);
        }

        _sender.Rtt.EndHandshake();
        var manyLost = _synsSent > 2 && !WasSynEchoed();
        _sender.Window.Size = manyLost ? 1 : _sender.Settings.InitialWindow;
        _sender.Window.Threshold = CongestionWindow.Infinite;
        _sender.Window.Stamp = now;
        _sender.Window.Begin(after.SndNxt);
        _sender.State = RecoveryState.Open;
        _sender.RecoveryEnd = after.SndUna;
        (_sender.Timeouts, _sender.BackOffs) = (0, 0);
        (_sender.UndoMark, _sender.FirstResent) = (null, null);
        _sender.Rate.Delivered++;
        _sender.Control.Reset(now, after.SndNxt);
        _timer.Clear();
        _copied = after.Copied;
        Counters.LastTextSent = now;
        Counters.Acknowledged += isActive ? 1 : 0;
        Acks.Begin(after.Mss, after.SndMss, after.RcvWnd, now);
        Receive.Begin(in after);
    }

    /// <summary>The first SYN was answered after all (tcp_try_undo_spurious_syn).</summary>
    private bool WasSynEchoed() => _sender.Echo == TransportClock.StampAt(_synTime);

    private void TakeAck(in Tcb before, in Tcb after, in Segment segment)
    {
        if (!segment.Has(SegmentFlags.Ack))
        {
            return;
        }

        Counters.LastAckReceived = _sender.Now;
        var priorUna = before.State is TcpState.SynSent or TcpState.SynReceived ? before.Iss + 1 : before.SndUna;
        if (segment.Acknowledgment < priorUna)
        {
            _repair = _processor.TakeOld(in segment);
            return;
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
        if (segment.Length == 0 || segment.Has(SegmentFlags.Syn))
        {
            return;
        }

        Counters.Received += after.RcvNxt - tcb.RcvNxt;
        _sender.Ecn.TakeReduced(Marks);
        var isInOrder = segment.Sequence <= tcb.RcvNxt && segment.End > tcb.RcvNxt;
        if (!isInOrder)
        {
            Counters.OutOfOrder += segment.Sequence > tcb.RcvNxt ? 1 : 0;
            Acks.NoteOddText(segment.Sequence < tcb.RcvNxt, ToldWindow(in tcb));
        }
        else if (segment.Payload > 0)
        {
            TakeTextInOrder(in after, in segment, ToldWindow(in tcb));
        }

        if (isInOrder && after.FinReceived)
        {
            Acks.NoteFin(isPassive: tcb.State is TcpState.Established or TcpState.SynReceived);
        }

        // More than a segment is acknowledged at once only where the window keeps up (__tcp_ack_snd_check).
        var waitsForReader = tcb.RcvScale > 0 && Receive.Offer(in after) < ToldWindow(in tcb);
        tcb.RcvMss = waitsForReader ? ushort.MaxValue : (ushort)Acks.PeerSegment;
        if (segment.Payload > 0 && _sender.Ecn.TakeText(Marks))
        {
            Acks.EnterQuick(ToldWindow(in tcb), AckPolicy.QuickOfCongestion);
        }

        tcb.DelaysAcks = isInOrder && !Marks.Reduced && Acks.Delays && MayWait(in tcb, in segment);
        Receive.Apply(ref tcb);
    }

    /// <summary>The window as it was told last, whatever came since (tcp_sock rcv_wnd).</summary>
    private static int ToldWindow(in Tcb tcb) => tcb.RcvWnd + (tcb.RcvNxt - tcb.RcvTold);

    private void TakeTextInOrder(in Tcb after, in Segment segment, int toldWindow)
    {
        var peerSegment = Acks.PeerSegment;
        var isPushed = segment.Has(SegmentFlags.Psh);
        Acks.NoteText(segment.Payload, isPushed, toldWindow, _sender.Rtt.Timeout, _sender.Now);
        Receive.NoteText(in after, segment.Payload, peerSegment);
        if (segment.Payload >= GrowthLeast && Receive.Grow(in after, segment.Payload, Acks.PeerSegment))
        {
            Acks.NoteGrowth();
        }
    }

    /// <summary>Whether the acknowledgment of text in order waits, and is not due already.</summary>
    private bool MayWait(in Tcb tcb, in Segment segment) =>
        tcb.Held.IsEmpty && segment.TextEnd - tcb.RcvTold <= tcb.RcvMss
        && !Acks.Wait((_sender.Rtt.SmoothedEighths + 7) >> 3, _sender.Now);
}
