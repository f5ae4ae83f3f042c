using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// A user who breaks a connection off takes it away first, and its reset goes then: what arrives in between finds no
/// connection, and is answered by a reset of its own (net/ipv4/tcp.c __tcp_close). Both stand in a capture.
/// </content>
internal sealed partial class ConnectionJudge
{
    private bool _mayBreakOff;

    /// <summary>The connection was broken off unseen before the next segment on its way, and its reset is still to
    /// go.</summary>
    private void BreakOffBeforeNext(Hypothesis hypothesis, in Segment segment, long time)
    {
        if (!_mayBreakOff || hypothesis.LateReset.IsActive || !segment.Has(SegmentFlags.Ack)
            || segment.Has(SegmentFlags.Rst))
        {
            return;
        }

        CallEffects.LeaveUnread(ref hypothesis.Tcb);
        _use.Note(Connection.Fire(ref hypothesis.Tcb, default(Abort)));
        if (hypothesis.Tcb.Owed.Contains(TcpOutput.Reset) && hypothesis.Tcb.Reset.IsActive)
        {
            hypothesis.LateReset = hypothesis.Tcb.Reset;
            CallEffects.Dissolve(ref hypothesis.Tcb);
            hypothesis.Tcb.Owed.Clear();
            TakeInEveryWay(hypothesis, in segment, time, _closure);
        }
    }

    /// <summary>The reset of a connection that was broken off goes late.</summary>
    private void ExplainByLateReset(Hypothesis trial, in Segment observed, long time)
    {
        if (trial.LateReset.IsActive && observed.Has(SegmentFlags.Rst))
        {
            trial.Tcb.Reset = trial.LateReset;
            trial.Tcb.Owed.Add(TcpOutput.Reset);
            trial.LateReset = default;
            TryAcceptInto(trial, in observed, time);
        }
    }
}
