using System.Collections;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>
/// The lines of an exchange. They are written when somebody reads them, which nobody does of most cases that pass.
/// </summary>
/// <param name="events">What was seen; the line of an event is its number from 1.</param>
/// <param name="requests">The calls among them, in their order.</param>
/// <param name="peerStart">The peer's initial sequence number.</param>
/// <param name="departure">The line at which the stack departs; 0 if it does not.</param>
internal sealed class ExchangeLines(
    IReadOnlyList<TraceEvent> events, IReadOnlyList<CallRequest> requests, uint peerStart, long departure)
    : IReadOnlyList<ExchangeLine>
{
    private List<ExchangeLine>? _lines;

    /// <inheritdoc/>
    public int Count => Lines.Count;

    /// <inheritdoc/>
    public ExchangeLine this[int index] => Lines[index];

    private List<ExchangeLine> Lines => _lines ??= Write();

    /// <inheritdoc/>
    public IEnumerator<ExchangeLine> GetEnumerator() => Lines.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<ExchangeLine> Write()
    {
        var calls = 0;
        var lines = new List<ExchangeLine>(events.Count);
        uint stackStart = 0;
        for (var index = 0; index < events.Count; index++)
        {
            var isDeparture = index + 1 == departure;
            switch (events[index])
            {
                case CallEntry entry:
                    lines.Add(new ExchangeLine(
                        entry.Time, ExchangeParty.User, ExchangeParty.Stack,
                        $"{entry.Name}({string.Join(", ", requests[calls++].Arguments)})", isDeparture));
                    break;
                case CallExit exit:
                    lines.Add(new ExchangeLine(
                        exit.Time, ExchangeParty.Stack, ExchangeParty.User,
                        exit.Error is null ? $"{exit.Name} = {exit.Result}" : $"{exit.Name} = -1 {exit.Error}",
                        isDeparture));
                    break;
                case SegmentEvent { Passage: Passage.In } into:
                    lines.Add(new ExchangeLine(
                        into.Time, ExchangeParty.Peer, ExchangeParty.Stack, Text(into.Segment, peerStart, stackStart),
                        isDeparture));
                    break;
                case SegmentEvent { Segment: var segment } from:
                    stackStart = (segment.Flags & (ControlBits.Syn | ControlBits.Rst)) == ControlBits.Syn
                        ? segment.Sequence : stackStart;
                    lines.Add(new ExchangeLine(
                        from.Time, ExchangeParty.Stack, ExchangeParty.Peer, Text(segment, stackStart, peerStart),
                        isDeparture));
                    break;
                case IcmpEvent message:
                    lines.Add(new ExchangeLine(
                        message.Time, ExchangeParty.Peer, ExchangeParty.Stack,
                        $"icmp type {message.Type} code {message.Code} about "
                            + $"{unchecked(message.Sequence - stackStart)}",
                        isDeparture));
                    break;
                case Silence silence when isDeparture:
                    lines.Add(new ExchangeLine(
                        silence.Time, ExchangeParty.Stack, ExchangeParty.Peer, "nothing", IsDeparture: true));
                    break;
            }
        }

        return lines;
    }

    /// <summary>A segment as scripts write it, numbers counted from the initial ones.</summary>
    private static string Text(TraceSegment segment, uint start, uint otherStart) => PacketPrinter.Write(new TcpSegment(
        segment.Flags,
        new SequenceRange(unchecked(segment.Sequence - start), (ushort)Math.Min(segment.Payload, ushort.MaxValue)),
        (segment.Flags & ControlBits.Ack) != 0 ? unchecked(segment.Acknowledgment - otherStart) : null,
        segment.Window,
        (segment.Flags & ControlBits.Urg) != 0 ? segment.Urgent : null,
        segment.Options.Count > 0 ? new SegmentOptions(false, segment.Options) : null));
}
