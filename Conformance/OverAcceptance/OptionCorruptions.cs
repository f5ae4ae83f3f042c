using System.Net;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions of addresses, options and sizes of segments that are sent.</summary>
internal static class OptionCorruptions
{
    private const uint FarAway = 1_000_000;
    private const ControlBits NotOfText = ControlBits.Syn | ControlBits.Rst;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Of("ports swapped", "the ports of a segment stand the wrong way round", IsOfText, segment => segment with
        {
            Source = new IPEndPoint(segment.Source.Address, segment.Destination.Port),
            Destination = new IPEndPoint(segment.Destination.Address, segment.Source.Port),
        }),
        Of("address", "a segment is from another address", IsOfText, segment => segment with
        {
            Source = new IPEndPoint(IPAddress.Parse("192.0.2.9"), segment.Source.Port),
        }),
        Of("RST seq + 1", "the sequence number of a reset is one more", IsReset,
            segment => segment with { Sequence = segment.Sequence + 1 }),
        Of("RST ack + 1", "a reset with ACK acknowledges one octet more",
            segment => IsReset(segment) && (segment.Flags & ControlBits.Ack) != 0,
            segment => segment with { Acknowledgment = segment.Acknowledgment + 1 }),
        Of("urgent of nobody", "a segment has an urgent pointer, and the user has sent nothing urgent", HasText,
            segment => segment with { Flags = segment.Flags | ControlBits.Urg, Urgent = (ushort)segment.Payload }),
        Of("TSecr of nobody", "a segment returns a time stamp that nobody has sent", IsStamped,
            segment => Mapped<TimeStamps>(segment, stamps => stamps with { Echo = stamps.Echo + FarAway })),
        Of("TSecr of before", "a segment returns the time stamp of the SYN though others have come", IsStamped,
            WithFirstEcho),
        Of("SACK of nobody", "a SACK block lies beyond everything that has come", HasSack,
            segment => MappedBlocks(segment, block => new SackBlock(block.Left + FarAway, block.Right + FarAway))),
        Of("SACK inverted", "a SACK block ends before it begins", HasSack,
            segment => MappedBlocks(segment, block => new SackBlock(block.Right, block.Left))),
        Of("shift of 15", "a SYN shifts windows by more than 14", IsShifting,
            segment => Mapped<WindowScale>(segment, scale => new WindowScale(15))),
        Of("shift of 0", "a SYN tells that windows are not shifted, and the peer uses more than they say then",
            IsShifting,
            segment => Mapped<WindowScale>(segment, scale => new WindowScale(0)),
            SizeVisibility.OverrunsPlainWindows),
        new("MSS ignored", "two segments go as one that is greater than the peer takes", SizeVisibility.Joined),
    ];

    private static Corruption Of(
        string name, string meaning, Func<TraceSegment, bool> isMeant, Func<TraceSegment, TraceSegment> change,
        Func<IReadOnlyList<TraceEvent>, int, bool>? isPlace = null) =>
        Of(name, meaning, isMeant, (events, place, segment) =>
            isPlace?.Invoke(events, place) == false ? null : change(segment));

    private static Corruption Of(
        string name, string meaning, Func<TraceSegment, bool> isMeant,
        Func<IReadOnlyList<TraceEvent>, int, TraceSegment, TraceSegment?> change) =>
        new(name, meaning, (events, place) =>
        {
            if (events[place] is not SegmentEvent { Passage: Passage.Out, Segment: var segment } each
                || !isMeant(segment) || change(events, place, segment) is not { } changedSegment)
            {
                return null;
            }

            var changed = events.ToList();
            changed[place] = each with { Segment = changedSegment };
            return changed;
        });

    /// <summary>The stamp of the first segment that came, if the segment returns another.</summary>
    private static TraceSegment? WithFirstEcho(IReadOnlyList<TraceEvent> events, int place, TraceSegment segment)
    {
        var first = events.OfType<SegmentEvent>()
            .FirstOrDefault(each => each.Passage == Passage.In && IsAnyStamped(each));
        var stamp = first?.Segment.Options.OfType<TimeStamps>().First().Value;
        return stamp is { } old && segment.Options.OfType<TimeStamps>().First().Echo != old
            ? Mapped<TimeStamps>(segment, stamps => stamps with { Echo = old })
            : null;
    }

    private static bool IsAnyStamped(SegmentEvent each) => each.Segment.Options.Any(option => option is TimeStamps);

    private static TraceSegment Mapped<T>(TraceSegment segment, Func<T, TcpOption> change)
        where T : TcpOption =>
        segment with
        {
            Options = segment.Options.Select(option => option is T meant ? change(meant) : option).ToSequence(),
        };

    private static TraceSegment MappedBlocks(TraceSegment segment, Func<SackBlock, SackBlock> change) =>
        Mapped<SelectiveAcknowledgment>(
            segment, sack => new SelectiveAcknowledgment(sack.Blocks.Select(change).ToSequence()));

    private static bool IsOfText(TraceSegment segment) =>
        (segment.Flags & (NotOfText | ControlBits.Ack)) == ControlBits.Ack;

    private static bool HasText(TraceSegment segment) => IsOfText(segment) && segment.Payload > 0;

    private static bool IsReset(TraceSegment segment) => (segment.Flags & ControlBits.Rst) != 0;

    private static bool IsStamped(TraceSegment segment) =>
        IsOfText(segment) && segment.Options.Any(option => option is TimeStamps);

    private static bool HasSack(TraceSegment segment) =>
        segment.Options.Any(option => option is SelectiveAcknowledgment);

    private static bool IsShifting(TraceSegment segment) => (segment.Flags & ControlBits.Syn) != 0
        && segment.Options.Any(option => option is WindowScale { Shift: > 0 });
}
