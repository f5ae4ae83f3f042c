using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Tcp;

/// <content>What the rows test. U, N and R stand for SND.UNA, SND.NXT and RCV.NXT.</content>
public static partial class Connection
{
    /// <summary>
    /// Whether a segment is the last of a handshake: its ACK is ISS+1, it lies in the window, and its stamp is not old
    /// (tcp_check_req).
    /// </summary>
    public static bool CompletesHandshake(in Tcb tcb, in Segment segment) =>
        HasAck(in segment) && !IsReset(in segment) && !IsSyn(in segment)
        && AcksSynExactly(in tcb, in segment) && TouchesWindow(in tcb, in segment) && !IsStale(in tcb, in segment);

    /// <summary>Whether a segment asks for a connection: SYN without ACK and RST.</summary>
    public static bool IsBareSyn(in Segment segment) =>
        (segment.Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst)) == SegmentFlags.Syn;

    private static bool IsReset(in Segment segment) => segment.Has(SegmentFlags.Rst);

    private static bool IsSyn(in Segment segment) => segment.Has(SegmentFlags.Syn);

    private static bool HasAck(in Segment segment) => segment.Has(SegmentFlags.Ack);

    private static bool HasFin(in Segment segment) => segment.Has(SegmentFlags.Fin);

    private static bool IsEmpty(in Segment segment) => segment.Length == 0;

    private static bool CarriesNothing(in Segment segment) =>
        (segment.Flags & (SegmentFlags.Ack | SegmentFlags.Rst | SegmentFlags.Syn)) == 0;

    private static bool IsRequest(in Tcb tcb) => tcb.Origin == Origin.Request;

    private static bool DropsSynWithFin(in Tcb tcb, in Segment segment) =>
        HasFin(in segment) && Departs(in tcb, Deviations.SynWithFinIsDropped);

    private static bool IsOrphan(in Tcb tcb) => tcb.Orphan;

    /// <summary>
    /// An orphan in FIN-WAIT-2, for which a record of a few fields stands (struct inet_timewait_sock).
    /// </summary>
    public static bool IsMiniRecord(in Tcb tcb) => tcb is { State: TcpState.FinWait2, Orphan: true }
        && Departs(in tcb, Deviations.OrphansAreMiniRecords);

    private static bool IsSendShut(in Tcb tcb) => (tcb.Shutdown & ShutdownDirections.Send) != 0;

    private static bool SynGoesAtOnce(in Tcb tcb) =>
        tcb.Retries == 0 && Departs(in tcb, Deviations.SynGoesAtOnce);

    private static bool SynResetsRequest(in Tcb tcb) => Departs(in tcb, Deviations.SynResetsRequest);

    private static bool MayRetry(in Tcb tcb) => tcb.Retries < tcb.RetriesMost;

    private static bool MayProbeIdle(in Tcb tcb) => tcb.Probes < tcb.ProbesMost;

    /// <summary>From the first retry on the user's patience counts (tcp_write_timeout, icsk_probes_tstamp).</summary>
    private static bool BeginsPatience(in Tcb tcb) =>
        tcb.HasUserTimeout && !tcb.Timers.Contains(TcpTimer.UserTimeout);

    private static bool IsBusy(in Tcb tcb) => tcb.SndUna < tcb.SndEnd;

    private static bool LeavesFinWait2(in Tcb tcb) => tcb.LeavesFinWait2;

    /// <summary>The peer is there, so SYN,ACK need not go before the last chance (syn_ack_recalc).</summary>
    private static bool AwaitsText(in Tcb tcb) => tcb.AwaitsText && tcb.Retries + 1 < tcb.DeferAccept;

    private static bool HasUnsent(in Tcb tcb) => tcb.Unsent > 0;

    /// <summary>Text is lost of which the peer, or the user, has not had all.</summary>
    private static bool LosesText(in Tcb tcb) => tcb.Unsent > 0 || tcb.Unread > 0;

    private static bool HasOutstanding(in Tcb tcb) => tcb.SndUna < tcb.SndNxt;

    /// <summary>U &lt; SEG.ACK =&lt; N: with U = ISS it acknowledges the SYN.</summary>
    private static bool AcksSyn(in Tcb tcb, in Segment segment) => AcksSomethingNew(in tcb, in segment);

    internal static bool AcksSomethingNew(in Tcb tcb, in Segment segment) =>
        segment.Acknowledgment > tcb.SndUna && segment.Acknowledgment <= tcb.SndNxt;

    /// <summary>SEG.ACK is ISS+1.</summary>
    public static bool AcksSynExactly(in Tcb tcb, in Segment segment) => segment.Acknowledgment == tcb.Iss + 1;

    internal static bool AcksUnsent(in Tcb tcb, in Segment segment) =>
        segment.Acknowledgment > tcb.SndNxt && !IsMiniRecord(in tcb);

    /// <summary>
    /// Older than any window the peer has offered. Deviation, tighter than RFC 5961: nor older than what was ever
    /// acknowledged (tcp_ack: min(max_window, bytes_acked)); of a passive open the SYN does not count.
    /// </summary>
    internal static bool AcksTooOld(in Tcb tcb, in Segment segment) =>
        tcb.SndUna - segment.Acknowledgment > Math.Min(tcb.SndWndMost, AckedSoFar(in tcb)) && !IsMiniRecord(in tcb);

    private static int AckedSoFar(in Tcb tcb) => tcb.SndUna - tcb.Iss - (tcb.Origin == Origin.Active ? 0 : 1);

    /// <summary>
    /// Everything handed over, FIN included, is acknowledged (tcp_rcv_state_process: snd_una == write_seq).
    /// </summary>
    internal static bool AcksFin(in Tcb tcb, in Segment segment) =>
        tcb.FinQueued && (segment.Acknowledgment == tcb.SndEnd || tcb.SndUna == tcb.SndEnd);

    /// <summary>The SYN that opened the connection, once more.</summary>
    public static bool RepeatsSyn(in Tcb tcb, in Segment segment) =>
        segment.Sequence == tcb.Irs && !HasFin(in segment);

    /// <summary>The SYN,ACK of a simultaneous open: its SYN stands where the peer's SYN stood.</summary>
    public static bool CrossesSyn(in Tcb tcb, in Segment segment) =>
        tcb.Origin == Origin.Active && HasAck(in segment) && segment.Sequence == tcb.Irs && segment.Length == 1
        && segment.Acknowledgment == tcb.SndNxt;

    /// <summary>
    /// A SYN for a connection in TIME-WAIT begins another one: it is beyond the numbers of the old one, or its stamp is
    /// later (RFC 9293 MAY-2, RFC 6191).
    /// </summary>
    public static bool Reopens(in Tcb tcb, in Segment syn) =>
        (syn.Sequence > tcb.RcvNxt && !HasOlderStamp(in tcb, in syn)) || IsLater(in tcb, in syn);

    /// <summary>SEG.SEQ is not before R.</summary>
    private static bool IsNotOld(in Tcb tcb, in Segment segment) => segment.Sequence >= tcb.RcvNxt;

    /// <summary>
    /// SEG.SEQ is R, and its stamp, also that of a reset, is not older than TS.Recent: what TIME-WAIT need not answer
    /// (tcp_timewait_state_process; seen of 6.18.44).
    /// </summary>
    private static bool IsExactlyNext(in Tcb tcb, in Segment segment) =>
        segment.Sequence == tcb.RcvNxt && !HasOlderStamp(in tcb, in segment);

    /// <summary>
    /// SEG.SEQ is R. Deviations: after a FIN also R-1, where a peer that does not count its FIN stands
    /// (tcp_reset_check), and where a peer stands of whose text something is missing (tcp_validate_incoming).
    /// </summary>
    internal static bool IsExactReset(in Tcb tcb, in Segment segment) =>
        segment.Sequence == tcb.RcvNxt
        || (Departs(in tcb, Deviations.ResetAtHeldEdgeCounts) && IsAtHeldEdge(in tcb, segment.Sequence))
        || (segment.Sequence + 1 == tcb.RcvNxt && Departs(in tcb, Deviations.ResetBeforeFinCounts)
            && tcb.IsIn(TcpState.CloseWait, TcpState.LastAck, TcpState.Closing));

    /// <summary>
    /// Acceptable (RFC 9293 3.10.7.4 step 1). Deviations: the left edge is what the peer was last told, the right edge
    /// is inclusive, and a segment that runs past it counts while nothing is queued, not even FIN (tcp_sequence).
    /// </summary>
    internal static bool InWindow(in Tcb tcb, in Segment segment) =>
        segment.End >= tcb.RcvTold && segment.Sequence <= tcb.RcvNxt + tcb.RcvWnd
        && (segment.TextEnd <= tcb.RcvNxt + tcb.RcvWnd || tcb.Copied == tcb.RcvNxt)
        && (Departs(in tcb, Deviations.EdgeIsInWindow) || !StandsAtEdge(in tcb, in segment));

    /// <summary>A segment that begins at the right edge of a window that is open.</summary>
    public static bool StandsAtEdge(in Tcb tcb, in Segment segment) =>
        tcb.RcvWnd > 0 && segment.Sequence == tcb.RcvNxt + tcb.RcvWnd;

    /// <summary>
    /// Whether a segment has no effect but an answer: what stands outside the window, a SYN or a reset inside it, an
    /// acknowledgment of what was never sent (RFC 5961; tcp_validate_incoming, tcp_check_req).
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="isChallenge">Whether the answer is a challenge, whatever the segment carries.</param>
    public static bool OnlyAnswers(in Tcb tcb, in Segment segment, out bool isChallenge)
    {
        isChallenge = false;
        if (tcb.State == TcpState.SynReceived && IsRequest(in tcb))
        {
            return !IsReset(in segment) && (IsBareSyn(in segment)
                ? RepeatsSyn(in tcb, in segment)
                : (!HasAck(in segment) || AcksSynExactly(in tcb, in segment))
                    && (!TouchesWindow(in tcb, in segment) || IsStale(in tcb, in segment)));
        }

        if (IsMiniRecord(in tcb))
        {
            return !FitsRecord(in tcb, in segment);
        }

        if (tcb.State == TcpState.TimeWait)
        {
            return !IsReset(in segment) && !(IsExactlyNext(in tcb, in segment) && IsEmpty(in segment))
                && !(IsBareSyn(in segment) && Reopens(in tcb, in segment));
        }

        if (!IsSynchronized(in tcb))
        {
            return false;
        }

        isChallenge = true;
        if (IsStale(in tcb, in segment) && !IsReset(in segment))
        {
            isChallenge = IsSyn(in segment);
            return true;
        }

        if (IsReset(in segment))
        {
            return !IsExactReset(in tcb, in segment) && InWindow(in tcb, in segment);
        }

        if (!InWindow(in tcb, in segment))
        {
            isChallenge = IsSyn(in segment);
            return true;
        }

        return IsSyn(in segment) || AcksUnsent(in tcb, in segment) || AcksTooOld(in tcb, in segment);
    }

    private static bool IsSynchronized(in Tcb tcb) =>
        tcb.IsIn(TcpState.Established, TcpState.FinWait1, TcpState.FinWait2)
        || tcb.IsIn(TcpState.CloseWait, TcpState.Closing, TcpState.LastAck);

    /// <summary>Acceptable for a mini record: a request or an orphan in FIN-WAIT-2 (tcp_in_window).</summary>
    internal static bool TouchesWindow(in Tcb tcb, in Segment segment)
    {
        var edge = tcb.RcvNxt + tcb.RcvWnd;
        return segment.Sequence == tcb.RcvNxt
            || (segment.End > tcb.RcvNxt && segment.Sequence < edge)
            || (segment.Sequence == edge && segment.End == edge);
    }

    /// <summary>
    /// What the mini record of an orphan goes on to look at: it is acceptable, and its stamp, also that of a reset, is
    /// not older than TS.Recent (tcp_timewait_state_process).
    /// </summary>
    private static bool FitsRecord(in Tcb tcb, in Segment segment) =>
        TouchesWindow(in tcb, in segment) && !HasOlderStamp(in tcb, in segment);

    /// <summary>New text for a user who has given up reading (RFC 9293 MAY-1, SHLD-3).</summary>
    internal static bool BringsTextAfterShutdown(in Tcb tcb, in Segment segment) =>
        (tcb.Shutdown & ShutdownDirections.Receive) != 0 && segment.Length > 0 && segment.TextEnd > tcb.RcvNxt;

    /// <summary>Text behind the peer's own FIN, in a segment that begins before it.</summary>
    public static bool OverrunsFin(in Tcb tcb, in Segment segment) => segment.Sequence < tcb.RcvNxt
        && segment.TextEnd > tcb.RcvNxt && Departs(in tcb, Deviations.TextBehindFinResets);

    private static bool BringsFin(in Tcb tcb, in Segment segment)
    {
        _ = Assemble(in tcb, in segment, out var endsWithFin);
        return endsWithFin;
    }

    /// <summary>
    /// Reading makes the window grow by a segment or half the buffer, or opens a closed one (silly window avoidance,
    /// RFC 9293 3.8.6.2.2; tcp_cleanup_rbuf).
    /// </summary>
    private static bool WindowOpens(in Tcb tcb, in ReadData read)
    {
        if (!IsReceiving(in tcb))
        {
            return false;
        }

        if (tcb.HasRcvOffer)
        {
            return false;                    // The host says when a window is worth telling.
        }

        var growth = Room(in tcb) + read.Octets - tcb.RcvWnd;
        return growth >= Math.Min(tcb.Mss, (tcb.RcvBuffer + 1) / 2)
            || (tcb.RcvWnd == 0 && growth >= 1 << tcb.RcvScale);
    }

    private static bool IsReceiving(in Tcb tcb) =>
        tcb.IsIn(TcpState.Established, TcpState.FinWait1, TcpState.FinWait2);

    /// <summary>
    /// Data or FIN waits, there is room for at least one of them, and neither waits for company.
    /// </summary>
    private static bool MaySendData(in Tcb tcb) =>
        tcb.Unsent > 0 && SpaceToSend(in tcb) > 0 && (tcb.OverridesWaiting || !WaitsForMore(in tcb));

    private static bool HasWindow(in Tcb tcb) => UsableWindow(in tcb) > 0;

    private static int UsableWindow(in Tcb tcb) => tcb.SndUna + tcb.SndWnd - tcb.SndNxt;

    /// <summary>What the peer's window and the congestion window leave, also for FIN (tcp_cwnd_test).</summary>
    private static int SpaceToSend(in Tcb tcb) =>
        tcb.HasSndLimit
            ? Math.Min(UsableWindow(in tcb), tcb.SndLimit - tcb.SndNxt)
            : UsableWindow(in tcb);

    /// <summary>
    /// A segment waits for a window that it fits (RFC 9293 3.8.6.2.1); one that is not full waits while the user holds
    /// it back, or, by Nagle's algorithm in the form of Minshall, for the one before it (tcp_nagle_check).
    /// </summary>
    private static bool WaitsForMore(in Tcb tcb)
    {
        var size = RoomForText(in tcb);
        if (tcb.AvoidsSillyWindows && SpaceToSend(in tcb) < Math.Min(tcb.Unsent, size))
        {
            return true;
        }

        var isHeld = tcb.Corked || (tcb.Nagle && HasOutstanding(in tcb) && tcb.SndSmall > tcb.SndUna);
        return isHeld && tcb.Unsent < size && !tcb.FinQueued && !IsUrgent(in tcb);
    }

    /// <summary>Urgent text that is not acknowledged waits for nothing (tcp_nagle_test).</summary>
    private static bool IsUrgent(in Tcb tcb) => tcb.HasSndUp && tcb.SndUp > tcb.SndUna;

    private static bool IsOutstanding(in Tcb tcb, in Resend resend) =>
        resend.Start >= tcb.SndUna && resend.Start < tcb.SndNxt && resend.Octets > 0;

    /// <summary>
    /// Text in order is acknowledged at once, or, where the host lets it wait, with the second full segment, with what
    /// is sent next, or when the timer says so (RFC 9293 3.8.6.3; __tcp_ack_snd_check).
    /// </summary>
    private static bool AckMayWait(in Tcb tcb, in Segment segment) =>
        (tcb.DelaysAcks && FillsNoSegment(in tcb, in segment))
        || (tcb.CompressesAcks && segment.Length > 0 && !tcb.Owed.Contains(TcpOutput.Ack));

    /// <summary>
    /// The last segment of a handshake rides on text that is expected soon, where the host says so
    /// (tcp_rcv_synsent_state_process).
    /// </summary>
    private static bool AckOfHandshakeMayWait(in Tcb tcb) => tcb.DelaysAcks;

    private static bool AckOfFinMayWait(in Tcb tcb, in Segment segment) =>
        (Departs(in tcb, Deviations.AckOfFinWaits) || tcb.DelaysAcks) && FillsNoSegment(in tcb, in segment);

    private static bool Departs(in Tcb tcb, Deviations deviation) => (tcb.Deviations & deviation) != 0;

    /// <summary>
    /// Whether the window of a segment is news: the segment is later, or answers it (RFC 9293 3.10.7.4 step 5).
    /// </summary>
    private static bool TellsWindow(in Tcb tcb, in Segment segment)
    {
        if (tcb.SndWl1 != segment.Sequence)
        {
            return tcb.SndWl1 < segment.Sequence
                || (Departs(in tcb, Deviations.ShrinkingIsDistrusted) && segment.Acknowledgment > tcb.SndUna);
        }

        var window = segment.Window << tcb.SndScale;
        return Departs(in tcb, Deviations.ShrinkingIsDistrusted)
            ? segment.Acknowledgment > tcb.SndUna || window > tcb.SndWnd || window == 0
            : tcb.SndWl2 <= segment.Acknowledgment;
    }

    private static bool FillsNoSegment(in Tcb tcb, in Segment segment) =>
        segment.Length > 0 && segment.Sequence <= tcb.RcvNxt && segment.End > tcb.RcvNxt && tcb.Held.IsEmpty
        && segment.TextEnd - tcb.RcvTold <= (tcb.RcvMss > 0 ? tcb.RcvMss : tcb.SndMss)
        && segment.TextEnd <= tcb.RcvNxt + tcb.RcvWnd && !tcb.Owed.Contains(TcpOutput.Ack);

    /// <summary>
    /// An acknowledgment waits, or there is a greater window to tell. Deviation: only one that doubles is worth telling
    /// (tcp_cleanup_rbuf).
    /// </summary>
    private static bool AckMayGo(in Tcb tcb) =>
        tcb.Timers.Contains(TcpTimer.DelayedAck)
        || (tcb.HasRcvOffer && IsReceiving(in tcb) && tcb.RcvOffer > 0 && tcb.RcvOffer >= 2 * tcb.RcvWnd);
}
