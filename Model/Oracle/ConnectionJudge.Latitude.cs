using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What the texts leave to a stack when a segment arrives, and Linux has settled.</content>
internal sealed partial class ConnectionJudge
{
    /// <summary>
    /// Whether a segment may be set aside without a word: it would end a handshake, and lacks the time stamps that were
    /// agreed on (RFC 7323 3.2); or it stands behind the end of the stream, so that its turn, for which it may be held,
    /// never comes (RFC 9293 3.10.7.4, SHLD-31).
    /// </summary>
    private bool MaySetAside(in Tcb tcb, in Segment segment) =>
        !_settings.Profile.Departs && !segment.Has(SegmentFlags.Rst) && !segment.Has(SegmentFlags.Syn)
        && (LacksStamps(in tcb, in segment) || IsBehindTheEnd(in tcb, in segment));

    private static bool LacksStamps(in Tcb tcb, in Segment segment) =>
        tcb.State == TcpState.SynReceived && (tcb.Agreed & OptionKinds.TimeStamps) != 0
        && !segment.Options.Has(OptionKinds.TimeStamps);

    private static bool IsBehindTheEnd(in Tcb tcb, in Segment segment) =>
        tcb.IsIn(TcpState.CloseWait, TcpState.Closing, TcpState.LastAck) && segment.Sequence > tcb.RcvNxt
        && !Connection.OnlyAnswers(in tcb, in segment, out _);
}
