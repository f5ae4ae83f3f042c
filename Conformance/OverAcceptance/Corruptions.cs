using System.Net;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>The kinds of corruption that the oracle is measured by.</summary>
internal static class Corruptions
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;
    private const ControlBits NotOfText = ControlBits.Syn | ControlBits.Rst;

    private const ControlBits OfCongestion = ControlBits.Ece | ControlBits.Cwr | ControlBits.Ae;

    /// <summary>All of them: of segments sent, of segments left out or doubled, of calls.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Sent("ack + 1", "a segment sent acknowledges one octet more", HasAck,
            segment => segment with { Acknowledgment = segment.Acknowledgment + 1 }),
        Sent("ack - 1", "a segment sent acknowledges one octet less", HasAck,
            segment => segment with { Acknowledgment = segment.Acknowledgment - 1 }),
        Sent("ack + 2^31", "a segment sent acknowledges what lies half the space away", HasAck,
            segment => segment with { Acknowledgment = segment.Acknowledgment ^ 0x8000_0000 }),
        Sent("seq + 1", "the sequence number of a segment with ACK is one more", HasAck,
            segment => segment with { Sequence = segment.Sequence + 1 }),
        Sent("seq - 1", "the sequence number of a segment with ACK is one less", HasAck,
            segment => segment with { Sequence = segment.Sequence - 1 }),
        Sent("ISN of a repeated SYN", "a SYN that is sent again has another number", IsSyn,
            segment => segment with { Sequence = segment.Sequence + 1 }, IsRepeated),
        Sent("window taken back", "a segment offers no window any more", OffersWindow,
            segment => segment with { Window = 0 }),
        Sent("FIN added", "a segment with text has FIN", HasText, segment => With(segment, ControlBits.Fin)),
        Sent("FIN removed", "a segment has no FIN, nor has a later one", segment => Has(segment, ControlBits.Fin),
            segment => Without(segment, ControlBits.Fin), Visibility.IsLastFin),
        Sent("ACK removed", "a segment has no ACK", IsOfText, segment => Without(segment, ControlBits.Ack)),
        Sent("SYN added", "a segment of an open connection has SYN", IsOfText,
            segment => With(segment, ControlBits.Syn)),
        Sent("RST added", "a segment of an open connection has RST", IsOfText,
            segment => With(segment, ControlBits.Rst)),
        Sent("RST to ACK", "a reset is an acknowledgment instead", segment => Has(segment, ControlBits.Rst),
            segment => segment with { Flags = ControlBits.Ack }),
        Sent("payload + 1", "a segment with new text has an octet more", HasText,
            segment => segment with { Payload = segment.Payload + 1 }, TimeCorruptions.IsNew),
        Sent("payload - 1", "a segment with new text has an octet less",
            segment => HasText(segment) && segment.Payload > 1,
            segment => segment with { Payload = segment.Payload - 1 }, TimeCorruptions.IsNew),
        Sent("text of nobody", "a segment without text has 1,000 octets", IsBareAck,
            segment => segment with { Payload = 1000 }),
        Sent("port", "a segment is from another port", IsOfText,
            segment => segment with { Source = new IPEndPoint(segment.Source.Address, segment.Source.Port ^ 1) }),
        Sent("TSecr", "the time stamp that a segment returns is one more", HasStamps,
            segment => WithStamps(segment, stamps => stamps with { Echo = stamps.Echo + 1 })),
        Sent("TSval back", "the time stamp of a segment is half the space back", HasStamps,
            segment => WithStamps(segment, stamps => stamps with { Value = stamps.Value ^ 0x8000_0000 })),
        Sent("TS removed", "a segment has no time stamp", HasStamps,
            segment => segment with { Options = segment.Options.Where(each => each is not TimeStamps).ToSequence() }),
        Sent("MSS added", "a segment of an open connection has an MSS option", IsOfText,
            segment => segment with { Options = [new MaximumSegmentSize(536)] }),
        Sent("wscale of nobody", "a SYN,ACK shifts windows although the SYN did not", IsAnswer,
            segment => segment with { Options = segment.Options.Append(new WindowScale(7)).ToSequence() },
            (events, place) => !events.Take(place).Any(IsScaledSyn)),
        Sent("SACK edge", "a SACK block reaches an octet further", HasSack, segment => segment with
        {
            Options = segment.Options.Select(each => each is SelectiveAcknowledgment sack ? Stretch(sack) : each)
                .ToSequence(),
        }),
        EventCorruptions.LeftOut("ACK left out", "nothing acknowledges a segment for half a second", IsBareAck,
            Visibility.IsOnlyAnswer),
        EventCorruptions.LeftOutForGood("SYN,ACK left out", "a SYN is never answered", IsAnswer),
        EventCorruptions.LeftOut("RST left out", "a reset is not sent", segment => Has(segment, ControlBits.Rst)),
        EventCorruptions.LeftOut("text left out", "a segment with new text is not sent", HasText,
            TimeCorruptions.IsNew),
        EventCorruptions.Doubled("ACK doubled", "an acknowledgment is sent twice", IsBareAck),
        EventCorruptions.Doubled("text doubled", "a segment with text is sent twice", HasText),
        EventCorruptions.Doubled("RST doubled", "a reset is sent twice", segment => Has(segment, ControlBits.Rst)),
        EventCorruptions.Swapped("text swapped", "two segments with text are sent the other way round"),
        EventCorruptions.Late("ACK late", "an acknowledgment of text, SYN or FIN comes a second later", IsBareAck,
            Second, Visibility.AnswersText),
        TimeCorruptions.Sooner("retransmission early", "text, or a SYN, goes again after 10 ms, and nothing has come",
            TimeCorruptions.Repetition, 10 * Millisecond),
        TimeCorruptions.NotDoubled("time-out not doubled", "what went again goes again after the same time"),
        TimeCorruptions.Sooner("window probe early", "a shut window is probed after 10 ms",
            TimeCorruptions.WindowProbe, 10 * Millisecond),
        TimeCorruptions.Sooner("keep-alive early", "an idle connection is probed after a second",
            TimeCorruptions.KeepAlive, Second),
        TimeCorruptions.Unasked("keep-alive unasked", "an idle connection is probed, but nobody asked for it"),
        TimeCorruptions.ForgetsTimeWait("TIME-WAIT forgotten", "a reset answers what comes in TIME-WAIT"),
        EventCorruptions.NotArrived("text not arrived", "a segment that brought text never came"),
        EventCorruptions.Shortened("text arrived shorter", "a segment that brought text had an octet less"),
        CallCorruptions.Result("recv + 1", "recv returns an octet more", "recv", 1),
        CallCorruptions.Result("send + 1", "send returns an octet more than it was given", "send", 1),
        CallCorruptions.Result("send - 1", "send returns an octet less, and all that was handed over has gone",
            "send", -1, Visibility.AllIsSent),
        CallCorruptions.Ended("end of file", "recv returns 0 although no FIN has come"),
        CallCorruptions.Failed("EAGAIN", "recv finds nothing although something is there"),
        CallCorruptions.Refused("connect refused", "connect is refused although the peer has agreed"),
        CallCorruptions.Early("connect early", "connect returns before the peer has agreed", "connect"),
        CallCorruptions.Early("accept early", "accept gives out a connection before its handshake is complete",
            "accept"),
        CallCorruptions.Reset("error of nobody", "recv fails, though no reset has come"),
        CallCorruptions.Doubled("return doubled", "a call returns twice"),
        CallCorruptions.OfAnotherThread("return of another thread", "a thread returns that has not called"),
        CallCorruptions.OfAnotherCall("return of another call", "a thread returns from a call that it is not in"),
        CallCorruptions.ReturnLeftOut("return left out", "a thread calls again before it has returned"),
        CallCorruptions.OfAnotherPeer("accept of another", "accept tells an address that has no connection"),
        .. OptionCorruptions.All,
        .. MarkCorruptions.All,
    ];

    private static Corruption Sent(
        string name, string meaning, Func<TraceSegment, bool> isMeant, Func<TraceSegment, TraceSegment> change,
        Func<IReadOnlyList<TraceEvent>, int, bool>? isPlace = null) =>
        new(name, meaning, (events, place) =>
        {
            if (events[place] is not SegmentEvent { Passage: Passage.Out, Segment: var segment } each
                || !isMeant(segment) || isPlace?.Invoke(events, place) == false)
            {
                return null;
            }

            var changed = events.ToList();
            changed[place] = each with { Segment = change(segment) };
            return changed;
        });

    private static bool IsRepeated(IReadOnlyList<TraceEvent> events, int place) => events.Take(place).Any(each =>
        each is SegmentEvent { Passage: Passage.Out, Segment: var segment } && IsSyn(segment));

    private static bool Has(TraceSegment segment, ControlBits bits) => (segment.Flags & bits) != 0;

    private static bool HasAck(TraceSegment segment) => IsOfText(segment) || IsAnswer(segment);

    private static bool IsOfText(TraceSegment segment) => !Has(segment, NotOfText) && Has(segment, ControlBits.Ack);

    private static bool HasText(TraceSegment segment) => IsOfText(segment) && segment.Payload > 0;

    private static bool IsBareAck(TraceSegment segment) =>
        segment.Payload == 0 && (segment.Flags & ~OfCongestion) == ControlBits.Ack;

    private static bool IsSyn(TraceSegment segment) => Has(segment, ControlBits.Syn);

    private static bool IsAnswer(TraceSegment segment) =>
        (segment.Flags & ~OfCongestion) == (ControlBits.Syn | ControlBits.Ack);

    private static bool OffersWindow(TraceSegment segment) => IsOfText(segment) && segment.Window > 0;

    private static bool HasStamps(TraceSegment segment) =>
        IsOfText(segment) && segment.Options.Any(each => each is TimeStamps);

    private static bool HasSack(TraceSegment segment) => segment.Options.Any(each => each is SelectiveAcknowledgment);

    private static bool IsScaledSyn(TraceEvent each) => each is SegmentEvent { Segment: var segment }
        && IsSyn(segment) && segment.Options.Any(option => option is WindowScale);

    private static TraceSegment With(TraceSegment segment, ControlBits bits) =>
        segment with { Flags = segment.Flags ^ bits };

    private static TraceSegment Without(TraceSegment segment, ControlBits bits) =>
        segment with { Flags = segment.Flags & ~bits };

    private static TraceSegment WithStamps(TraceSegment segment, Func<TimeStamps, TimeStamps> change) => segment with
    {
        Options = segment.Options.Select(each => each is TimeStamps stamps ? change(stamps) : each).ToSequence(),
    };

    private static SelectiveAcknowledgment Stretch(SelectiveAcknowledgment sack) => new(
        sack.Blocks.Select(block => block with { Right = block.Right + 1 }).ToSequence());
}
