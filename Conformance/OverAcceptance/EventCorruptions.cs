using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions that leave out, double or move a segment.</summary>
internal static class EventCorruptions
{
    /// <summary>A segment is not sent.</summary>
    public static Corruption LeftOut(
        string name, string meaning, Func<TraceSegment, bool> isMeant,
        Func<IReadOnlyList<TraceEvent>, int, bool>? isPlace = null) =>
        new(name, meaning, (events, place) => IsSent(events[place], isMeant) && isPlace?.Invoke(events, place) != false
            ? Without(events, place)
            : null);

    /// <summary>A segment is not sent, nor is it sent again.</summary>
    public static Corruption LeftOutForGood(string name, string meaning, Func<TraceSegment, bool> isMeant) =>
        new(name, meaning, (events, place) => IsSent(events[place], isMeant)
            ? [.. events.Where((each, index) => index < place || !IsSent(each, isMeant))]
            : null);

    /// <summary>A segment is sent twice.</summary>
    public static Corruption Doubled(string name, string meaning, Func<TraceSegment, bool> isMeant) =>
        new(name, meaning, (events, place) =>
        {
            if (!IsSent(events[place], isMeant))
            {
                return null;
            }

            var changed = events.ToList();
            changed.Insert(place, events[place]);
            return changed;
        });

    /// <summary>Two segments with text, one right after the other, are exchanged.</summary>
    public static Corruption Swapped(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (place + 1 == events.Count || !IsSent(events[place], HasText) || !IsSent(events[place + 1], HasText))
        {
            return null;
        }

        var changed = events.ToList();
        (changed[place], changed[place + 1]) = (changed[place + 1], changed[place]);
        return changed;
    });

    /// <summary>A segment, and all that follows, comes later.</summary>
    public static Corruption Late(
        string name, string meaning, Func<TraceSegment, bool> isMeant, long delay,
        Func<IReadOnlyList<TraceEvent>, int, bool> isPlace) =>
        new(name, meaning, (events, place) => IsSent(events[place], isMeant) && isPlace(events, place)
            ? [.. events.Select((each, index) => index < place ? each : each with { Time = each.Time + delay })]
            : null);

    /// <summary>A segment that brought text did not arrive.</summary>
    public static Corruption NotArrived(string name, string meaning) =>
        new(name, meaning, (events, place) => BringsText(events[place]) ? Without(events, place) : null);

    /// <summary>A segment that brought text brought less.</summary>
    public static Corruption Shortened(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (events[place] is not SegmentEvent { Segment: { Payload: > 1 } segment } each || !BringsText(each)
            || !Visibility.EndCounts(events, place))
        {
            return null;
        }

        var changed = events.ToList();
        changed[place] = each with { Segment = segment with { Payload = segment.Payload - 1 } };
        return changed;
    });

    private static bool HasText(TraceSegment segment) => segment.Payload > 0;

    private static bool IsSent(TraceEvent each, Func<TraceSegment, bool> isMeant) =>
        each is SegmentEvent { Passage: Passage.Out, Segment: var segment } && isMeant(segment);

    private static bool BringsText(TraceEvent each) => each is SegmentEvent
    {
        Passage: Passage.In, Segment: { Payload: > 0, Flags: var flags },
    } && (flags & (ControlBits.Syn | ControlBits.Rst)) == 0;

    private static List<TraceEvent> Without(IReadOnlyList<TraceEvent> events, int place)
    {
        var changed = events.ToList();
        changed.RemoveAt(place);
        return changed;
    }
}
