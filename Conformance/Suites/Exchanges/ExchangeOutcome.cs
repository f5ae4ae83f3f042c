using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What the oracle says of an exchange, as the outcome of a case.</summary>
internal static class ExchangeOutcome
{
    /// <summary>The outcome.</summary>
    /// <param name="report">What the oracle says.</param>
    /// <param name="run">What was done and seen; the line of an event is its number from 1.</param>
    /// <param name="peerStart">The peer's initial sequence number.</param>
    public static CaseOutcome Of(OracleReport report, ExchangeRun run, uint peerStart)
    {
        var verdict = report.Verdict switch
        {
            OracleVerdict.Conforms => CaseVerdict.Passed,
            OracleVerdict.Violates => CaseVerdict.Failed,
            _ => CaseVerdict.Inconclusive,
        };
        var finding = report.Findings.FirstOrDefault(each => each.Verdict == report.Verdict);
        var departure = finding?.Verdict == OracleVerdict.Violates ? finding.Moment.Line : 0;
        return new CaseOutcome(verdict, finding?.Message ?? "")
        {
            Level = finding?.Level ?? "",
            Expected = finding?.Expected ?? [],
            Actual = finding?.Actual ?? "",
            Rule = finding?.Rule ?? "",
            Citations = finding?.Citations ?? [],
            Exchange = Lines(run, peerStart, departure),
        };
    }

    private static List<ExchangeLine> Lines(ExchangeRun run, uint peerStart, long departure)
    {
        var (events, calls) = (run.Events, 0);
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
                        $"{entry.Name}({string.Join(", ", run.Requests[calls++].Arguments)})", isDeparture));
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
