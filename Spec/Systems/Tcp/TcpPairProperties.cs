using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>What is demanded of two ends, whatever lies between them: what is said of one is asked of both.</summary>
public static class TcpPairProperties
{
    /// <summary>No end expects a number that the other has not sent.</summary>
    public static bool NothingIsInvented(in TcpPair pair) =>
        IsNothingInvented(in pair.Ends[0], in pair.Ends[1]) && IsNothingInvented(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsNothingInvented(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || own.RcvNxt <= peer.SndNxt;

    /// <summary>What an end believes acknowledged has arrived.</summary>
    public static bool NothingAcknowledgedIsLost(in TcpPair pair) =>
        HasPeerWhatIsAcknowledged(in pair.Ends[0], in pair.Ends[1])
        && HasPeerWhatIsAcknowledged(in pair.Ends[1], in pair.Ends[0]);

    private static bool HasPeerWhatIsAcknowledged(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || !Knows(in peer, in own) || own.SndUna <= peer.RcvNxt;

    /// <summary>An end sends no more than was offered.</summary>
    public static bool WindowIsKept(in TcpPair pair) =>
        IsWindowKept(in pair.Ends[0], in pair.Ends[1]) && IsWindowKept(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsWindowKept(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || !Knows(in peer, in own) || own.SndNxt <= peer.RcvNxt + peer.RcvWnd;

    /// <summary>FIN is seen after every octet that the other end has sent, and not before.</summary>
    public static bool FinIsTheEndOfTheStream(in TcpPair pair) =>
        IsFinTheEnd(in pair.Ends[0], in pair.Ends[1]) && IsFinTheEnd(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsFinTheEnd(in Tcb own, in Tcb peer) =>
        !own.FinReceived || own.Irs != peer.Iss || (peer.FinQueued && own.RcvNxt == peer.SndEnd);

    /// <summary>A connection that has failed is CLOSED.</summary>
    public static bool ErrorEndsTheConnection(in TcpPair pair) =>
        (pair.Ends[0].Error == Errno.None || pair.Ends[0].State == TcpState.Closed)
        && (pair.Ends[1].Error == Errno.None || pair.Ends[1].State == TcpState.Closed);

    /// <summary>Without abort or failure, every octet sent is read, once.</summary>
    public static bool EverythingIsRead(in TcpPair pair) =>
        HasFailed(in pair, 0) || HasFailed(in pair, 1)
        || (pair.Users[0].Sent == pair.Users[1].Read && pair.Users[1].Sent == pair.Users[0].Read);

    internal static bool HasFailed(in TcpPair pair, int end) =>
        pair.Users[end].HasAborted || pair.Ends[end].Error != Errno.None;

    /// <summary>Both users have closed.</summary>
    public static bool BothUsersClosed(in TcpPair pair) =>
        pair.Users[0].Step == TcpUserStep.Closed && pair.Users[1].Step == TcpUserStep.Closed;

    /// <summary>Neither end has a connection.</summary>
    public static bool BothAreClosed(in TcpPair pair) =>
        pair.Ends[0].State == TcpState.Closed && pair.Ends[1].State == TcpState.Closed;

    /// <summary>Two ends that are both up have each other's numbers, unless one knows of nothing later.</summary>
    public static bool NumbersOfOneIncarnationAgree(in TcpPair pair) =>
        pair.Records[0].Incarnation != pair.Records[1].Incarnation
        || !IsSynchronised(in pair.Ends[0]) || !IsSynchronised(in pair.Ends[1])
        || (pair.Ends[0].Irs == pair.Ends[1].Iss && pair.Ends[1].Irs == pair.Ends[0].Iss);

    /// <summary>What an end counts as received, in order or ahead of a gap, has come to it.</summary>
    public static bool WhatIsTakenHasArrived(in TcpPair pair) =>
        HasArrived(in pair, 0) && HasArrived(in pair, 1);

    private static bool HasArrived(in TcpPair pair, int end)
    {
        ref readonly var tcb = ref pair.Ends[end];
        ref readonly var peer = ref pair.Ends[1 - end];
        if (!Knows(in tcb, in peer))
        {
            return true;
        }

        for (var place = 0; place < tcb.RcvNxt - tcb.Irs; place++)
        {
            if (!pair.Records[end].Arrived.Contains(place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is under way has a timer, and so have a window that is shut and TIME-WAIT.</summary>
    public static bool EveryTimerIsArmed(in TcpPair pair) =>
        HasTimer(in pair.Ends[0]) && HasTimer(in pair.Ends[1]);

    private static bool HasTimer(in Tcb tcb)
    {
        if (tcb.State is TcpState.FinWait2 or TcpState.TimeWait)
        {
            return tcb.State == TcpState.TimeWait
                ? tcb.Timers.Contains(TcpTimer.TimeWait)
                : !tcb.Orphan || tcb.Timers.Contains(TcpTimer.FinWait2);
        }

        if (tcb.State is TcpState.Closed or TcpState.Listen)
        {
            return true;
        }

        return tcb.SndUna < tcb.SndNxt
            ? tcb.Timers.Contains(TcpTimer.Retransmission)
            : tcb.Unsent == 0 || tcb.Timers.Contains(TcpTimer.Persist);
    }

    /// <summary>Nobody is told that something is urgent which the other end has not called so.</summary>
    public static bool NothingUrgentIsInvented(in TcpPair pair) =>
        IsUrgentByPeer(in pair.Ends[0], in pair.Ends[1]) && IsUrgentByPeer(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsUrgentByPeer(in Tcb own, in Tcb peer) =>
        own.Urgent == UrgentOctet.None || !Knows(in own, in peer)
        || (peer.HasSndUp && own.UrgentMark < peer.SndUp);

    /// <summary>What may pass ends no connection, but is told of one that is given up (RFC 9293 MUST-56).</summary>
    public static bool NoPathErrorEndsAConnection(in TcpPair pair) =>
        IsNotEndedByPath(in pair.Ends[0]) && IsNotEndedByPath(in pair.Ends[1]);

    private static bool IsNotEndedByPath(in Tcb tcb) =>
        tcb.Error != Errno.EHOSTUNREACH || tcb.Retries == tcb.RetriesMost;

    /// <summary>Nothing is on its way to either end.</summary>
    public static bool TheNetworkIsSilent(in TcpPair pair) => pair.Wires[0].IsEmpty && pair.Wires[1].IsEmpty;

    /// <summary>An end has taken what another incarnation of its peer has sent.</summary>
    public static bool SomebodyTookOld(in TcpPair pair) => pair.Records[0].TookOld || pair.Records[1].TookOld;

    /// <summary>Whether an end is past the exchange of initial sequence numbers (RFC 9293 3.3.2).</summary>
    internal static bool IsSynchronised(in Tcb tcb) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);

    /// <summary>Whether an end has taken the other's SYN.</summary>
    private static bool Knows(in Tcb own, in Tcb peer) =>
        own.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent) && own.Irs == peer.Iss;
}
