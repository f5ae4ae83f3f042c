using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>What an acceptable segment brings.</content>
public readonly partial struct TcpIntruder
{
    /// <summary>States that take text (RFC 9293 3.10.7.4, seventh).</summary>
    private static bool TookText(in IntrudedConnection scene) =>
        WasAcceptable(in scene) && scene.Before.State is <= TcpState.FinWait2
        && !Connection.BringsTextAfterShutdown(in scene.Before, in scene.Arrived);

    private static bool TextIsTaken(in IntrudedConnection scene)
    {
        if (!TookText(in scene) || scene.Before.RcvWnd == 0 || scene.Arrived.Length == 0)
        {
            return true;
        }

        if (scene.Arrived.Sequence > scene.Before.RcvNxt)
        {
            return scene.Tcb.RcvNxt == scene.Before.RcvNxt
                && (scene.Arrived.Sequence >= scene.Before.RcvNxt + scene.Before.RcvWnd || !scene.Tcb.Held.IsEmpty);
        }

        return scene.Tcb.RcvNxt >= scene.Arrived.End
            && (scene.Arrived.End <= scene.Before.RcvNxt || scene.Tcb.Notices.Contains(Notice.DataReady));
    }

    private static bool WhatIsTakenIsAcknowledged(in IntrudedConnection scene) =>
        !WasAcceptable(in scene) || scene.Arrived.Length == 0 || IsIn(in scene, TcpState.Closed)
        || !(TookText(in scene) || scene.Arrived.Sequence < scene.Before.RcvNxt)
        || (IsIn(in scene, TcpState.TimeWait) && !TookText(in scene))
        || (!scene.Answers.IsEmpty && scene.Answers[0].Acknowledgment == scene.Tcb.RcvNxt);

    private static bool AnAckIsTaken(in IntrudedConnection scene) =>
        !WasAcceptable(in scene) || (scene.Before.Orphan && IsIn(in scene, TcpState.Closed))
        || scene.Tcb.SndUna == SequenceNumber.Later(scene.Before.SndUna, scene.Arrived.Acknowledgment);

    private static bool AWindowIsBelieved(in IntrudedConnection scene) =>
        !WasAcceptable(in scene) || (scene.Before.Orphan && IsIn(in scene, TcpState.Closed))
        || scene.Arrived.Acknowledgment < scene.Before.SndUna || scene.Arrived.Sequence <= scene.Before.SndWl1
        || scene.Tcb.SndWnd == scene.Arrived.Window;

    /// <summary>SYN-RECEIVED, fifth; the SYN,ACK of figure 7 does as well.</summary>
    private static bool AHandshakeEnds(in IntrudedConnection scene) =>
        !WasIn(in scene, TcpState.SynReceived) || !(WasAcceptable(in scene) || CrossedSyn(in scene))
        || (scene.Tcb.State is not (TcpState.SynReceived or TcpState.Closed)
            && scene.Tcb.SndUna == scene.Before.SndNxt
            && scene.Tcb.Notices.Contains(Notice.StateChange) && scene.Tcb.Notices.Contains(Notice.Connected)
            && scene.Tcb.FinQueued == ((scene.Before.Shutdown & ShutdownDirections.Send) != 0)
            && (!CrossedSyn(in scene) || scene.Answers.Count > 0));

    private static bool AFinIsFollowed(in IntrudedConnection scene)
    {
        if (!WasAcceptable(in scene) || IsIn(in scene, TcpState.Closed))
        {
            return !WasAcceptable(in scene) || scene.Before.State != TcpState.Established;
        }

        var hasFin = scene.Tcb.FinReceived;
        var isAcked = scene.Tcb.FinQueued && scene.Tcb.SndUna == scene.Tcb.SndEnd;
        return scene.Tcb.State == Reached(in scene.Tcb, hasFin, isAcked, !scene.Before.FinReceived);
    }

    private static TcpState Reached(in Tcb tcb, bool hasFin, bool isAcked, bool isFirst) =>
        (hasFin, tcb.FinQueued) switch
        {
            (false, false) => TcpState.Established,
            (false, true) => isAcked ? TcpState.FinWait2 : TcpState.FinWait1,
            (true, false) => TcpState.CloseWait,
            (true, true) when isAcked => TcpState.TimeWait,
            (true, true) => !isFirst && tcb.State == TcpState.LastAck ? TcpState.LastAck : TcpState.Closing,
        };
}
