namespace Wakeline.Spec.Tcp;

/// <content>
/// Fast Open (RFC 7413): text on a SYN, which a cookie vouches for. What a cookie is made of is the host's matter.
/// </content>
public static partial class Connection
{
    private const OptionKinds EitherForm = OptionKinds.FastOpen | OptionKinds.FastOpenExperimental;

    /// <summary>Whether a SYN opens a connection before its handshake has ended (tcp_try_fastopen).</summary>
    public static bool OpensFast(in Tcb tcb, in Segment segment)
    {
        if (!tcb.FastOpening.Serves)
        {
            return false;
        }

        var hasOption = segment.Options.Has(EitherForm);
        return tcb.FastOpening.ServesWithoutCookie
            ? hasOption || segment.Payload > 0
            : hasOption && segment.Options.Cookie.Length > 0
                && (segment.Options.Cookie == tcb.FastOpening.Cookie || IsFormerCookie(in tcb, in segment));
    }

    private static bool IsFormerCookie(in Tcb tcb, in Segment segment) =>
        tcb.FastOpening.Former.Length > 0 && segment.Options.Cookie == tcb.FastOpening.Former;

    /// <summary>A server tells its cookie to whoever asks, or has a wrong one (RFC 7413 4.2.2).</summary>
    private static void AnswerCookie(ref Tcb tcb, in Segment segment) =>
        tcb.FastOpening.Tells = tcb.FastOpening.Serves ? segment.Options.Present & EitherForm : OptionKinds.None;

    private static void TakeFastRequest(ref Tcb tcb, in Segment segment)
    {
        TakeRequest(ref tcb, in segment);
        tcb.Origin = Origin.Child;
        tcb.IsFastOpen = true;
        tcb.FastOpening.Tells = IsFormerCookie(in tcb, in segment)     // Whoever has an old one is told the new one.
            ? segment.Options.Present & EitherForm
            : OptionKinds.None;
        tcb.SynTextAcked = segment.Payload > 0;
        QueueText(ref tcb, in segment);
    }

    /// <summary>Text goes on the first SYN only (tcp_send_syn_data).</summary>
    private static int TextOfSyn(in Tcb tcb) => tcb.IsFastOpen && tcb.Retries == 0 ? tcb.SndEnd - tcb.Iss - 1 : 0;

    private static void NoteSynSent(ref Tcb tcb, in Segment sent) =>
        tcb.SndNxt = SequenceNumber.Later(tcb.SndNxt, sent.End);

    /// <summary>
    /// The SYN was acknowledged: its text, if that was not, is to be sent as any other (tcp_rcv_fastopen_synack).
    /// </summary>
    private static void JudgeTextOfSyn(ref Tcb tcb, in Segment segment)
    {
        if (segment.Options.Has(EitherForm))
        {
            tcb.FastOpening.Learned = segment.Options.Cookie;
        }

        var isFast = tcb.IsFastOpen || tcb.FastOpening.Tells != OptionKinds.None;
        if (isFast && segment.Payload > 0 && (!tcb.IsFastOpen || segment.Acknowledgment == tcb.SndNxt))
        {
            var text = segment;                                        // tcp_fastopen_add_skb
            text.Sequence += 1;
            text.Flags &= ~SegmentFlags.Syn;
            QueueText(ref tcb, in text);
        }

        if (tcb.IsFastOpen)
        {
            tcb.IsFastOpen = false;
            tcb.SynTextAcked = segment.Acknowledgment > tcb.Iss + 1;
            tcb.SndNxt = segment.Acknowledgment;
            WatchTheWay(ref tcb);
        }
    }

    private static bool IsFastOpen(in Tcb tcb) => tcb.IsFastOpen;

    private static bool MaySendBeforeHandshake(in Tcb tcb) =>
        tcb.IsFastOpen && !tcb.Owed.Contains(TcpOutput.SynAck) && MaySendData(in tcb);
}
