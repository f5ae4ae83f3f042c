using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions of sizes, where a trace shows them.</summary>
internal static class SizeVisibility
{
    private const int SizeUnsaid = 536;

    /// <summary>
    /// Two segments with text, one right after the other, as one, if that is more than the SYN of the peer says that it
    /// takes.
    /// </summary>
    public static List<TraceEvent>? Joined(IReadOnlyList<TraceEvent> events, int place)
    {
        if (place + 1 >= events.Count
            || events[place] is not SegmentEvent { Passage: Passage.Out, Segment: { Payload: > 0 } first } each
            || events[place + 1] is not SegmentEvent { Passage: Passage.Out, Segment: { Payload: > 0 } second }
            || second.Sequence != first.Sequence + (uint)first.Payload
            || first.Payload + second.Payload <= SizeTold(events) || !TimeCorruptions.IsNew(events, place))
        {
            return null;
        }

        var changed = events.ToList();
        changed[place] = each with
        {
            Segment = second with { Sequence = first.Sequence, Payload = first.Payload + second.Payload },
        };
        changed.RemoveAt(place + 1);
        return changed;
    }

    /// <summary>
    /// Whether the peer sends text beyond every window as it stands in the header, and it is acknowledged: the peer
    /// was told of more.
    /// </summary>
    public static bool OverrunsPlainWindows(IReadOnlyList<TraceEvent> events, int place)
    {
        if (!events.Any(IsScaledSynOfPeer))
        {
            return false;
        }

        var (isKnown, edge) = (false, 0u);
        for (var index = place + 1; index < events.Count; index++)
        {
            if (events[index] is not SegmentEvent { Segment: var segment } each || Has(segment, ControlBits.Rst))
            {
                continue;
            }

            if (each.Passage == Passage.Out && Has(segment, ControlBits.Ack))
            {
                var told = unchecked(segment.Acknowledgment + segment.Window);
                edge = isKnown && unchecked((int)(told - edge)) < 0 ? edge : told;
                isKnown = true;
            }

            if (each.Passage == Passage.In && isKnown && segment.Payload > 0 && !Has(segment, ControlBits.Syn)
                && unchecked((int)(segment.Sequence - edge)) > 0
                && Visibility.EndCounts(events, index))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsScaledSynOfPeer(TraceEvent each) => each is SegmentEvent
    {
        Passage: Passage.In, Segment: var segment,
    } && Has(segment, ControlBits.Syn) && segment.Options.Any(option => option is WindowScale);

    private static int SizeTold(IReadOnlyList<TraceEvent> events)
    {
        var syn = events.OfType<SegmentEvent>().First(
            each => each.Passage == Passage.In && Has(each.Segment, ControlBits.Syn)).Segment;
        return syn.Options.OfType<MaximumSegmentSize>().FirstOrDefault()?.Size ?? SizeUnsaid;
    }

    private static bool Has(TraceSegment segment, ControlBits bits) => (segment.Flags & bits) != 0;
}
