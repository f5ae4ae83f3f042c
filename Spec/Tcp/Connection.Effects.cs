using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Tcp;

/// <content>What the rows do.</content>
public static partial class Connection
{
    private static void OpenActively(ref Tcb tcb, in ActiveOpen call)
    {
        tcb.Origin = Origin.Active;
        tcb.Local = call.Local;
        tcb.Remote = call.Remote;
        tcb.Error = Errno.None;
        tcb.SoftError = Errno.None;
        tcb.FinReceived = false;
        StartSequence(ref tcb, call.InitialSequence);
        tcb.SndEnd += call.Text;
        tcb.IsFastOpen = call.Text > 0;
        tcb.FastOpening = call.FastOpening;
        tcb.RcvWnd = FirstWindow(in tcb);
    }

    private static void OpenPassively(ref Tcb tcb, in PassiveOpen call)
    {
        tcb.Local = call.Local;
        tcb.Iss = call.InitialSequence;
    }

    private static void StartSequence(ref Tcb tcb, SequenceNumber iss)
    {
        tcb.Iss = iss;
        tcb.SndUna = iss;
        tcb.SndNxt = iss + 1;
        tcb.SndEnd = iss + 1;
        tcb.SndSmall = tcb.Nagle ? iss : default;
        tcb.SndPushed = tcb.AvoidsSillyWindows ? iss + 1 : default;
    }

    /// <summary>
    /// A SYN for LISTEN: the connection's half that faces the peer comes into being (tcp_conn_request).
    /// </summary>
    private static void TakeRequest(ref Tcb tcb, in Segment segment)
    {
        tcb.Origin = Origin.Request;
        tcb.Local = segment.Destination;
        tcb.Remote = segment.Source;
        StartSequence(ref tcb, tcb.Iss);
        TakeSyn(ref tcb, in segment);
        FitWindowToStamps(ref tcb);
        tcb.RcvWnd = FirstWindow(in tcb);
        AnswerCookie(ref tcb, in segment);
    }

    private static void TakeSyn(ref Tcb tcb, in Segment segment)
    {
        tcb.Irs = segment.Sequence;
        tcb.RcvNxt = segment.Sequence + 1;
        tcb.RcvTold = tcb.RcvNxt;
        tcb.Copied = tcb.RcvNxt;
        tcb.Owed.Remove(TcpOutput.Syn);
        Agree(ref tcb, in segment);
        TakeWindow(ref tcb, in segment);
    }

    private static void TakeWindow(ref Tcb tcb, in Segment segment)
    {
        tcb.SndWnd = IsSyn(in segment) ? segment.Window : segment.Window << tcb.SndScale;
        tcb.SndWndMost = Math.Max(tcb.SndWndMost, tcb.SndWnd);
        tcb.SndWl1 = segment.Sequence;
        tcb.SndWl2 = segment.Acknowledgment;
    }

    /// <summary>Step 5: what the peer has and how much more it takes. An old ACK says nothing.</summary>
    private static void TakeAck(ref Tcb tcb, in Segment segment)
    {
        if (segment.Acknowledgment < tcb.SndUna)
        {
            if (IsMiniRecord(in tcb) && HasFin(in segment))
            {
                NoteStamp(ref tcb, in segment);       // tcp_timewait_state_process does not look at the ACK.
            }

            return;
        }

        tcb.Probes = 0;
        tcb.SoftError = Errno.None;
        NoteStamp(ref tcb, in segment);
        if (TellsWindow(in tcb, in segment))
        {
            TakeWindow(ref tcb, in segment);
        }

        if (segment.Acknowledgment > tcb.SndUna)
        {
            tcb.SndUna = segment.Acknowledgment;
            tcb.Retries = 0;
            tcb.Timers.Remove(TcpTimer.UserTimeout);
            tcb.Owed.Remove(TcpOutput.Retransmission);
            tcb.Notices.Add(Notice.WriteSpace);
        }

        WatchTheWay(ref tcb);
    }

    /// <summary>The ACK of our SYN: window and text count from here on (tcp_rcv_state_process, TCP_SYN_RECV).</summary>
    private static void TakeHandshake(ref Tcb tcb, in Segment segment)
    {
        TakeAck(ref tcb, in segment);
        tcb.SndWndMost = tcb.Origin == Origin.Active ? tcb.SndWndMost : 0;  // As for tcp_create_openreq_child.
        TakeWindow(ref tcb, in segment);
        tcb.Notices.Remove(Notice.WriteSpace);
        tcb.Notices.Add(Notice.StateChange);
        tcb.Notices.Add(Notice.Connected);
        tcb.Owed.Remove(TcpOutput.SynAck);
        tcb.IsFastOpen = false;
    }

    /// <summary>The answer to a SYN that has crossed the peer's: its own SYN came before (tcp_data_queue).</summary>
    private static void TakeCrossedSyn(ref Tcb tcb, in Segment segment)
    {
        TakeAck(ref tcb, in segment);
        TellDuplicate(ref tcb, new SackBlock(segment.Sequence, segment.End));
        if (Departs(in tcb, Deviations.CrossedSynOffersAgain))
        {
            tcb.SndWnd = segment.Window << tcb.SndScale;               // Deviation: RFC 7323 2.2 would not shift it.
            tcb.SndWndMost = Math.Max(tcb.SndWndMost, tcb.SndWnd);
        }
    }

    /// <summary>Steps 6 and 7: urgent data and text. Any text, also a duplicate, is answered.</summary>
    private static void TakeText(ref Tcb tcb, in Segment segment)
    {
        if (segment.Length > 0)
        {
            tcb.Owed.Add(TcpOutput.Ack);
        }

        QueueText(ref tcb, in segment);
    }

    private static void QueueText(ref Tcb tcb, in Segment segment)
    {
        NoteUrgentPointer(ref tcb, in segment);
        if (segment.Length == 0)
        {
            return;
        }

        if (BeginsAfterGap(in tcb, in segment))
        {
            TakeOutOfOrder(ref tcb, in segment);
        }
        else
        {
            NoteDuplicate(ref tcb, in segment);
            NoteHeldOvertaken(ref tcb, in segment);
        }

        NoteUrgentOctet(ref tcb, in segment);
        var next = Assemble(in tcb, in segment, out _);
        if (next > tcb.RcvNxt)
        {
            Advance(ref tcb, next);
            tcb.Notices.Add(Notice.DataReady);
            ForgetHeld(ref tcb);
            ForgetBlocks(ref tcb);
        }
    }

    /// <summary>What is taken is taken of the window, whose right edge stays (RFC 9293 SHLD-14).</summary>
    private static void Advance(ref Tcb tcb, SequenceNumber next)
    {
        tcb.RcvWnd = Math.Max(tcb.RcvWnd - (next - tcb.RcvNxt), 0);
        tcb.RcvNxt = next;
    }

    private static void TakeOutOfOrder(ref Tcb tcb, in Segment segment)
    {
        NoteHeldTwice(ref tcb, in segment);
        NoteOutOfOrder(ref tcb, new SackBlock(segment.Sequence, segment.End));
        Hold(ref tcb, new HeldText(segment.Sequence, segment.Payload, HasFin(in segment)));
    }

    private static void StopWaiting(ref Tcb tcb) => tcb.OverridesWaiting = true;

    /// <summary>Step 8: the peer will send no more (tcp_fin).</summary>
    private static void TakeFin(ref Tcb tcb, in Segment segment)
    {
        tcb.Owed.Add(TcpOutput.Ack);
        QueueFinOfPeer(ref tcb, in segment);
    }

    private static void QueueFinOfPeer(ref Tcb tcb, in Segment segment)
    {
        Advance(ref tcb, tcb.RcvNxt + 1);
        tcb.FinReceived = true;
        tcb.Shutdown |= ShutdownDirections.Receive;
        tcb.Held.Clear();
        ForgetAllBlocks(ref tcb);
        tcb.Notices.Add(Notice.StateChange);
        tcb.Notices.Add(Notice.FinReceived);
        tcb.Notices.Add(Notice.DataReady);
    }

    /// <summary>Text where none may come is not taken; a repetition of what is known is answered.</summary>
    private static void AnswerDuplicate(ref Tcb tcb, in Segment segment)
    {
        if (segment.Length > 0 && segment.Sequence < tcb.RcvNxt)
        {
            NoteDuplicate(ref tcb, in segment);
            tcb.Owed.Add(TcpOutput.Ack);
        }
    }

    private static void QueueData(ref Tcb tcb, in SendData send)
    {
        tcb.SndEnd += send.Octets;
        tcb.MoreFollows = send.IsPart || (send.More && tcb.SndEnd - tcb.SndPushed <= tcb.SndWndMost / 2);
        if (tcb.AvoidsSillyWindows && !tcb.MoreFollows)
        {
            tcb.SndPushed = tcb.SndEnd;
        }

        if (send.Urgent)
        {
            tcb.SndUp = tcb.SndEnd;
            tcb.HasSndUp = true;
        }

        WatchTheWay(ref tcb);
    }

    private static void QueueFin(ref Tcb tcb)
    {
        tcb.SndEnd += 1;
        tcb.FinQueued = true;
        tcb.Shutdown |= ShutdownDirections.Send;
        WatchTheWay(ref tcb);
    }

    private static void TakeFromQueue(ref Tcb tcb, in ReadData read) => tcb.Copied += read.Octets;

    /// <summary>The end of a connection that its user learns of by a change of state (tcp_done).</summary>
    private static void Finish(ref Tcb tcb)
    {
        tcb.Shutdown = ShutdownDirections.Both;
        tcb.Timers.Clear();
        tcb.Owed.Clear();
        tcb.Notices.Add(Notice.StateChange);
    }

    /// <summary>The end of a connection by an error (tcp_done_with_error): what is unread stays readable.</summary>
    private static void Fail(ref Tcb tcb, int self, Errno error)
    {
        tcb.Error = error;
        tcb.Held.Clear();
        Finish(ref tcb);
        tcb.Notices.Remove(Notice.WriteSpace);
        tcb.Notices.Add(Notice.ErrorReport);
    }

    /// <summary>No process can use the connection any more; a FIN that waits to be read goes (__tcp_close).</summary>
    public static void Leave(ref Tcb tcb)
    {
        tcb.Orphan = true;
        if (tcb.Unread == 0)
        {
            tcb.Copied = tcb.RcvNxt;
        }
    }

    private static void ForgetText(ref Tcb tcb) => tcb.Copied = tcb.RcvNxt;

    /// <summary>The end of a connection that nobody is told of.</summary>
    private static void Vanish(ref Tcb tcb)
    {
        tcb.Timers.Clear();
        tcb.Owed.Clear();
        tcb.Notices.Clear();
    }

    private static void Tell(ref Tcb tcb, int self, Notice notice) => tcb.Notices.Add(notice);

    private static void CountRetry(ref Tcb tcb) => tcb.Retries++;

    private static void CountProbe(ref Tcb tcb) => tcb.Probes++;

    /// <summary>A reset that takes its number from the ACK of what it answers: <c>rst(a)</c>.</summary>
    private static void AimResetAtAck(ref Tcb tcb, in Segment segment)
    {
        AddressReset(ref tcb, in segment);
        tcb.Reset = new ResetNumbers(segment.Acknowledgment, default, CarriesAck: false);
    }

    /// <summary>A reset for a segment without ACK: sequence number 0, acknowledging the segment.</summary>
    private static void AimResetAtStart(ref Tcb tcb, in Segment segment)
    {
        AddressReset(ref tcb, in segment);
        tcb.Reset = new ResetNumbers(default, segment.End, CarriesAck: true);
    }

    /// <summary>A reset that ends the connection from this side (tcp_send_active_reset).</summary>
    private static void AimResetAtNext(ref Tcb tcb) =>
        tcb.Reset = new ResetNumbers(AcceptableNext(in tcb), tcb.RcvNxt, CarriesAck: true, IsActive: true);

    /// <summary>Without a connection the reset goes back where the segment came from.</summary>
    private static void AddressReset(ref Tcb tcb, in Segment segment)
    {
        if (tcb.State is TcpState.Closed or TcpState.Listen)
        {
            tcb.Local = segment.Destination;
            tcb.Remote = segment.Source;
        }
    }

    private static void NoteDataSent(ref Tcb tcb, in Segment sent)
    {
        tcb.SndNxt = sent.End;
        tcb.OverridesWaiting = false;
        if (tcb.Nagle && sent.Payload < RoomBeside(in tcb, sent.Options.Sack.Count))
        {
            tcb.SndSmall = sent.End;
        }

        WatchTheWay(ref tcb);
    }

    private static void AimRetransmission(ref Tcb tcb, in Resend resend)
    {
        tcb.ResendStart = resend.Start;
        tcb.ResendEnd = resend.Start + resend.Octets;
        tcb.ResendPushed = resend.Pushed;
    }

    /// <summary>
    /// A segment with ACK has gone out: none is owed any more, and the window it told may not shrink.
    /// </summary>
    private static void NoteAckSent(ref Tcb tcb, in Segment sent)
    {
        tcb.Owed.Remove(TcpOutput.Ack);
        tcb.Timers.Remove(TcpTimer.DelayedAck);
        tcb.RcvTold = tcb.RcvNxt;
        tcb.HasDuplicate = false;
        tcb.Duplicate = default;
        if (tcb.State != TcpState.SynReceived || IsSyn(in sent) || !IsRequest(in tcb) || tcb.RcvLimit == 0)
        {
            tcb.RcvWnd = IsSyn(in sent) ? sent.Window : sent.Window << tcb.RcvScale;
        }
    }

    /// <summary>
    /// What is on the way is watched by the retransmission timer; what cannot go for want of window, by the persist
    /// timer.
    /// </summary>
    private static void WatchTheWay(ref Tcb tcb)
    {
        var isWaiting = HasOutstanding(in tcb);
        Set(ref tcb.Timers, TcpTimer.Retransmission, isWaiting);
        if (!isWaiting && UsableWindow(in tcb) > 0)
        {
            tcb.Timers.Remove(TcpTimer.UserTimeout);
        }

        Set(ref tcb.Timers, TcpTimer.Persist, !isWaiting && tcb.Unsent > 0 && !MaySendData(in tcb));
    }

    private static void Set(ref BitSet<ushort> timers, TcpTimer timer, bool isArmed)
    {
        if (isArmed)
        {
            timers.Add(timer);
        }
        else
        {
            timers.Remove(timer);
        }
    }
}
