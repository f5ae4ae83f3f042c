using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>Segments that change nothing, and what answers them.</content>
public readonly partial struct TcpIntruder
{
    /// <summary>RFC 5961 section 4.2; the SYN,ACK of a simultaneous open is the exception.</summary>
    private static bool ASynIsChallenged(in IntrudedConnection scene) =>
        !MetSyn(in scene) || !WasFull(in scene) || CrossedSyn(in scene) || IsOnlyAcknowledged(in scene);

    private static bool CrossedSyn(in IntrudedConnection scene) =>
        MetSyn(in scene) && WasIn(in scene, TcpState.SynReceived)
        && Connection.CrossesSyn(in scene.Before, in scene.Arrived);

    private static bool ARequestRepeated(in IntrudedConnection scene) =>
        !WasRequest(in scene) || !IsRepeatedSyn(in scene)
        || (IsUnchanged(in scene) && scene.Answers.Count == 1
            && scene.Answers[0].Flags == (SegmentFlags.Syn | SegmentFlags.Ack)
            && scene.Answers[0].Sequence == scene.Tcb.Iss && scene.Answers[0].Acknowledgment == scene.Tcb.RcvNxt);

    private static bool WhatIsOutsideIsOnlyAnswered(in IntrudedConnection scene)
    {
        if (scene.Trial != Trial.Segment || scene.Arrived.Has(SegmentFlags.Rst))
        {
            return true;
        }

        return WasRequest(in scene)
            ? TouchedWindow(in scene) || !FitsHandshake(in scene) || IsRepeatedSyn(in scene)
                || IsOnlyAcknowledged(in scene)
            : !MetAck(in scene) || !WasFull(in scene) || WasInWindow(in scene) || IsOnlyAcknowledged(in scene);
    }

    /// <summary>RFC 5961 section 5.2.</summary>
    private static bool AnAckOfTheUnsentIsOnlyAnswered(in IntrudedConnection scene) =>
        !MetAck(in scene) || !WasFull(in scene) || WasIn(in scene, TcpState.SynReceived)
        || !AckedNonsense(in scene) || IsOnlyAcknowledged(in scene);

    private static bool WithoutAckNothingIsTaken(in IntrudedConnection scene) =>
        !Met(in scene, SegmentFlags.Rst | SegmentFlags.Syn | SegmentFlags.Ack, SegmentFlags.None)
        || !(WasFull(in scene) || WasIn(in scene, TcpState.SynSent)
            || (WasRequest(in scene) && TouchedWindow(in scene)))
        || (IsUnchanged(in scene) && IsSilent(in scene));

    private static bool AnOldSynIsNothingToAMiniRecord(in IntrudedConnection scene) =>
        !MetSyn(in scene) || scene.Arrived.Has(SegmentFlags.Ack) || !WasMiniRecord(in scene) || !TouchedWindow(in scene)
        || scene.Arrived.Sequence >= scene.Before.RcvNxt
        || (IsUnchanged(in scene) && IsSilent(in scene));

    private static bool AListenerIgnoresTheRest(in IntrudedConnection scene) =>
        scene.Trial != Trial.Segment || !WasIn(in scene, TcpState.Listen) || scene.Arrived.Has(SegmentFlags.Ack)
        || (MetSyn(in scene) && !scene.Arrived.Has(SegmentFlags.Fin))
        || (IsUnchanged(in scene) && IsSilent(in scene));

    /// <summary>
    /// Where the RFC waits for the timer, the kernel sends the SYN at once (tcp_rcv_synsent_state_process); a try
    /// counts where the segment was no reset.
    /// </summary>
    private static bool ASynIsSentAgain(in IntrudedConnection scene)
    {
        if (scene.Trial != Trial.Segment || !WasIn(in scene, TcpState.SynSent)
            || !scene.Arrived.Has(SegmentFlags.Ack)
            || Connection.AcksSomethingNew(in scene.Before, in scene.Arrived))
        {
            return true;
        }

        var wasReset = scene.Arrived.Has(SegmentFlags.Rst);
        var isFirst = scene.Before.Retries == 0;
        var answers = (wasReset ? 0 : 1) + (isFirst ? 1 : 0);
        return scene.Answers.Count == answers && IsUnchanged(in scene)
            && (!isFirst || scene.Answers[answers - 1].Flags == SegmentFlags.Syn)
            && scene.Tcb.Retries == scene.Before.Retries + (isFirst && !wasReset ? 1 : 0);
    }

    /// <summary>RFC 9293 section 3.10.7.4, RFC 1337; tcp_timewait_state_process.</summary>
    private static bool TimeWaitAnswers(in IntrudedConnection scene) =>
        scene.Trial != Trial.Segment || !WasIn(in scene, TcpState.TimeWait) || scene.Arrived.Has(SegmentFlags.Rst)
        || (scene.Arrived.Sequence == scene.Before.RcvNxt && scene.Arrived.Length == 0
            ? IsUnchanged(in scene) && IsSilent(in scene)
            : IsOnlyAcknowledged(in scene));
}
