namespace Wakeline.Spec.Tcp;

/// <content>
/// Errors on the path, which ICMP tells of (RFC 9293 3.9.2.2). One counts only if it quotes what is on the way
/// (RFC 5927 4.1); how the segment size follows a path that takes less is for the host to choose.
/// </content>
public static partial class Connection
{
    private static bool EndsRequest(in PathError error) => error.EndsRequest;

    private static bool IsQuench(in PathError error) => error.Kind == PathErrorKind.Quench;

    private static bool TellsNothing(in PathError error) => error.Error == Errno.None;

    private static bool MayPass(in PathError error) =>
        error.Kind is PathErrorKind.Soft or PathErrorKind.Unclassified or PathErrorKind.TooBig;

    private static bool IsHard(in PathError error) => error.Kind == PathErrorKind.Hard;

    private static bool QuotesSyn(in Tcb tcb, in PathError error) => error.Sequence == tcb.Iss;

    /// <summary>Whether the quoted segment is on the way: SND.UNA =&lt; SEG.SEQ =&lt; SND.NXT (RFC 5927 4.1).</summary>
    public static bool QuotesOutstanding(in Tcb tcb, in PathError error) =>
        error.Sequence >= tcb.SndUna && error.Sequence <= tcb.SndNxt;

    /// <summary>It was opened fast by the peer: its user has it already.</summary>
    private static bool IsFastChild(in Tcb tcb) => tcb.IsFastOpen && tcb.State == TcpState.SynReceived;

    /// <summary>A segment that is too big can be made smaller.</summary>
    private static bool IsEndedBySoft(in Tcb tcb, in PathError error) =>
        Departs(in tcb, Deviations.SoftErrorsEndHandshakes) && error.Kind != PathErrorKind.TooBig
        && !IsFastChild(in tcb);

    private static bool TakesHardForSoft(in Tcb tcb) => Departs(in tcb, Deviations.HardErrorsAreSoft);

    private static bool TellsErrors(in Tcb tcb, in PathError error) =>
        tcb.TellsErrors && error.Kind != PathErrorKind.TooBig;

    private static void FailOnPath(ref Tcb tcb, in PathError error) => Fail(ref tcb, 0, error.Error);

    private static void RaiseError(ref Tcb tcb, in PathError error)
    {
        tcb.Error = error.Error;
        tcb.Notices.Add(Notice.ErrorReport);
    }

    /// <summary>The user learns of it if the connection is given up, or asks (sk_err_soft).</summary>
    private static void RememberError(ref Tcb tcb, in PathError error) => tcb.SoftError = error.Error;

    /// <summary>The connection is given up: for what was learnt of its path, or for time alone (tcp_write_err).
    /// </summary>
    private static void GiveUp(ref Tcb tcb) =>
        Fail(ref tcb, 0, tcb.SoftError != Errno.None ? tcb.SoftError : Errno.ETIMEDOUT);
}
