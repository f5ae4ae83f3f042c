using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>Resets that arrive, and resets that answer.</content>
public readonly partial struct TcpIntruder
{
    private static bool AResetOutsideTheWindowChangesNothing(in IntrudedConnection scene) =>
        !MetReset(in scene) || !IsResetOutside(in scene)
        || (WasMiniRecord(in scene)
            ? IsOnlyAcknowledged(in scene)
            : IsUnchanged(in scene) && IsSilent(in scene));

    private static bool IsResetOutside(in IntrudedConnection scene) => scene.Before.State switch
    {
        TcpState.Closed or TcpState.Listen => true,
        TcpState.SynSent => !scene.Arrived.Has(SegmentFlags.Ack),
        TcpState.TimeWait => scene.Arrived.Sequence != scene.Before.RcvNxt,
        _ when WasRequest(in scene) => !IsRepeatedSyn(in scene) && !TouchedWindow(in scene),
        _ when WasMiniRecord(in scene) => !TouchedWindow(in scene) && !WasInWindow(in scene),
        _ => !WasInWindow(in scene) && !Connection.IsExactReset(in scene.Before, in scene.Arrived),
    };

    /// <summary>RFC 5961 section 3.2.</summary>
    private static bool AResetInTheWindowIsChallenged(in IntrudedConnection scene) =>
        !MetReset(in scene) || Connection.IsExactReset(in scene.Before, in scene.Arrived)
        || !(WasRequest(in scene)
            ? TouchedWindow(in scene)
            : WasFull(in scene) && WasInWindow(in scene))
        || IsOnlyAcknowledged(in scene);

    private static bool AnExactResetEnds(in IntrudedConnection scene)
    {
        if (!MetReset(in scene))
        {
            return true;
        }

        if (WasIn(in scene, TcpState.SynSent))
        {
            return !scene.Arrived.Has(SegmentFlags.Ack)
                || !Connection.AcksSomethingNew(in scene.Before, in scene.Arrived)
                || IsOver(in scene, Errno.ECONNREFUSED);
        }

        return !WasFull(in scene) || !Connection.IsExactReset(in scene.Before, in scene.Arrived)
            || (IsOver(in scene, WasIn(in scene, TcpState.CloseWait) ? Errno.EPIPE : Errno.ECONNRESET)
                && scene.Tcb.Unread == scene.Before.Unread);
    }

    private static bool AnExactResetEndsMiniRecords(in IntrudedConnection scene) =>
        !MetReset(in scene)
        || !(WasIn(in scene, TcpState.TimeWait) || WasRequest(in scene)
            ? scene.Arrived.Sequence == scene.Before.RcvNxt
            : WasMiniRecord(in scene) && TouchedWindow(in scene))
        || (IsOver(in scene, Errno.None) && IsSilent(in scene));

    private static bool AResetIsNotAnsweredByAReset(in IntrudedConnection scene) =>
        !MetReset(in scene) || scene.Answers.IsEmpty || !scene.Answers[0].Has(SegmentFlags.Rst);

    private static bool WhatBelongsToNobodyIsReset(in IntrudedConnection scene) =>
        scene.Trial != Trial.Segment || scene.Arrived.Has(SegmentFlags.Rst) || !BelongsToNobody(in scene)
        || (IsUnchanged(in scene) && IsReset(in scene));

    private static bool BelongsToNobody(in IntrudedConnection scene) => scene.Before.State switch
    {
        TcpState.Closed => true,
        TcpState.Listen => scene.Arrived.Has(SegmentFlags.Ack),
        TcpState.SynSent => scene.Arrived.Has(SegmentFlags.Ack)
            && !Connection.AcksSomethingNew(in scene.Before, in scene.Arrived),
        _ when WasRequest(in scene) => !FitsHandshake(in scene),
        TcpState.SynReceived => MetAck(in scene) && WasInWindow(in scene) && !FitsHandshake(in scene),
        _ => false,
    };

    /// <summary>A request that is not repeated but contradicted, and a new one where an orphan lives.</summary>
    private static bool WhatAsksForTheImpossibleIsReset(in IntrudedConnection scene) =>
        !MetSyn(in scene) || !TouchedWindow(in scene) || IsRepeatedSyn(in scene)
        || !(WasRequest(in scene)
            ? FitsHandshake(in scene)
            : WasMiniRecord(in scene)
                && (scene.Arrived.Sequence >= scene.Before.RcvNxt || scene.Arrived.Has(SegmentFlags.Ack)))
        || (IsReset(in scene) && IsOver(in scene, Errno.None));

    private static bool IsRepeatedSyn(in IntrudedConnection scene) =>
        Met(in scene, SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst, SegmentFlags.Syn)
        && Connection.RepeatsSyn(in scene.Before, in scene.Arrived);
}
