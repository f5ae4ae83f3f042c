namespace Wakeline.Spec.Tcp;

/// <content>What a host may ask before a segment is processed, to make the choices that are its own.</content>
public static partial class Connection
{
    /// <summary>
    /// Whether a segment passes the tests before its acknowledgment and text are looked at (RFC 9293 3.10.7.4 steps one
    /// to five).
    /// </summary>
    public static bool Takes(in Tcb tcb, in Segment segment)
    {
        if (tcb.State is TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.TimeWait
            || !HasAck(in segment) || IsReset(in segment) || IsSyn(in segment))
        {
            return false;
        }

        return InWindow(in tcb, in segment) && !IsStale(in tcb, in segment)
            && !AcksUnsent(in tcb, in segment) && !AcksTooOld(in tcb, in segment);
    }
}
