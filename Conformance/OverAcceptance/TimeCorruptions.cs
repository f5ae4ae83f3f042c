using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions of when something is sent for no other reason than that time has passed.</summary>
internal static class TimeCorruptions
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;
    private const long DoublingMost = 30 * Second;
    private const ControlBits OfCongestion = ControlBits.Ece | ControlBits.Cwr | ControlBits.Ae;

    /// <summary>A segment goes sooner, and what follows with it.</summary>
    /// <param name="name">The name of the corruption.</param>
    /// <param name="meaning">What is changed.</param>
    /// <param name="baseOf">The event after which an event waits; -1 if it is no such event.</param>
    /// <param name="delay">How long it waits now, in nanoseconds.</param>
    public static Corruption Sooner(
        string name, string meaning, Func<IReadOnlyList<TraceEvent>, int, int> baseOf, long delay) =>
        new(name, meaning, (events, place) => baseOf(events, place) is >= 0 and var since
            && events[place].Time - events[since].Time > delay + (50 * Millisecond)
                ? MovedTo(events, place, since, events[since].Time + delay)
                : null);

    /// <summary>
    /// A second time-out is as long as the first. Those of a SYN do not double in Linux, and with SACK the first may be
    /// a probe of the tail, which is no time-out.
    /// </summary>
    public static Corruption NotDoubled(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        var isSyn = events[place] is SegmentEvent { Segment: var segment } && Has(segment, ControlBits.Syn);
        var second = isSyn ? -1 : Repetition(events, place);
        var first = second < 0 ? -1 : Repetition(events, second);
        if (first < 0 || events.Any(PermitsSack))
        {
            return null;
        }

        var interval = events[second].Time - events[first].Time;
        return interval < DoublingMost && events[place].Time - events[second].Time > interval
            ? MovedTo(events, place, second, events[second].Time + interval)
            : null;
    });

    /// <summary>A late segment finds the record of TIME-WAIT gone.</summary>
    public static Corruption ForgetsTimeWait(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (place == 0
            || events[place] is not SegmentEvent { Passage: Passage.Out, Segment: { Payload: 0 } answer } each
            || (answer.Flags & ~OfCongestion) != ControlBits.Ack || !IsRepeatedFin(events, place - 1)
            || !HasClosedFirst(events, place))
        {
            return null;
        }

        var changed = events.ToList();
        changed[place] = each with
        {
            Segment = answer with
            {
                Flags = ControlBits.Rst,
                Sequence = ((SegmentEvent)events[place - 1]).Segment.Acknowledgment,
                Acknowledgment = 0,
                Window = 0,
                Options = [],
            },
        };
        return changed;
    });

    /// <summary>A probe that nobody has asked for.</summary>
    public static Corruption Unasked(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (events[place] is not CallEntry { Option: "SO_KEEPALIVE" }
            || !Enumerable.Range(place, events.Count - place).Any(later => KeepAlive(events, later) >= 0))
        {
            return null;
        }

        var changed = events.ToList();
        changed.RemoveRange(place, 2);
        return changed;
    });

    /// <summary>When text, or a SYN, that goes again went before, if nothing has come since.</summary>
    public static int Repetition(IReadOnlyList<TraceEvent> events, int place)
    {
        if (events[place] is not SegmentEvent { Passage: Passage.Out, Segment: var segment } || LengthOf(segment) == 0)
        {
            return -1;
        }

        for (var index = place - 1; index >= 0; index--)
        {
            if (events[index] is not SegmentEvent { Passage: var passage, Segment: var earlier })
            {
                continue;
            }

            if (passage != Passage.Out)
            {
                return -1;
            }

            if (LengthOf(earlier) > 0 && earlier.Sequence == segment.Sequence)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether nothing of the text of a segment was sent before.</summary>
    public static bool IsNew(IReadOnlyList<TraceEvent> events, int place)
    {
        var segment = ((SegmentEvent)events[place]).Segment;
        return !events.Take(place).Any(each => each is SegmentEvent { Passage: Passage.Out, Segment: var earlier }
            && LengthOf(earlier) > 0
            && unchecked((int)(earlier.Sequence + (uint)LengthOf(earlier) - segment.Sequence)) > 0);
    }

    /// <summary>What a probe of a shut window waits after: the window that was told, or the probe before.</summary>
    public static int WindowProbe(IReadOnlyList<TraceEvent> events, int place) =>
        LatestBeforeProbe(events, place, isShut: true);

    /// <summary>What a probe of an idle connection waits after.</summary>
    public static int KeepAlive(IReadOnlyList<TraceEvent> events, int place) =>
        LatestBeforeProbe(events, place, isShut: false);

    private static int LatestBeforeProbe(IReadOnlyList<TraceEvent> events, int place, bool isShut)
    {
        if (events[place] is not SegmentEvent { Passage: Passage.Out, Segment: { Payload: 0 } probe }
            || (probe.Flags & ~OfCongestion) != ControlBits.Ack)
        {
            return -1;
        }

        var sent = LastSegment(events, place, Passage.Out);
        var heard = LastSegment(events, place, Passage.In);
        if (sent < 0 || heard < 0 || ((SegmentEvent)events[heard]).Segment.Window == 0 != isShut)
        {
            return -1;
        }

        var before = ((SegmentEvent)events[sent]).Segment;
        var isProbe = before.Sequence + (uint)LengthOf(before) == probe.Sequence + 1
            || (before.Sequence == probe.Sequence && LengthOf(before) == 0
                && LatestBeforeProbe(events, sent, isShut) >= 0);
        var isAll = ((SegmentEvent)events[heard]).Segment.Acknowledgment == probe.Sequence + 1;
        return isProbe && isAll ? Math.Max(sent, heard) : -1;
    }

    private static int LastSegment(IReadOnlyList<TraceEvent> events, int place, Passage passage)
    {
        var index = place - 1;
        while (index >= 0 && !(events[index] is SegmentEvent segment && segment.Passage == passage))
        {
            index--;
        }

        return index;
    }

    private static bool IsRepeatedFin(IReadOnlyList<TraceEvent> events, int place) =>
        events[place] is SegmentEvent { Passage: Passage.In, Segment: var fin } && Has(fin, ControlBits.Fin)
        && events.Take(place).Any(each => each is SegmentEvent { Passage: Passage.In, Segment: var earlier }
            && Has(earlier, ControlBits.Fin) && earlier.Sequence + earlier.Payload == fin.Sequence + fin.Payload);

    /// <summary>Whether the judged end sent its FIN before it acknowledged that of the peer, and it was acknowledged.
    /// </summary>
    private static bool HasClosedFirst(IReadOnlyList<TraceEvent> events, int place)
    {
        var closing = Enumerable.Range(0, place).FirstOrDefault(index => IsFin(events[index], Passage.Out), -1);
        if (closing < 0)
        {
            return false;
        }

        var fin = ((SegmentEvent)events[closing]).Segment;
        var end = fin.Sequence + (uint)LengthOf(fin);
        return !events.Take(closing).Any(each => IsFin(each, Passage.In))
            && events.Take(place).Any(each => each is SegmentEvent { Passage: Passage.In, Segment: var heard }
                && heard.Acknowledgment == end);
    }

    private static bool PermitsSack(TraceEvent each) => each is SegmentEvent { Segment: var segment }
        && (segment.Flags & (ControlBits.Syn | ControlBits.Ack)) == (ControlBits.Syn | ControlBits.Ack)
        && segment.Options.Contains(new PlainOption(PlainOptionKind.SackPermitted));

    private static bool IsFin(TraceEvent each, Passage passage) =>
        each is SegmentEvent segment && segment.Passage == passage && Has(segment.Segment, ControlBits.Fin);

    private static bool Has(TraceSegment segment, ControlBits bits) => (segment.Flags & bits) != 0;

    private static int LengthOf(TraceSegment segment) => segment.Payload
        + (Has(segment, ControlBits.Syn) ? 1 : 0) + (Has(segment, ControlBits.Fin) ? 1 : 0);

    private static List<TraceEvent> MovedTo(IReadOnlyList<TraceEvent> events, int place, int since, long time)
    {
        var sooner = events[place].Time - time;
        return
        [
            .. events.Select((each, index) => index <= since ? each
                : each with { Time = index < place ? Math.Min(each.Time, time) : each.Time - sooner }),
        ];
    }
}
