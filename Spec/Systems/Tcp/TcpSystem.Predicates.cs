using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>What is demanded of the pair; each predicate of one end is asked of both.</content>
public readonly partial struct TcpSystem
{
    private static bool NothingIsInvented(in TcpPair pair) =>
        IsNothingInvented(in pair.Ends[0], in pair.Ends[1]) && IsNothingInvented(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsNothingInvented(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || own.RcvNxt <= peer.SndNxt;

    private static bool NothingAcknowledgedIsLost(in TcpPair pair) =>
        HasPeerWhatIsAcknowledged(in pair.Ends[0], in pair.Ends[1])
        && HasPeerWhatIsAcknowledged(in pair.Ends[1], in pair.Ends[0]);

    private static bool HasPeerWhatIsAcknowledged(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || !Knows(in peer, in own) || own.SndUna <= peer.RcvNxt;

    private static bool WindowIsKept(in TcpPair pair) =>
        IsWindowKept(in pair.Ends[0], in pair.Ends[1]) && IsWindowKept(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsWindowKept(in Tcb own, in Tcb peer) =>
        !Knows(in own, in peer) || !Knows(in peer, in own) || own.SndNxt <= peer.RcvNxt + peer.RcvWnd;

    private static bool NumbersAgree(in TcpPair pair) =>
        (!IsSynchronised(in pair.Ends[0]) || pair.Ends[0].Irs == pair.Ends[1].Iss)
        && (!IsSynchronised(in pair.Ends[1]) || pair.Ends[1].Irs == pair.Ends[0].Iss);

    private static bool FinIsTheEndOfTheStream(in TcpPair pair) =>
        IsFinTheEnd(in pair.Ends[0], in pair.Ends[1]) && IsFinTheEnd(in pair.Ends[1], in pair.Ends[0]);

    private static bool IsFinTheEnd(in Tcb own, in Tcb peer) =>
        !own.FinReceived || own.Irs != peer.Iss || (peer.FinQueued && own.RcvNxt == peer.SndEnd);

    private static bool ErrorEndsTheConnection(in TcpPair pair) =>
        (pair.Ends[0].Error == Errno.None || pair.Ends[0].State == TcpState.Closed)
        && (pair.Ends[1].Error == Errno.None || pair.Ends[1].State == TcpState.Closed);

    private static bool EverythingIsRead(in TcpPair pair) =>
        HasFailed(in pair, 0) || HasFailed(in pair, 1)
        || (pair.Users[0].Sent == pair.Users[1].Read && pair.Users[1].Sent == pair.Users[0].Read);

    private static bool HasFailed(in TcpPair pair, int end) =>
        pair.Users[end].HasAborted || pair.Ends[end].Error != Errno.None;

    private static bool BothUsersClosed(in TcpPair pair) =>
        pair.Users[0].Step == TcpUserStep.Closed && pair.Users[1].Step == TcpUserStep.Closed;

    private static bool BothAreClosed(in TcpPair pair) =>
        pair.Ends[0].State == TcpState.Closed && pair.Ends[1].State == TcpState.Closed;

    private static bool OpenedSimultaneously(in TcpPair pair) =>
        pair.Ends[0].Origin == Origin.Active && pair.Ends[1].Origin == Origin.Active
        && Are(in pair, TcpState.Established, TcpState.Established);

    private static bool HalfClosed(in TcpPair pair) =>
        (pair.Ends[0].State == TcpState.FinWait2 && pair.Ends[0].Unread > 0)
        || (pair.Ends[1].State == TcpState.FinWait2 && pair.Ends[1].Unread > 0);

    private static bool WasRefused(in TcpPair pair) =>
        pair.Ends[0].Error == Errno.ECONNREFUSED || pair.Ends[1].Error == Errno.ECONNREFUSED;

    private static bool InListen(in TcpPair pair) => AnyIs(in pair, TcpState.Listen);

    private static bool InSynSent(in TcpPair pair) => AnyIs(in pair, TcpState.SynSent);

    private static bool InSynReceived(in TcpPair pair) => AnyIs(in pair, TcpState.SynReceived);

    private static bool InEstablished(in TcpPair pair) => AnyIs(in pair, TcpState.Established);

    private static bool InFinWait1(in TcpPair pair) => AnyIs(in pair, TcpState.FinWait1);

    private static bool InFinWait2(in TcpPair pair) => AnyIs(in pair, TcpState.FinWait2);

    private static bool InCloseWait(in TcpPair pair) => AnyIs(in pair, TcpState.CloseWait);

    private static bool InClosing(in TcpPair pair) => AnyIs(in pair, TcpState.Closing);

    private static bool InLastAck(in TcpPair pair) => AnyIs(in pair, TcpState.LastAck);

    private static bool InTimeWait(in TcpPair pair) => AnyIs(in pair, TcpState.TimeWait);

    private static bool AnyIs(in TcpPair pair, TcpState state) =>
        pair.Ends[0].State == state || pair.Ends[1].State == state;

    private static bool Are(in TcpPair pair, TcpState first, TcpState second) =>
        pair.Ends[0].State == first && pair.Ends[1].State == second;

    /// <summary>Whether an end is past the exchange of initial sequence numbers (RFC 9293 3.3.2).</summary>
    private static bool IsSynchronised(in Tcb tcb) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);

    /// <summary>Whether an end has taken the other's SYN.</summary>
    private static bool Knows(in Tcb own, in Tcb peer) =>
        own.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent) && own.Irs == peer.Iss;
}
