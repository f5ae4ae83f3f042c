using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>What the judgements share: which segments they are about, and what came of them.</content>
public readonly partial struct TcpIntruder
{
    private static bool Met(in IntrudedConnection scene, SegmentFlags mask, SegmentFlags flags) =>
        scene.Trial == Trial.Segment && (scene.Arrived.Flags & mask) == flags;

    private static bool MetReset(in IntrudedConnection scene) =>
        Met(in scene, SegmentFlags.Rst, SegmentFlags.Rst);

    private static bool MetSyn(in IntrudedConnection scene) =>
        Met(in scene, SegmentFlags.Rst | SegmentFlags.Syn, SegmentFlags.Syn);

    /// <summary>Neither RST nor SYN, but ACK.</summary>
    private static bool MetAck(in IntrudedConnection scene) =>
        Met(in scene, SegmentFlags.Rst | SegmentFlags.Syn | SegmentFlags.Ack, SegmentFlags.Ack);

    private static bool WasIn(in IntrudedConnection scene, TcpState state) => scene.Before.State == state;

    private static bool IsIn(in IntrudedConnection scene, TcpState state) => scene.Tcb.State == state;

    private static bool WasRequest(in IntrudedConnection scene) =>
        WasIn(in scene, TcpState.SynReceived) && scene.Before.Origin == Origin.Request;

    /// <summary>An orphan in FIN-WAIT-2, of which the kernel keeps a mini record.</summary>
    private static bool WasMiniRecord(in IntrudedConnection scene) =>
        WasIn(in scene, TcpState.FinWait2) && scene.Before.Orphan;

    /// <summary>Synchronised, with all that a connection has (not TIME-WAIT).</summary>
    private static bool WasFull(in IntrudedConnection scene) =>
        scene.Before.State is >= TcpState.SynReceived and <= TcpState.LastAck
        && !WasRequest(in scene) && !WasMiniRecord(in scene);

    private static bool WasInWindow(in IntrudedConnection scene) =>
        Connection.InWindow(in scene.Before, in scene.Arrived);

    private static bool TouchedWindow(in IntrudedConnection scene) =>
        Connection.TouchesWindow(in scene.Before, in scene.Arrived);

    /// <summary>The segment is of this handshake, as far as its ACK says.</summary>
    private static bool FitsHandshake(in IntrudedConnection scene) =>
        !scene.Arrived.Has(SegmentFlags.Ack) || Connection.AcksSynExactly(in scene.Before, in scene.Arrived);

    /// <summary>It passed the checks of number and ACK: text, FIN and window count.</summary>
    private static bool WasAcceptable(in IntrudedConnection scene) =>
        MetAck(in scene)
        && (WasRequest(in scene) || WasMiniRecord(in scene) ? TouchedWindow(in scene) : WasInWindow(in scene))
        && (WasIn(in scene, TcpState.SynReceived)
            ? FitsHandshake(in scene)
            : WasFull(in scene) && !AckedNonsense(in scene));

    private static bool AckedNonsense(in IntrudedConnection scene) =>
        Connection.AcksUnsent(in scene.Before, in scene.Arrived)
        || Connection.AcksTooOld(in scene.Before, in scene.Arrived);

    private static bool IsSilent(in IntrudedConnection scene) => scene.Answers.IsEmpty;

    /// <summary>What an end knows of its peer, and tells its user, is as it was.</summary>
    private static bool IsUnchanged(in IntrudedConnection scene) =>
        scene.Tcb.State == scene.Before.State && scene.Tcb.RcvNxt == scene.Before.RcvNxt
        && scene.Tcb.SndUna == scene.Before.SndUna && scene.Tcb.SndWnd == scene.Before.SndWnd
        && scene.Tcb.Held.Count == scene.Before.Held.Count && scene.Tcb.Error == scene.Before.Error
        && scene.Tcb.Shutdown == scene.Before.Shutdown && scene.Tcb.Notices.IsEmpty
        && scene.Tcb.FinReceived == scene.Before.FinReceived;

    /// <summary>One ACK, of what was acknowledged before, and nothing else came of it (a challenge ACK).</summary>
    private static bool IsOnlyAcknowledged(in IntrudedConnection scene) =>
        IsUnchanged(in scene) && scene.Answers.Count == 1 && IsAck(in scene);

    private static bool IsAck(in IntrudedConnection scene) =>
        !scene.Answers.IsEmpty && scene.Answers[0].Flags == SegmentFlags.Ack
        && scene.Answers[0].Acknowledgment == scene.Tcb.RcvNxt && scene.Answers[0].Sequence == scene.Tcb.SndNxt;

    /// <summary>
    /// The first answer is a reset with the numbers of what it answers (RFC 9293 3.5.2), to where that came from.
    /// </summary>
    private static bool IsReset(in IntrudedConnection scene)
    {
        if (scene.Answers.IsEmpty || scene.Answers[0].Destination != scene.Arrived.Source)
        {
            return false;
        }

        var reset = scene.Answers[0];
        return scene.Arrived.Has(SegmentFlags.Ack)
            ? reset.Flags == SegmentFlags.Rst && reset.Sequence == scene.Arrived.Acknowledgment
            : reset.Flags == (SegmentFlags.Rst | SegmentFlags.Ack) && reset.Sequence == default
                && reset.Acknowledgment == scene.Arrived.End;
    }

    private static bool IsOver(in IntrudedConnection scene, Errno error) =>
        IsIn(in scene, TcpState.Closed) && scene.Tcb.Error == error
        && scene.Tcb.Notices.Contains(Notice.ErrorReport) == (error != Errno.None)
        && scene.Tcb.Notices.Contains(Notice.StateChange) == (error != Errno.None);
}
