using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpPairProperties;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>What is demanded of the pair; each predicate of one end is asked of both.</content>
public readonly partial struct TcpSystem
{
    private static bool NumbersAgree(in TcpPair pair) =>
        (!IsSynchronised(in pair.Ends[0]) || pair.Ends[0].Irs == pair.Ends[1].Iss)
        && (!IsSynchronised(in pair.Ends[1]) || pair.Ends[1].Irs == pair.Ends[0].Iss);

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
}
