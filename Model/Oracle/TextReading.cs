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
        TcpState.Listen => IsBareSyn(in segment) && segment.Has(SegmentFlags.Fin)
            ? Departures.SynWithFin
            : Departures.None,
        TcpState.SynSent => segment.Has(SegmentFlags.Ack) && tcb.Retries == 0
            && (segment.Acknowledgment <= tcb.SndUna || segment.Acknowledgment > tcb.SndNxt)
                ? Departures.SynAtOnce
                : Departures.None,
        TcpState.SynReceived => ResetsRequest(in tcb, in segment) ? Departures.SynResetsRequest : Departures.None,
        _ => DepartureOfText(in tcb, in segment),
    };

    /// <summary>Lets a segment arrive as the text has it.</summary>
    /// <returns>The rule of the table that comes nearest, or -1 for none.</returns>
    public static int Fire(Departures departure, ref Tcb tcb, in Segment segment)
    {
        switch (departure)
        {
            case Departures.SynAtOnce:
                var retries = tcb.Retries;
                var wasOwed = tcb.Owed.Contains(TcpOutput.Syn);
                var rule = Connection.Fire(ref tcb, in segment);
                tcb.Retries = retries;
                if (!wasOwed)
                {
                    tcb.Owed.Remove(TcpOutput.Syn);
                }

                return rule;
            case Departures.SynWithFin:
                return Connection.Fire(ref tcb, segment with { Flags = segment.Flags & ~SegmentFlags.Fin });
            case Departures.SynResetsRequest:
                rule = Connection.Fire(ref tcb, in segment);
                tcb.Owed.Remove(TcpOutput.Reset);
                return rule;
            case Departures.ShrinkingIsDistrusted:
                var deviations = tcb.Deviations;
                tcb.Deviations = Deviations.None;
                rule = Connection.Fire(ref tcb, in segment);
                tcb.Deviations = deviations;
                return rule;
            case Departures.EdgeIsInWindow:
                tcb.Owed.Add(TcpOutput.Ack);
                return -1;
            default:
                return -1;                                             // It is dropped.
        }
    }

    private static Departures DepartureOfText(in Tcb tcb, in Segment segment)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return segment.Sequence + 1 == tcb.RcvNxt
                && tcb.IsIn(TcpState.CloseWait, TcpState.LastAck, TcpState.Closing)
                    ? Departures.ResetBeforeFin
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

        if (segment.Length == 0 && tcb.RcvWnd > 0 && segment.Sequence == tcb.RcvNxt + tcb.RcvWnd)
        {
            return Departures.EdgeIsInWindow;
        }

        return ReadsWindowOtherwise(in tcb, in segment) ? Departures.ShrinkingIsDistrusted : Departures.None;
    }

    /// <summary>Whether the window of a segment is news by the text, but not for Linux, or the other way.</summary>
    private static bool ReadsWindowOtherwise(in Tcb tcb, in Segment segment)
    {
        var window = segment.Window << tcb.SndScale;
        if (window == tcb.SndWnd || !Connection.Takes(in tcb, in segment) || segment.Acknowledgment < tcb.SndUna)
        {
            return false;
        }

        var isAhead = segment.Acknowledgment > tcb.SndUna;
        return segment.Sequence == tcb.SndWl1
            ? !isAhead && window < tcb.SndWnd && window != 0 && tcb.SndWl2 <= segment.Acknowledgment
            : isAhead && segment.Sequence < tcb.SndWl1;
    }

    /// <summary>A SYN within the window that no earlier test of a request answers.</summary>
    private static bool ResetsRequest(in Tcb tcb, in Segment segment)
    {
        var isBare = !segment.Has(SegmentFlags.Ack);
        var isRepeated = isBare && segment.Sequence == tcb.Irs && !segment.Has(SegmentFlags.Fin);
        return tcb.Origin == Origin.Request && segment.Has(SegmentFlags.Syn) && !segment.Has(SegmentFlags.Rst)
            && !isRepeated && (isBare || segment.Acknowledgment == tcb.Iss + 1)
            && segment.End > tcb.RcvNxt && segment.Sequence < tcb.RcvNxt + Math.Max(tcb.RcvWnd, 1);
    }

    private static bool IsBareSyn(in Segment segment) =>
        (segment.Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst)) == SegmentFlags.Syn;
}
