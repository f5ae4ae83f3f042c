using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// Finds what is wrong with a segment: the single change, of the segment or of what went before, that would have made
/// it lawful.
/// </summary>
internal static class Repairs
{
    /// <summary>RFC 5681 4.2: no more than one acknowledgment for a segment that arrives.</summary>
    private const string AckRule = "RFC 5681 4.2";

    private delegate string? Repair(ref Hypothesis state, ref Segment segment);

    private static readonly Repair[] s_repairs =
    [
        Reset, Acknowledgment, Window, NextSequence, OldestSequence, InitialSequence, FinLeftOut, FinAdded, Ports,
        AcknowledgmentOwed, TextHandedOver, WindowOpen, SegmentSize, Closed, BrokenOff, RetransmissionDue,
    ];

    /// <summary>What is wrong, the rule that would have admitted the segment, and what else says so.</summary>
    public static (string Message, RuleInfo? Rule, IReadOnlyList<string> More) Find(
        HypothesisSet states, in Segment observed)
    {
        for (var index = 0; index < states.Count; index++)
        {
            if (OptionRules.Find(in states[index], in observed) is { } fault)
            {
                return (fault.Message, null, [fault.Citation]);
            }
        }

        foreach (var repair in s_repairs)
        {
            for (var index = 0; index < states.Count; index++)
            {
                var state = states[index];
                var segment = observed;
                if (repair(ref state, ref segment) is { } message
                    && Acceptance.Accept(ref state, in segment) is >= 0 and var rule)
                {
                    return (message, Connection.Info.Rules[rule], repair == AcknowledgmentOwed ? [AckRule] : []);
                }
            }
        }

        return ("no rule lets the connection send this", Expectations.FirstRule(in states[0]), []);
    }

    private static string? Reset(ref Hypothesis state, ref Segment segment)
    {
        var was = segment;
        var numbers = state.Tcb.Reset;
        segment.Sequence = numbers.Sequence;
        segment.Acknowledgment = numbers.Acknowledgment;
        segment.Flags = numbers.CarriesAck ? SegmentFlags.Rst | SegmentFlags.Ack : SegmentFlags.Rst;
        return was.Has(SegmentFlags.Rst) && state.Tcb.Owed.Contains(TcpOutput.Reset)
            ? "its numbers are not those of the reset that is owed"
            : null;
    }

    private static string? Acknowledgment(ref Hypothesis state, ref Segment segment)
    {
        var was = segment.Acknowledgment;
        segment.Acknowledgment = state.Tcb.RcvNxt;
        return $"it acknowledges {was}, but {state.Tcb.RcvNxt} is what has been received";
    }

    private static string? Window(ref Hypothesis state, ref Segment segment)
    {
        var was = segment.Window;
        segment.Window = Math.Max(was, state.Tcb.RcvWnd >> state.Tcb.RcvScale);
        return $"it takes back window: {was << state.Tcb.RcvScale}, after {state.Tcb.RcvWnd} were offered from the "
            + "same number on";
    }

    private static string? NextSequence(ref Hypothesis state, ref Segment segment)
    {
        var was = segment.Sequence;
        segment.Sequence = state.Tcb.SndNxt;
        return $"its sequence number is {was}, but {state.Tcb.SndNxt} comes next";
    }

    private static string? OldestSequence(ref Hypothesis state, ref Segment segment)
    {
        var was = segment.Sequence;
        segment.Sequence = state.Tcb.SndUna;
        state.Tcb.Owed.Add(TcpOutput.Retransmission);
        return $"its sequence number is {was}, but {state.Tcb.SndUna} is the oldest not acknowledged";
    }

    private static string? InitialSequence(ref Hypothesis state, ref Segment segment)
    {
        var was = segment.Sequence;
        segment.Sequence = state.Tcb.Iss;
        state.Tcb.Owed.Add(TcpOutput.Retransmission);
        return $"its sequence number is {was}, but the SYN of this connection has {state.Tcb.Iss}";
    }

    private static string? FinLeftOut(ref Hypothesis state, ref Segment segment)
    {
        segment.Flags &= ~SegmentFlags.Fin;
        return "it has FIN, but the user has not closed, or more text comes before it";
    }

    private static string? FinAdded(ref Hypothesis state, ref Segment segment)
    {
        segment.Flags |= SegmentFlags.Fin;
        return "it has no FIN, although the user has closed and nothing follows";
    }

    private static string? Ports(ref Hypothesis state, ref Segment segment)
    {
        (segment.Source, segment.Destination) = (state.Tcb.Local, state.Tcb.Remote);
        return "it is not between the two ends of the connection";
    }

    private static string? AcknowledgmentOwed(ref Hypothesis state, ref Segment segment)
    {
        state.Tcb.Owed.Add(TcpOutput.Ack);
        return "no acknowledgment is owed: a segment that arrives is acknowledged at most once";
    }

    private static string? TextHandedOver(ref Hypothesis state, ref Segment segment)
    {
        var missing = segment.TextEnd - state.Tcb.SndEnd;
        if (missing <= 0)
        {
            return null;
        }

        Connection.Fire(ref state.Tcb, new SendData(missing, false));
        return $"the user has not handed over its last {missing} octets";
    }

    private static string? WindowOpen(ref Hypothesis state, ref Segment segment)
    {
        var edge = state.Tcb.SndUna + state.Tcb.SndWnd;
        state.Tcb.SndWnd = Unknown.Buffer;
        return segment.End > edge ? $"it goes {segment.End - edge} octets past the window of the peer" : null;
    }

    private static string? SegmentSize(ref Hypothesis state, ref Segment segment)
    {
        var most = state.Tcb.SndMss;
        state.Tcb.SndMss = ushort.MaxValue;
        return $"its {segment.Payload} octets are more than a segment may have ({most})";
    }

    private static string? Closed(ref Hypothesis state, ref Segment segment)
    {
        Connection.Fire(ref state.Tcb, default(Close));
        return "it has FIN, but the user has not closed";
    }

    private static string? BrokenOff(ref Hypothesis state, ref Segment segment)
    {
        Connection.Fire(ref state.Tcb, default(Abort));
        return segment.Has(SegmentFlags.Rst) ? "it resets the connection, but nothing calls for that" : null;
    }

    private static string? RetransmissionDue(ref Hypothesis state, ref Segment segment)
    {
        state.Tcb.Owed.Add(TcpOutput.Retransmission);
        return "it sends text again at once, although nothing has come since it went";
    }
}
