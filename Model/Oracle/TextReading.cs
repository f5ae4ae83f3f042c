using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// What RFC 9293 has a connection do with a segment that arrives where the table, which is Linux's, departs from it.
/// </summary>
internal static class TextReading
{
    /// <summary>In which way the table departs from the text when a segment arrives.</summary>
    public static Departures DepartureAt(in Tcb tcb, in Segment segment) => tcb.State switch
    {
        TcpState.Closed or TcpState.TimeWait => Departures.None,
        TcpState.Listen => Connection.IsBareSyn(in segment) && segment.Has(SegmentFlags.Fin)
            ? Departures.SynWithFin
            : Departures.None,
        TcpState.SynSent => DepartureOfOpening(in tcb, in segment),
        TcpState.SynReceived => DepartureOfRequest(in tcb, in segment),
        _ => DepartureOfText(in tcb, in segment),
    };

    /// <summary>Lets a segment arrive as the text has it.</summary>
    /// <returns>The rule of the table that comes nearest, or -1 for none.</returns>
    public static int Fire(Departures departure, ref Tcb tcb, in Segment segment)
    {
        switch (departure)
        {
            case Departures.StampMayLack:
                return -1;                                             // It is dropped.
            case Departures.SynAckAgain:
                tcb.Owed.Add(TcpOutput.Ack);
                return -1;
            default:
                var deviations = departure == Departures.CrossedSynOffersAgain
                    ? tcb.Deviations & ~Deviations.CrossedSynOffersAgain     // The answer is still to go.
                    : tcb.Deviations;
                tcb.Deviations = Deviations.None;
                var rule = Connection.Fire(ref tcb, in segment);
                tcb.Deviations = deviations;
                return rule;
        }
    }

    private static Departures DepartureOfOpening(in Tcb tcb, in Segment segment) =>
        segment.Has(SegmentFlags.Ack)
            ? tcb.Retries == 0 && (segment.Acknowledgment <= tcb.SndUna || segment.Acknowledgment > tcb.SndNxt)
                ? Departures.SynAtOnce
                : Departures.None
        : Connection.IsBareSyn(in segment) && (tcb.Offers & OptionRules.Negotiable & ~segment.Options.Present) != 0
            ? Departures.CrossedSynOffersAgain
            : Departures.None;

    private static Departures DepartureOfText(in Tcb tcb, in Segment segment)
    {
        if (Connection.IsMiniRecord(in tcb) && IsUnchecked(in tcb, in segment))
        {
            return Departures.MiniRecord;
        }

        if (segment.Has(SegmentFlags.Rst))
        {
            return segment.Sequence + 1 == tcb.RcvNxt
                && tcb.IsIn(TcpState.CloseWait, TcpState.LastAck, TcpState.Closing)
                    ? Departures.ResetBeforeFin
                : segment.Sequence != tcb.RcvNxt && Connection.IsAtHeldEdge(in tcb, segment.Sequence)
                    ? Departures.ResetAtHeldEdge
                    : Departures.None;
        }

        if (segment.Has(SegmentFlags.Syn) || !segment.Has(SegmentFlags.Ack))
        {
            return Departures.None;
        }

        if ((tcb.Agreed & OptionKinds.TimeStamps) != 0 && !segment.Options.Has(OptionKinds.TimeStamps))
        {
            return Departures.StampMayLack;
        }

        if (Connection.StandsAtEdge(in tcb, in segment))
        {
            return Departures.EdgeIsInWindow;
        }

        if (tcb.IsIn(TcpState.CloseWait, TcpState.LastAck, TcpState.Closing)
            && Connection.OverrunsFin(in tcb, in segment) && Connection.Takes(in tcb, in segment))
        {
            return Departures.TextBehindFin;
        }

        return ReadsWindowOtherwise(in tcb, in segment) ? Departures.ShrinkingIsDistrusted : Departures.None;
    }

    /// <summary>Whether a segment is one that a mini record does not look at as a connection does.</summary>
    private static bool IsUnchecked(in Tcb tcb, in Segment segment) => segment.Has(SegmentFlags.Rst)
        ? segment.Sequence != tcb.RcvNxt
        : segment.Has(SegmentFlags.Syn) || (segment.Has(SegmentFlags.Ack) && segment.Acknowledgment > tcb.SndNxt);

    /// <summary>Whether the window of a segment is news by the text, but not for Linux, or the other way.</summary>
    private static bool ReadsWindowOtherwise(in Tcb tcb, in Segment segment)
    {
        if (!Connection.Takes(in tcb, in segment) || segment.Acknowledgment < tcb.SndUna)
        {
            return false;
        }

        // Where the windows are the same it is still noted with which number the news came.
        var isAhead = segment.Acknowledgment > tcb.SndUna;
        var window = segment.Window << tcb.SndScale;
        return segment.Sequence == tcb.SndWl1
            ? !isAhead && window < tcb.SndWnd && window != 0 && tcb.SndWl2 <= segment.Acknowledgment
            : isAhead && segment.Sequence < tcb.SndWl1;
    }

    /// <summary>
    /// Before the handshake ends: a SYN that comes once more, or within the window where no earlier test answers.
    /// </summary>
    private static Departures DepartureOfRequest(in Tcb tcb, in Segment segment)
    {
        if (segment.Has(SegmentFlags.Rst) || (segment.Has(SegmentFlags.Syn) && tcb.Origin != Origin.Request))
        {
            return tcb.SndScale > 0 && Connection.OffersAgain(in tcb) && segment.Has(SegmentFlags.Syn)
                && Connection.CrossesSyn(in tcb, in segment)
                    ? Departures.CrossedWindowShifts
                    : Departures.None;
        }

        if (!segment.Has(SegmentFlags.Syn))
        {
            return Connection.StandsAtEdge(in tcb, in segment) ? Departures.EdgeIsInWindow : Departures.None;
        }

        var isBare = !segment.Has(SegmentFlags.Ack);
        if (isBare && Connection.RepeatsSyn(in tcb, in segment))
        {
            return Departures.SynAckAgain;
        }

        return (isBare || Connection.AcksSynExactly(in tcb, in segment))
            && segment.End > tcb.RcvNxt && segment.Sequence < tcb.RcvNxt + Math.Max(tcb.RcvWnd, 1)
                ? Departures.SynResetsRequest
                : Departures.None;
    }
}
