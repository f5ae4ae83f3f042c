using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions of what segments say of congestion (RFC 3168, RFC 9768).</summary>
internal static class MarkCorruptions
{
    private const ControlBits Marks = ControlBits.Ece | ControlBits.Cwr | ControlBits.Ae;
    private const int Unit = (int)ControlBits.Ece;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Counted("ACE + 1", "the field ACE of AccECN tells one mark more than have come", 1),
        Counted("ACE - 1", "the field ACE tells one mark less", -1),
        Of("ACE of the answer", "a SYN,ACK tells of another codepoint than that of the SYN",
            (events, place) => IsAnswer(events[place]) && AceOf(events[place]) == 2, segment => WithAce(segment, 3)),
        Of("octets marked", "a counter of AccECN tells 1,000 octets more than have come",
            (events, place) => IsOfText(events[place]) && HasCounters(events[place]), MoreOctets),
        Of("ECE removed", "congestion is not echoed any more, though the peer has not reduced its window",
            (events, place) => IsOfText(events[place]) && AnswerOf(events) == 1 && (AceOf(events[place]) & 1) != 0,
            segment => segment with { Flags = segment.Flags & ~ControlBits.Ece }),
        Of("ECE added", "congestion is echoed, though nothing that came was marked",
            (events, place) => IsOfText(events[place]) && AnswerOf(events) == 1 && (AceOf(events[place]) & 1) == 0,
            segment => segment with { Flags = segment.Flags | ControlBits.Ece }),
        Of("ECN of nobody", "a segment has ECE, and ECN was not agreed on",
            (events, place) => IsOfText(events[place]) && AnswerOf(events) == 0,
            segment => segment with { Flags = segment.Flags | ControlBits.Ece }),
        Of("reserved bit", "a segment has the bit before CWR, and AccECN was not agreed on",
            (events, place) => IsOfText(events[place]) && AnswerOf(events) is 0 or 1,
            segment => segment with { Flags = segment.Flags | ControlBits.Ae }),
        Of("ECT of nobody", "a segment says to be capable of ECN, which was not agreed on",
            (events, place) => IsOfText(events[place]) && AnswerOf(events) == 0,
            segment => segment with { Codepoint = EcnCodepoint.Capable0 }),
        Of("ECN agreed on alone", "a SYN,ACK agrees on ECN although the SYN has not asked",
            (events, place) => IsAnswer(events[place]) && AskedOf(events) == 0, segment => WithAce(segment, 1)),
    ];

    private static Corruption Counted(string name, string meaning, int difference) => Of(
        name, meaning, (events, place) => IsOfText(events[place]) && AnswerOf(events) is 2 or 3 or 4 or 6,
        segment => WithAce(segment, (int)(segment.Flags & Marks) / Unit + difference));

    private static Corruption Of(
        string name, string meaning, Func<IReadOnlyList<TraceEvent>, int, bool> isPlace,
        Func<TraceSegment, TraceSegment> change) =>
        new(name, meaning, (events, place) =>
        {
            if (events[place] is not SegmentEvent { Passage: Passage.Out } each || !isPlace(events, place))
            {
                return null;
            }

            var changed = events.ToList();
            changed[place] = each with { Segment = change(each.Segment) };
            return changed;
        });

    private static TraceSegment WithAce(TraceSegment segment, int ace) =>
        segment with { Flags = (segment.Flags & ~Marks) | (ControlBits)((ace & 7) * Unit) };

    private static TraceSegment MoreOctets(TraceSegment segment) => segment with
    {
        Options = segment.Options.Select(option => option is EcnCounters { Counters: var counters }
            ? new EcnCounters(counters.Select((counter, place) => place == 0
                ? counter with { Value = (counter.Value + 1000) & 0xFF_FFFF }
                : counter).ToSequence())
            : option).ToSequence(),
    };

    private static bool HasCounters(TraceEvent each) =>
        ((SegmentEvent)each).Segment.Options.Any(option => option is EcnCounters { Counters.Count: > 0 });

    private static bool IsOfText(TraceEvent each) => each is SegmentEvent { Segment.Flags: var flags }
        && (flags & (ControlBits.Syn | ControlBits.Rst | ControlBits.Ack)) == ControlBits.Ack;

    private static bool IsAnswer(TraceEvent each) => each is SegmentEvent { Segment.Flags: var flags }
        && (flags & (ControlBits.Syn | ControlBits.Ack)) == (ControlBits.Syn | ControlBits.Ack);

    private static bool IsAsking(TraceEvent each) => each is SegmentEvent { Segment.Flags: var flags }
        && (flags & (ControlBits.Syn | ControlBits.Ack)) == ControlBits.Syn;

    private static int AceOf(TraceEvent each) => (int)(((SegmentEvent)each).Segment.Flags & Marks) / Unit;

    /// <summary>The bits of the SYN,ACK; -1 without one.</summary>
    private static int AnswerOf(IReadOnlyList<TraceEvent> events) =>
        events.FirstOrDefault(IsAnswer) is { } answer && AskedOf(events) >= 0 ? AgreedBy(AceOf(answer), events) : -1;

    /// <summary>Who has not asked agrees on nothing.</summary>
    private static int AgreedBy(int answer, IReadOnlyList<TraceEvent> events) => AskedOf(events) == 0 ? 0 : answer;

    /// <summary>The bits of the SYN; -1 without one.</summary>
    private static int AskedOf(IReadOnlyList<TraceEvent> events) =>
        events.FirstOrDefault(IsAsking) is { } asking ? AceOf(asking) : -1;
}
