using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What may have happened unseen for a segment to be sent.</content>
internal sealed partial class ConnectionJudge
{
    /// <summary>Collects every state that can send the segment, after taking more of what is on its way.</summary>
    private void Explain(in Segment observed, long time)
    {
        BeginClosure();
        _mayBreakOff = !_settings.HasCalls
            && (observed.Flags & (SegmentFlags.Rst | SegmentFlags.Ack)) == SegmentFlags.Rst;
        for (var index = 0; index < _closure.Count; index++)
        {
            ExplainFrom(_closure[index], in observed, time);
            ExplainWithinNext(_closure[index], in observed, time);
            TakeNextPending(_closure[index], time);
        }

        _mayBreakOff = false;
    }

    /// <summary>The closure over what is on its way begins with the states as they are.</summary>
    private void BeginClosure()
    {
        _closure.Clear();
        for (var index = 0; index < _states.Count; index++)
        {
            _closure.Add(in _states[index]);
        }
    }

    /// <summary>
    /// Takes more of what is on its way. A reset goes at once, so that none is owed when the next segment is taken.
    /// </summary>
    private void TakeNextPending(Hypothesis hypothesis, long time)
    {
        if (HoldsNext(in hypothesis.Tcb))
        {
            TakeKept(hypothesis, time);
        }

        if (NextPlace(in hypothesis) is not (>= 0 and var place)
            || (hypothesis.Tcb.Owed.Contains(TcpOutput.Reset) && !_mayLose))
        {
            return;
        }

        (var segment, _seen) = _pending[place];
        BreakOffBeforeNext(hypothesis, in segment, time);
        TakeInEveryWay(hypothesis, in segment, time, _closure);
        LoseNextPending(in hypothesis, _closure);
    }

    private void ExplainFrom(in Hypothesis start, in Segment observed, long time)
    {
        if (IsPartlyAcknowledged(in start.Tcb, in observed))
        {
            var done = start.Tcb.SndUna - observed.Sequence;
            ExplainFrom(
                in start,
                observed with { Sequence = start.Tcb.SndUna, Payload = (ushort)(observed.Payload - done) }, time);
            return;
        }

        if (TryAcceptInto(start, in observed, time))
        {
            return;
        }

        ExplainByCalls(in start, in observed, time);
        if (observed.Length > 0 && !observed.Has(SegmentFlags.Syn) && observed.Sequence < start.Tcb.SndNxt)
        {
            var trial = start;                        // Loss recovery has found it lost.
            var resend = new Resend(observed.Sequence, observed.Length, observed.Has(SegmentFlags.Psh));
            var rule = Connection.Fire(ref trial.Tcb, in resend);
            TryAcceptInto(trial, in observed, time, rule);
            return;
        }

        ExplainByTimers(in start, in observed, time);
        if (!_settings.HasCalls)
        {
            ExplainByUnseenCalls(start, in observed, time);
        }
    }

    /// <summary>
    /// Segments stay on the retransmission queue until they are acknowledged to their end (RFC 9293 3.10.7.4, fifth
    /// step). Linux cuts off what is acknowledged (tcp_trim_head).
    /// </summary>
    private bool IsPartlyAcknowledged(in Tcb tcb, in Segment observed) => !_settings.Profile.Departs
        && observed.Payload > 0 && !observed.Has(SegmentFlags.Syn) && !observed.Has(SegmentFlags.Rst)
        && observed.Sequence < tcb.SndUna && observed.Sequence > tcb.Iss && observed.TextEnd > tcb.SndUna;

    private void ExplainByTimers(in Hypothesis start, in Segment observed, long time)
    {
        for (var armed = start.Tcb.Timers.Word; armed != 0; armed &= (ushort)(armed - 1))
        {
            var timer = (TcpTimer)ushort.TrailingZeroCount(armed);
            if (timer is TcpTimer.Retransmission or TcpTimer.Persist && IsRestless(in start, time))
            {
                continue;
            }

            var trial = start;
            trial.Beside.TextSent = time;
            if (timer == TcpTimer.KeepAlive && trial.Tcb is { HasUserTimeout: true, Probes: > 0 })
            {
                trial.Tcb.ProbesMost = observed.Has(SegmentFlags.Rst) ? trial.Tcb.Probes : byte.MaxValue;
            }

            var rule = Connection.Expire(ref trial.Tcb, timer);
            TryAcceptInto(trial, in observed, time, rule);
        }
    }

    /// <summary>Calls under way have had their effect, or a part of it.</summary>
    private void ExplainByCalls(in Hypothesis start, in Segment observed, long time)
    {
        for (var slot = 0; slot < _calls.Count; slot++)
        {
            if (_calls[slot] is not { } call)
            {
                continue;
            }

            var trial = start;
            var isChanged = call.Call.Call switch
            {
                Spec.SystemCall.Send => QueueAhead(ref trial, in observed),
                Spec.SystemCall.Receive => ReadAhead(ref trial, in observed, call.Call.Length),
                _ => ApplyEarly(ref trial, slot, time),
            };
            if (isChanged)
            {
                TryAcceptInto(trial, in observed, time);
            }
        }
    }

    /// <summary>Text that a call under way has handed over already.</summary>
    private bool QueueAhead(ref Hypothesis trial, in Segment observed)
    {
        var missing = observed.TextEnd - trial.Tcb.SndEnd;
        if (missing <= 0 || trial.Tcb.FinQueued || missing + trial.SentAhead > SendBudget())
        {
            return false;
        }

        Connection.Fire(ref trial.Tcb, new SendData(missing, false));
        trial.SentAhead += missing;
        return true;
    }

    /// <summary>Text that a call under way has taken already, which opens the window.</summary>
    private static bool ReadAhead(ref Hypothesis trial, in Segment observed, int most)
    {
        var octets = Math.Min(trial.Tcb.Unread, most - trial.ReadAhead);
        if (octets <= 0 || observed.Length > 0 || WindowOf(in trial, in observed) <= trial.Tcb.RcvWnd)
        {
            return false;
        }

        CallEffects.Read(ref trial.Tcb, octets);
        trial.Tcb.Owed.Add(TcpOutput.Ack);
        trial.ReadAhead += octets;
        return true;
    }

    private void ExplainByUnseenCalls(Hypothesis trial, in Segment observed, long time)
    {
        if (observed.Has(SegmentFlags.Rst))
        {
            ExplainByLateReset(trial, in observed, time);
            CallEffects.LeaveUnread(ref trial.Tcb);
            var rule = Connection.Fire(ref trial.Tcb, default(Abort));
            TryAcceptInto(trial, in observed, time, rule);
            return;
        }

        if (observed.Length == 0 && observed.Sequence == trial.Tcb.SndUna - 1)
        {
            trial.Tcb.Owed.Add(TcpOutput.Probe);      // Something waits unseen for the window to open.
        }

        var missing = observed.TextEnd - trial.Tcb.SndEnd;
        var sentBy = -1;
        if (missing > 0 && !trial.Tcb.FinQueued)
        {
            sentBy = Connection.Fire(ref trial.Tcb, new SendData(missing, false));
        }

        if (observed.Has(SegmentFlags.Fin) && !trial.Tcb.FinQueued)
        {
            ExplainByUnseenClose(in trial, in observed, time);
            return;
        }

        if (observed.Length == 0 && (WindowOf(in trial, in observed) > trial.Tcb.RcvWnd
            || (NextPlace(in trial) >= 0 && (observed.Window + 1) << trial.Tcb.RcvScale > trial.Tcb.RcvWnd)))
        {
            // The user has read, and the window opens, unless what has just come takes the room (tcp_space).
            trial.Tcb.Owed.Add(TcpOutput.Ack);
        }

        TryAcceptInto(trial, in observed, time, sentBy);
    }

    /// <summary>The user has shut the sending direction, both, or has left altogether.</summary>
    private void ExplainByUnseenClose(in Hypothesis start, in Segment observed, long time)
    {
        var shut = start;
        shut.Tcb.Shutdown |= ShutdownDirections.Send;
        var shutBy = Connection.Fire(ref shut.Tcb, default(Close));
        TryAcceptClosed(shut, in observed, time, shutBy);
        var left = start;
        var leftBy = CallEffects.Close(ref left.Tcb, isReset: false);
        TryAcceptClosed(left, in observed, time, leftBy);
    }

    /// <summary>FIN that waited for its turn may have been queued before that of the peer came.</summary>
    private void TryAcceptClosed(Hypothesis closed, in Segment observed, long time, int closedBy)
    {
        if (TryAcceptInto(closed, in observed, time, closedBy) && closed.Tcb.State == TcpState.LastAck)
        {
            closed.Tcb.State = TcpState.Closing;
            TryAcceptInto(closed, in observed, time, closedBy);
        }
    }

    /// <param name="trial">A state after something unseen.</param>
    /// <param name="observed">The segment.</param>
    /// <param name="time">When it was seen.</param>
    /// <param name="hidden">The rule that fired unseen; -1 for none.</param>
    private bool TryAcceptInto(Hypothesis trial, in Segment observed, long time, int hidden = -1)
    {
        if (!TryAccept(ref trial, in observed, time))
        {
            return false;
        }

        _use.Note(hidden);
        _next.Add(in trial);
        return true;
    }

    /// <summary>The window that a segment offers, in octets.</summary>
    private static int WindowOf(in Hypothesis trial, in Segment observed) => observed.Window << trial.Tcb.RcvScale;

    /// <summary>
    /// Whether something was sent so lately that no timer can have expired since (RFC 6298 5, RFC 8985 7). Where the
    /// order of events is not the stack's, nothing can be said.
    /// </summary>
    private bool IsRestless(in Hypothesis trial, long time) => _settings.Vantage == Vantage.Endpoint
        && trial.HasSent && time - trial.Beside.TextSent < _settings.RetransmissionLeast;

    /// <summary>Whether a segment has text that was sent since anything arrived.</summary>
    private static bool RepeatsUnheard(in Hypothesis trial, in Segment observed) =>
        observed.Sequence < trial.Tcb.SndNxt
        && (observed.End > trial.FreshStart
            || (observed.Sequence < trial.RepeatedEnd && observed.End > trial.RepeatedStart));

    /// <summary>On the wire segments are late by as much as it likes, so that nothing can be said.</summary>
    private PaceFault PaceOf(in Hypothesis trial, in Segment observed, long time) => _settings.Vantage == Vantage.Wire
        ? default
        : Pacing.Judge(in trial, in observed, time, _lastArrival, _settings.Profile, Terms);

    private bool MayDepart(PaceFault fault) =>
        _forgivesPace || (fault.Departure != Departures.None && !_settings.Profile.Departs);

    /// <summary>Octets that a send call under way hands over with the SYN (RFC 7413 4.2.1).</summary>
    private int TextOfSyn(in Hypothesis trial, in Segment observed) => _settings.HasCalls && !trial.IsIssKnown
        && (observed.Flags & (SegmentFlags.Syn | SegmentFlags.Ack)) == SegmentFlags.Syn
            ? observed.Payload
            : 0;

    /// <summary>
    /// Linux probes a shut window without text, and keeps to a window that was taken back where it sends none.
    /// </summary>
    private static Departures DepartureOf(in Hypothesis trial, in Segment observed) =>
        observed.Length > 0 ? Departures.None
        : observed.Sequence == trial.Tcb.SndUna - 1 && trial.Tcb.Unsent > 0 && observed.Flags == SegmentFlags.Ack
            ? Departures.EmptyProbe
        : observed.Sequence != trial.Tcb.SndNxt && observed.Sequence == Connection.AcceptableNext(in trial.Tcb)
            && (!observed.Has(SegmentFlags.Rst) || trial.Tcb.Reset.IsActive)
            ? Departures.NumberOfEdge
            : Departures.None;

    /// <summary>A window that is taken back is remarked, not refused: it SHOULD NOT be (RFC 9293 SHLD-14).</summary>
    private int AcceptWindow(ref Hypothesis trial, in Segment observed)
    {
        if (IsResetOfText(in trial.Tcb, in observed))
        {
            var asText = trial;
            asText.Tcb.Reset = trial.Tcb.Reset with { Sequence = trial.Tcb.SndNxt };
            var ofText = Acceptance.Accept(ref asText, in observed);
            trial = ofText >= 0 ? asText : trial;
            return ofText;
        }

        var told = trial.Tcb.RcvWnd;
        if (!_forgivesWindow || observed.Has(SegmentFlags.Syn) || (observed.Window + 1) << trial.Tcb.RcvScale > told)
        {
            return Acceptance.Accept(ref trial, in observed);
        }

        var rule = Acceptance.Accept(ref trial, observed with { Window = told });
        trial.Tcb.RcvWnd = rule >= 0 ? WindowOf(in trial, in observed) : told;
        return rule;
    }

    /// <summary>
    /// Whether an end breaks off by a reset with the number of what would be sent next, as the text has it, where Linux
    /// has that of the edge (tcp_acceptable_seq).
    /// </summary>
    private bool IsResetOfText(in Tcb tcb, in Segment observed) => !_settings.Profile.Departs
        && observed.Has(SegmentFlags.Rst) && tcb.Reset.IsActive && observed.Sequence == tcb.SndNxt
        && tcb.Reset.Sequence != tcb.SndNxt && tcb.Reset.Sequence == Connection.AcceptableNext(in tcb);

    private bool TryAccept(ref Hypothesis trial, in Segment observed, long time)
    {
        // A probe stands one before what is not acknowledged, and tells no window.
        if (trial.IsUpdateOwed && observed is { Length: 0 } && WindowOf(in trial, in observed) <= trial.Tcb.RcvWnd
            && !observed.Has(SegmentFlags.Rst) && observed.Sequence != trial.Tcb.SndUna - 1)
        {
            return false;
        }

        var isText = observed.Length > 0 && !observed.Has(SegmentFlags.Syn);
        if (isText && RepeatsUnheard(in trial, in observed) && IsRestless(in trial, time))
        {
            return false;
        }

        if (trial.IsCookie && !FitsCookie(in trial, in observed))
        {
            return false;
        }

        var textOfSyn = TextOfSyn(in trial, in observed);
        if (CookieRules.Find(in trial, in observed, _cookies) is not null
            || (textOfSyn > 0 && textOfSyn + trial.SentAhead > SendBudget()))
        {
            return false;
        }

        var fault = PaceOf(in trial, in observed, time);
        if (fault.Pace != Pace.Lawful && !MayDepart(fault))
        {
            _paceFault = fault;
            return false;
        }

        var before = trial.Tcb.Owed;
        var edges = new PacedEdges(trial.IsIssKnown, trial.Tcb.SndUna, trial.Tcb.SndNxt);
        var rule = AcceptWindow(ref trial, in observed);
        if (rule < 0)
        {
            return false;
        }

        trial.SentAhead += textOfSyn;
        trial.Beside.EndedSince = trial.IsCookie ? time : trial.Beside.EndedSince;
        Pacing.Note(ref trial, in edges, in observed, time);
        trial.Beside.Departed |= fault.Departure | DepartureOf(in trial, in observed);
        if (observed.Length > 0)
        {
            trial.Beside.TextSent = time;
            trial.HasSent = true;
        }

        _use.Note(rule);
        Obligations.Note(ref trial, before, trial.IsAckOptional, time);
        return true;
    }
}
