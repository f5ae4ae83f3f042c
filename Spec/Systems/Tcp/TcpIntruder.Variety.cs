using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>What a connection's past must offer, lest the judgements judge nothing.</content>
public readonly partial struct TcpIntruder
{
    private static bool IsLawful(in IntrudedConnection scene, TcpState state) =>
        scene.Trial == Trial.None && IsIn(in scene, state);

    private static bool ASynIsSentTwice(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.SynSent) && scene.Tcb.Retries > 0;

    private static bool ASynAckIsSentTwice(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.SynReceived) && scene.Tcb.Retries > 0;

    private static bool IsShutBeforeItIsUp(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.SynReceived) && scene.Tcb.Shutdown == ShutdownDirections.Send;

    private static bool TextIsUnread(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.Established) && scene.Tcb.Unread > 0;

    private static bool TextIsAheadOfAGap(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.Established) && !scene.Tcb.Held.IsEmpty;

    private static bool AFinWaits(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.LastAck) && scene.Tcb.Unsent > 0;

    private static bool AnOrphanWaits(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.FinWait2) && scene.Tcb.Orphan;

    private static bool BothHaveClosed(in IntrudedConnection scene) => IsLawful(in scene, TcpState.Closing);

    private static bool TheLastAckIsAwaited(in IntrudedConnection scene) =>
        IsLawful(in scene, TcpState.LastAck) && scene.Tcb.Unsent == 0;

    private static bool ItsTimeIsOver(in IntrudedConnection scene) => HasExpired(in scene, TcpTimer.TimeWait);

    private static bool TheOrphansTimeIsOver(in IntrudedConnection scene) => HasExpired(in scene, TcpTimer.FinWait2);

    private static bool AProbeIsSent(in IntrudedConnection scene) => HasExpired(in scene, TcpTimer.Persist);

    private static bool HasExpired(in IntrudedConnection scene, TcpTimer timer) =>
        scene.Trial == Trial.Expiry && scene.Expired == timer;
}
