using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <content>How connections end: by text that nobody reads, by their user, and by time.</content>
public readonly partial struct TcpIntruder
{
    private static bool TextNobodyReadsIsReset(in IntrudedConnection scene)
    {
        if (!MetAck(in scene) || !(WasAcceptable(in scene) || MiniRecordTook(in scene)))
        {
            return true;
        }

        var isAcked = Connection.AcksFin(in scene.Before, in scene.Arrived);
        return scene.Before.State switch
        {
            TcpState.FinWait1 or TcpState.FinWait2 =>
                !Connection.BringsTextAfterShutdown(in scene.Before, in scene.Arrived)
                || IsBrokenOff(in scene, scene.Before.Orphan && isAcked ? Errno.None : Errno.ECONNRESET),
            TcpState.CloseWait => !Connection.OverrunsFin(in scene.Before, in scene.Arrived)
                || IsBrokenOff(in scene, Errno.EPIPE),
            TcpState.Closing or TcpState.LastAck => isAcked
                || !Connection.OverrunsFin(in scene.Before, in scene.Arrived)
                || IsBrokenOff(in scene, Errno.ECONNRESET),
            _ => true,
        };
    }

    private static bool MiniRecordTook(in IntrudedConnection scene) =>
        WasMiniRecord(in scene) && TouchedWindow(in scene) && !AckedNonsense(in scene);

    private static bool IsBrokenOff(in IntrudedConnection scene, Errno error) =>
        IsReset(in scene) && IsOver(in scene, error);

    private static bool AnAbortIsTold(in IntrudedConnection scene)
    {
        if (scene.Trial != Trial.Abort)
        {
            return true;
        }

        var isTold = scene.Before.State is >= TcpState.SynReceived and <= TcpState.CloseWait
            || (scene.Before.State is TcpState.Closing or TcpState.LastAck
                && (scene.Before.Unsent > 0 || scene.Before.Unread > 0));
        return IsOver(in scene, scene.Before.Error)
            && (isTold
                ? scene.Answers.Count == 1 && scene.Answers[0].Flags == (SegmentFlags.Rst | SegmentFlags.Ack)
                    && scene.Answers[0].Sequence == scene.Before.SndNxt
                    && scene.Answers[0].Acknowledgment == scene.Before.RcvNxt
                : IsSilent(in scene));
    }

    private static bool WhatIsLostIsSentAgain(in IntrudedConnection scene)
    {
        if (scene.Trial != Trial.Expiry || scene.Expired != TcpTimer.Retransmission)
        {
            return true;
        }

        if (scene.Before.Retries == scene.Before.RetriesMost)
        {
            return IsOver(in scene, WasRequest(in scene) ? Errno.None : Errno.ETIMEDOUT) && IsSilent(in scene);
        }

        var flags = scene.Before.State switch
        {
            TcpState.SynSent => SegmentFlags.Syn,
            TcpState.SynReceived => SegmentFlags.Syn | SegmentFlags.Ack,
            _ => SegmentFlags.Ack,
        };
        return scene.Tcb.State == scene.Before.State && scene.Tcb.Retries == scene.Before.Retries + 1
            && scene.Tcb.Timers.Contains(TcpTimer.Retransmission) && !scene.Answers.IsEmpty
            && scene.Answers[0].Sequence == scene.Before.SndUna && scene.Answers[0].Length > 0
            && (scene.Answers[0].Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst)) == flags;
    }

    /// <summary>RFC 9293 section 3.8.6.1.</summary>
    private static bool AClosedWindowIsProbed(in IntrudedConnection scene) =>
        scene.Trial != Trial.Expiry || scene.Expired != TcpTimer.Persist
        || (scene.Tcb.State == scene.Before.State && scene.Tcb.Timers.Contains(TcpTimer.Persist)
            && scene.Answers.Count == 1 && scene.Answers[0].Sequence == scene.Before.SndUna - 1);

    private static bool AnEndComesInTime(in IntrudedConnection scene) =>
        scene.Trial != Trial.Expiry || scene.Expired is not (TcpTimer.FinWait2 or TcpTimer.TimeWait)
        || (IsOver(in scene, Errno.None) && IsSilent(in scene));

    private static bool WhatIsClosedIsQuiet(in IntrudedConnection scene) =>
        !IsIn(in scene, TcpState.Closed) || (scene.Tcb.Timers.IsEmpty && scene.Tcb.Owed.IsEmpty);

    private static bool WhatEndsByTimeHasItsTimer(in IntrudedConnection scene) => scene.Tcb.State switch
    {
        TcpState.TimeWait => scene.Tcb.Timers.Contains(TcpTimer.TimeWait),
        TcpState.FinWait2 when scene.Tcb.Orphan => scene.Tcb.Timers.Contains(TcpTimer.FinWait2),
        _ => true,
    };

    private static bool WhoAwaitsAnAckHasSentAFin(in IntrudedConnection scene) =>
        scene.Tcb.State is not (TcpState.FinWait1 or TcpState.FinWait2 or TcpState.Closing or TcpState.LastAck
            or TcpState.TimeWait)
        || scene.Tcb.FinQueued;
}
