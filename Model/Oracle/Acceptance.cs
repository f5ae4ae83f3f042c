using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Holds a segment that was sent against what a connection may send, and binds what is unknown.</summary>
internal static class Acceptance
{
    /// <summary>Lets the connection send a segment.</summary>
    /// <returns>The rule that admits it, or -1; then nothing has changed.</returns>
    public static int Accept(ref Hypothesis trial, in Segment observed)
    {
        if (OptionRules.Find(in trial, in observed) is not null)
        {
            return -1;
        }

        if (observed.Has(SegmentFlags.Rst))
        {
            return AcceptReset(ref trial, in observed);
        }

        if (!observed.Has(SegmentFlags.Syn))
        {
            return Note(ref trial, in observed, Connection.Accept(ref trial.Tcb, in observed));
        }

        var bound = trial;
        Bind(ref bound, in observed);
        var rule = Connection.Accept(ref bound.Tcb, in observed);
        if (rule >= 0)
        {
            trial = bound;
        }

        return Note(ref trial, in observed, rule);
    }

    /// <summary>
    /// The window of a reset means nothing, nor do its options and urgent pointer, nor its ACK field without ACK.
    /// </summary>
    private static int AcceptReset(ref Hypothesis trial, in Segment observed)
    {
        var reset = trial.Tcb.Reset;
        trial.Tcb.Reset = reset with { IsActive = false };
        var rule = Connection.Accept(ref trial.Tcb, observed with
        {
            Flags = observed.Flags & ~SegmentFlags.Urg,
            Window = 0,
            UrgentPointer = 0,
            Options = default,
            Acknowledgment = observed.Has(SegmentFlags.Ack) ? observed.Acknowledgment : default,
        });
        trial.Tcb.Reset = reset;
        return rule;
    }

    private static int Note(ref Hypothesis trial, in Segment observed, int rule)
    {
        if (rule >= 0 && observed.Payload > 0 && observed.Sequence == trial.Tcb.SndNxt)
        {
            // A probe of a shut window with new text, which may be acknowledged (RFC 9293 3.8.6.1).
            trial.Tcb.SndNxt = observed.TextEnd;
            trial.Tcb.Timers.Add(TcpTimer.Retransmission);
        }

        if (rule >= 0 && observed.Options.Has(OptionKinds.TimeStamps))
        {
            trial.HasStamp = true;
            trial.LastStamp = observed.Options.StampValue;
        }

        return rule;
    }

    private static void Bind(ref Hypothesis trial, in Segment observed)
    {
        ref var tcb = ref trial.Tcb;
        if (!trial.IsIssKnown)
        {
            BindSequence(ref tcb, observed.Sequence);
            trial.IsIssKnown = true;
            if (!observed.Has(SegmentFlags.Ack) && observed.Payload > 0)
            {
                tcb.SndEnd += observed.Payload;
                tcb.IsFastOpen = true;
            }
        }

        BindOptions(ref tcb, in observed);
        tcb.RcvWnd = observed.Window;
    }

    private static void BindSequence(ref Tcb tcb, SequenceNumber iss)
    {
        tcb.SndUna = iss + (tcb.SndUna - tcb.Iss);
        tcb.SndNxt = iss + (tcb.SndNxt - tcb.Iss);
        tcb.SndEnd = iss + (tcb.SndEnd - tcb.Iss);
        tcb.Iss = iss;
    }

    /// <summary>A SYN offers; what answers one chooses among what was offered.</summary>
    private static void BindOptions(ref Tcb tcb, in Segment observed)
    {
        var present = observed.Options.Present & OptionRules.Everything;
        tcb.Offers = present;
        tcb.RcvScale = observed.Options.WindowScale;
        if (!observed.Has(SegmentFlags.Ack))
        {
            return;
        }

        var refused = tcb.Agreed & ~present;
        tcb.Agreed &= present;
        tcb.SndMss += (ushort)((refused & OptionKinds.TimeStamps) != 0 ? OptionRules.StampOctets : 0);
        tcb.SndScale = (refused & OptionKinds.WindowScale) != 0 ? (byte)0 : tcb.SndScale;
        tcb.RcvScale = (tcb.Agreed & OptionKinds.WindowScale) == 0 && !Connection.OffersAgain(in tcb)
            ? (byte)0
            : tcb.RcvScale;
    }
}
