using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What is wrong with the time at which a segment is sent.</summary>
internal enum Pace : byte
{
    /// <summary>Nothing.</summary>
    Lawful,
    /// <summary>It goes again before any time-out (RFC 6298 5).</summary>
    EarlyTimeout,
    /// <summary>The time-out has not doubled (RFC 6298 5.5).</summary>
    NotDoubled,
    /// <summary>The same of a SYN.</summary>
    SynNotDoubled,
    /// <summary>The window was not shut for a time-out (RFC 9293 SHLD-29).</summary>
    EarlyProbe,
    /// <summary>The connection was not idle for long enough (RFC 9293 MUST-27, MUST-28).</summary>
    EarlyKeepAlive,
}

/// <summary>A segment that is sent too early.</summary>
/// <param name="Pace">In which way.</param>
/// <param name="Since">How long it was, in nanoseconds.</param>
/// <param name="Least">How long it has to be.</param>
internal readonly record struct PaceFault(Pace Pace, long Since, long Least)
{
    /// <summary>What is wrong, in a sentence.</summary>
    public string Message => Pace switch
    {
        Pace.EarlyTimeout => $"it goes again {Text(Since)} after it went, and nothing has come: {Text(Least)} is the "
            + "least time-out",
        Pace.NotDoubled or Pace.SynNotDoubled => $"it goes again after {Text(Since)}, but a time-out that repeats is "
            + $"to double: {Text(Least)} at least",
        Pace.EarlyProbe => $"the window was shut for {Text(Since)}, and {Text(Least)} is the least time-out",
        _ => $"the connection was idle for {Text(Since)}, and {Text(Least)} is when it is probed",
    };

    /// <summary>What says so.</summary>
    public IReadOnlyList<string> Citations => Pace switch
    {
        Pace.EarlyTimeout => ["RFC 6298 5", "RFC 9293 MUST-18"],
        Pace.NotDoubled or Pace.SynNotDoubled => ["RFC 6298 5.5", "RFC 9293 MUST-19"],
        Pace.EarlyProbe => ["RFC 9293 SHLD-29"],
        _ => ["RFC 9293 MUST-26", "RFC 9293 MUST-27", "RFC 9293 MUST-28"],
    };

    /// <summary>The departure of Linux that it is, if it is one.</summary>
    public Departures Departure => Pace switch
    {
        Pace.EarlyTimeout => Departures.ShortTimeout,
        Pace.SynNotDoubled => Departures.LinearSyn,
        Pace.EarlyProbe => Departures.EarlyProbe,
        _ => Departures.None,
    };

    private static string Text(long nanoseconds) => FormattableString.Invariant($"{nanoseconds / 1e9:0.000} s");
}

/// <summary>
/// When something may go again for no other reason than that time has passed: nothing has arrived since it went. What
/// loss recovery makes of what arrives is not bounded by time.
/// </summary>
internal static class Pacing
{
    private const long Millisecond = 1_000_000;

    /// <summary>How much too early a timer may seem to expire: clocks tick.</summary>
    private const long Slack = 10 * Millisecond;

    /// <summary>A time-out as long as this need not double: a maximum is at least 60 s (RFC 6298 2.5).</summary>
    private const long DoublingMost = 60_000 * Millisecond;

    /// <summary>What the time says of a segment that is about to be sent.</summary>
    public static PaceFault Judge(
        in Hypothesis state, in Segment observed, long time, long lastArrival, OracleProfile profile, SocketTerms terms)
    {
        ref readonly var tcb = ref state.Tcb;
        if (observed.Has(SegmentFlags.Syn))
        {
            var isOwed = tcb.Owed.Contains(TcpOutput.Syn) || tcb.Owed.Contains(TcpOutput.SynAck);
            return state.IsIssKnown && !isOwed
                ? OfTimeout(in state, time, OracleProfile.SynTimeoutLeast, profile.Departs, Pace.SynNotDoubled, terms)
                : default;
        }

        if (IsProbe(in tcb, in observed))
        {
            return OfProbe(in state, time, lastArrival, profile, terms);
        }

        return observed.Length > 0 && observed.Sequence < tcb.SndNxt && observed.Sequence <= tcb.SndUna
            ? OfTimeout(in state, time, profile.TimeoutLeast, false, Pace.NotDoubled, terms)
            : default;
    }

    /// <summary>How long the time-out after another one is at the least, or is known to be.</summary>
    /// <param name="interval">How long that was; not above 0 if it is not known.</param>
    public static long DoubledAfter(long interval) =>
        interval > 0 ? Math.Min(2 * interval, DoublingMost) : DoublingMost;

    /// <summary>Notes that a segment went.</summary>
    /// <param name="state">The connection after it.</param>
    /// <param name="before">The connection before it.</param>
    /// <param name="observed">The segment.</param>
    /// <param name="time">When.</param>
    public static void Note(ref Hypothesis state, in PacedEdges before, in Segment observed, long time)
    {
        if (observed.Length == 0)
        {
            var isProbe = IsProbe(in state.Tcb, in observed);
            state.Beside.ProbeBase = isProbe ? time : state.Beside.ProbeBase;
            state.Beside.ProbedSince = isProbe && state.Tcb.Unsent > 0 && state.Beside.ProbedSince == 0
                ? time
                : state.Beside.ProbedSince;
            return;
        }

        state.Beside.ProbedSince = 0;

        if (observed.Has(SegmentFlags.Syn) ? before.IsIssKnown : observed.Sequence < before.Next)
        {
            NoteRepeat(ref state, in observed, time);
        }
        else if (observed.Has(SegmentFlags.Syn) || before.Una == before.Next)
        {
            (state.Beside.FlightStart, state.Beside.Interval, state.Beside.HasNews) = (time, 0, false);
            state.Beside.OutstandingSince = time;
        }
    }

    private static void NoteRepeat(ref Hypothesis state, in Segment observed, long time)
    {
        if (!observed.Has(SegmentFlags.Syn))
        {
            var isFirst = state.RepeatedStart == state.RepeatedEnd;
            state.RepeatedStart = isFirst || observed.Sequence < state.RepeatedStart
                ? observed.Sequence
                : state.RepeatedStart;
            state.RepeatedEnd = isFirst ? observed.End : SequenceNumber.Later(state.RepeatedEnd, observed.End);
            if (observed.Sequence > state.Tcb.SndUna)
            {
                return;
            }
        }

        // A probe of the tail may have put off the first time-out, so that its length is not known (RFC 8985 7.2).
        var isKnown = !state.Beside.HasNews
            && (state.Beside.Interval != 0 || (state.Tcb.Agreed & OptionKinds.SackPermitted) == 0);
        state.Beside.Interval = isKnown ? time - state.Beside.FlightStart : -1;
        (state.Beside.FlightStart, state.Beside.HasNews) = (time, false);
    }

    private static PaceFault OfTimeout(
        in Hypothesis state, long time, long least, bool isLinear, Pace notDoubled, SocketTerms terms)
    {
        if (state.Beside.HasNews || !state.HasSent)
        {
            return default;
        }

        var since = time - state.Beside.FlightStart;
        if (since + Slack < least)
        {
            return new PaceFault(Pace.EarlyTimeout, since, least);
        }

        var doubled = DoubledAfter(state.Beside.Interval);
        var doubles = state.Beside.Interval > 0 && !isLinear && !terms.HasUserTimeout;
        return doubles && since + (doubled / 16) + Slack < doubled
            ? new PaceFault(notDoubled, since, doubled)
            : default;
    }

    /// <summary>
    /// Whether a shut window is probed and the latest probe has no answer, so that the connection may be given up: it
    /// has to last only as long as probes are answered (RFC 9293 3.8.6.1).
    /// </summary>
    /// <param name="state">The connection.</param>
    /// <param name="heard">When a segment came last.</param>
    public static bool ProbesInVain(in Hypothesis state, long heard) =>
        state.Beside.ProbedSince > 0 && state.Beside.ProbeBase > heard && state.Tcb.Unsent > 0;

    /// <summary>A segment that only makes the peer answer: what it has lies before what is expected.</summary>
    private static bool IsProbe(in Tcb tcb, in Segment observed) =>
        (observed.Length == 0 && observed.Sequence == tcb.SndUna - 1 && observed.Has(SegmentFlags.Ack)
            && !observed.Has(SegmentFlags.Rst))
        || (observed.Payload == 1 && tcb.SndWnd == 0 && observed.Sequence == tcb.SndUna && tcb.SndUna == tcb.SndNxt);

    private static PaceFault OfProbe(
        in Hypothesis state, long time, long lastArrival, OracleProfile profile, SocketTerms terms)
    {
        ref readonly var tcb = ref state.Tcb;
        if (tcb.Unsent > 0)
        {
            var shut = time - state.Beside.ProbeBase;
            return tcb.SndWnd == 0 && shut + Slack < profile.TimeoutLeast
                ? new PaceFault(Pace.EarlyProbe, shut, profile.TimeoutLeast)
                : default;
        }

        var isFirst = state.Beside.ProbeBase <= lastArrival;
        var idle = time - Math.Max(state.Beside.ProbeBase, lastArrival);
        var least = isFirst ? terms.KeepAliveIdle : terms.KeepAliveInterval;
        return terms.KeepsAlive && idle + Slack < least ? new PaceFault(Pace.EarlyKeepAlive, idle, least) : default;
    }
}

/// <summary>What of a connection a segment that is sent changes, as it was before.</summary>
/// <param name="IsIssKnown">Whether a SYN had gone.</param>
/// <param name="Una">SND.UNA.</param>
/// <param name="Next">SND.NXT.</param>
internal readonly record struct PacedEdges(bool IsIssKnown, SequenceNumber Una, SequenceNumber Next);
