using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Whether a trace shows what a corruption does to one of its events.</summary>
internal static class Visibility
{
    private const long AckDelayMost = 500_000_000;

    /// <summary>Whether no segment with FIN is sent any more, and that of a segment is acknowledged.</summary>
    public static bool IsLastFin(IReadOnlyList<TraceEvent> events, int place)
    {
        var fin = ((SegmentEvent)events[place]).Segment;
        var end = fin.Sequence + (uint)fin.Payload;
        var after = events.Skip(place + 1).ToList();
        return !after.Exists(each => IsOut(each, out var segment) && Has(segment, ControlBits.Fin))
            && after.Exists(each => each is SegmentEvent { Passage: Passage.In, Segment: var segment }
                && Has(segment, ControlBits.Ack) && unchecked((int)(segment.Acknowledgment - end)) > 0);
    }

    /// <summary>Whether a segment answers one with text, SYN or FIN, and nothing was sent between the two.</summary>
    public static bool AnswersText(IReadOnlyList<TraceEvent> events, int place) => Answered(events, place) >= 0;

    /// <summary>
    /// Whether a segment answers one with text, SYN or FIN, the trace goes on for longer than an acknowledgment may be
    /// delayed, and by then nothing else acknowledges it, nor ends the connection.
    /// </summary>
    public static bool IsOnlyAnswer(IReadOnlyList<TraceEvent> events, int place)
    {
        var answered = Answered(events, place);
        var due = answered < 0 ? long.MaxValue : events[answered].Time + AckDelayMost;
        if (events[^1].Time <= due)
        {
            return false;
        }

        var after = events.Skip(place + 1).TakeWhile(each => each.Time <= due);
        return !after.Any(each => IsOut(each, out _)
            || each is SegmentEvent { Segment: var segment } && Has(segment, ControlBits.Rst));
    }

    /// <summary>Whether the last octet that a segment brings comes in no other, and is acknowledged.</summary>
    public static bool EndCounts(IReadOnlyList<TraceEvent> events, int place)
    {
        var segment = ((SegmentEvent)events[place]).Segment;
        var last = segment.Sequence + (uint)segment.Payload - 1;
        return !events.Where((each, index) => index != place && Covers(each, last)).Any()
            && events.Skip(place + 1).Any(each => IsOut(each, out var sent) && Has(sent, ControlBits.Ack)
                && !Has(sent, ControlBits.Rst) && unchecked((int)(sent.Acknowledgment - last)) > 0);
    }

    /// <summary>Whether all that send calls have handed over has been sent.</summary>
    public static bool AllIsSent(IReadOnlyList<TraceEvent> events, int place)
    {
        var handed = events.OfType<CallExit>().Where(each => each is { Name: "send", Result: > 0 })
            .Sum(each => each.Result);
        var sent = new HashSet<uint>();
        foreach (var each in events)
        {
            for (var octet = 0; IsOut(each, out var segment) && octet < segment.Payload; octet++)
            {
                sent.Add(segment.Sequence + (uint)octet);
            }
        }

        return sent.Count == handed;
    }

    /// <summary>The oldest segment with text, SYN or FIN that has come since something was sent; -1 for none.</summary>
    private static int Answered(IReadOnlyList<TraceEvent> events, int place)
    {
        var answered = -1;
        for (var index = place - 1; index >= 0 && !IsOut(events[index], out _); index--)
        {
            if (events[index] is SegmentEvent { Passage: Passage.In, Segment: var segment }
                && (segment.Payload > 0 || Has(segment, ControlBits.Syn | ControlBits.Fin)))
            {
                answered = index;
            }
        }

        return answered;
    }

    private static bool Covers(TraceEvent each, uint octet) =>
        each is SegmentEvent { Passage: Passage.In, Segment: var segment }
        && unchecked(octet - segment.Sequence) < (uint)segment.Payload;

    private static bool IsOut(TraceEvent each, out TraceSegment segment)
    {
        segment = each is SegmentEvent sent ? sent.Segment : null!;
        return each is SegmentEvent { Passage: Passage.Out };
    }

    private static bool Has(TraceSegment segment, ControlBits bits) => (segment.Flags & bits) != 0;
}
