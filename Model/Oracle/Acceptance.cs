using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Holds a segment that was sent against what a connection may send, and binds what is unknown.</summary>
internal static class Acceptance
{
    /// <summary>Lets the connection send a segment.</summary>
    /// <returns>The rule that admits it, or -1; then nothing has changed.</returns>
    public static int Accept(ref Hypothesis trial, in Segment observed)
    {
        if (observed.Has(SegmentFlags.Rst))
        {
            return Connection.Accept(ref trial.Tcb, WithoutWhatResetsLeaveOpen(in observed));
        }

        if (trial.IsBound)
        {
            return Connection.Accept(ref trial.Tcb, in observed);
        }

        var bound = trial;
        Bind(ref bound, in observed);
        var rule = Connection.Accept(ref bound.Tcb, in observed);
        if (rule >= 0)
        {
            trial = bound;
        }

        return rule;
    }

    /// <summary>The window of a reset means nothing, nor does its acknowledgment number without ACK.</summary>
    private static Segment WithoutWhatResetsLeaveOpen(in Segment observed) => observed with
    {
        Window = 0,
        UrgentPointer = 0,
        Acknowledgment = observed.Has(SegmentFlags.Ack) ? observed.Acknowledgment : default,
    };

    private static void Bind(ref Hypothesis trial, in Segment observed)
    {
        ref var tcb = ref trial.Tcb;
        if (observed.Has(SegmentFlags.Syn))
        {
            if (!trial.IsIssKnown)
            {
                BindSequence(ref tcb, observed.Sequence);
                trial.IsIssKnown = true;
            }

            // The window of a SYN is not scaled yet, so it says nothing of the one that follows.
            tcb.RcvWnd = observed.Window;
            return;
        }

        tcb.RcvWnd = Math.Min(tcb.RcvWnd, observed.Window);
        trial.IsWindowKnown = true;
    }

    private static void BindSequence(ref Tcb tcb, SequenceNumber iss)
    {
        tcb.SndUna = iss + (tcb.SndUna - tcb.Iss);
        tcb.SndNxt = iss + (tcb.SndNxt - tcb.Iss);
        tcb.SndEnd = iss + (tcb.SndEnd - tcb.Iss);
        tcb.Iss = iss;
    }
}
