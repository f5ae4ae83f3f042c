using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What a segment that arrives does, and what may have happened unseen before it.</content>
internal sealed partial class ConnectionJudge
{
    /// <summary>Whether something unseen may make a difference to a segment that arrives.</summary>
    private bool MayTakeOtherwise(in Hypothesis hypothesis, in Segment segment) =>
        hypothesis.Tcb.State is TcpState.Closed or TcpState.Listen or TcpState.TimeWait || hypothesis.HasMoreHeld
        || hypothesis.Tcb.Timers.Contains(TcpTimer.FinWait2) || HasHiddenEffects() || MayHaveLeft(in hypothesis.Tcb)
        || MayHaveGivenUpOpening(in hypothesis.Tcb) || hypothesis.Tcb.HasUserTimeout || hypothesis.Beside.Interval != 0
        || hypothesis.Beside.ProbedSince != 0 || MayRunPastUnread(in hypothesis.Tcb, in segment)
        || MayDefer(in hypothesis.Tcb, in segment) || MaySetAside(in hypothesis.Tcb, in segment)
        || hypothesis.IsCookie || hypothesis.IsHalfTaken
        || hypothesis.Tcb.State == TcpState.SynSent || IsOvertaken(in hypothesis.Tcb, in segment)
        || IsOldForOrphan(in hypothesis.Tcb, in segment)
        || DepartureAt(in hypothesis, in segment) != Departures.None;

    /// <summary>
    /// Whether a segment runs past the window, and text may lie unread, so that it does not count (tcp_sequence).
    /// </summary>
    private bool MayRunPastUnread(in Tcb tcb, in Segment segment) => !_settings.HasCalls && segment.Payload > 0
        && tcb.Copied == tcb.RcvNxt && tcb.RcvNxt > tcb.Irs + 1 && segment.TextEnd > tcb.RcvNxt + tcb.RcvWnd;

    /// <summary>The connection may have been given up unseen.</summary>
    private bool MayHaveTimedOut(in Hypothesis hypothesis, long time) => hypothesis.Tcb.HasUserTimeout
        || (hypothesis.Beside.Interval != 0 && hypothesis.Tcb.Orphan) || IsGivenUp(in hypothesis, time)
        || MayHaveProbedEnough(in hypothesis, time);

    /// <summary>A handshake without text may have to wait for some (TCP_DEFER_ACCEPT).</summary>
    private static bool MayDefer(in Tcb tcb, in Segment segment) =>
        tcb.DeferAccept > 0 && tcb.Origin == Origin.Request && segment.Length == 0
        && Connection.CompletesHandshake(in tcb, in segment);

    /// <summary>The user may have closed unseen, so that nobody takes what arrives.</summary>
    private bool MayHaveLeft(in Tcb tcb) => !_settings.HasCalls && !tcb.Orphan
        && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2;

    /// <summary>
    /// The user may have closed unseen before the connection was open, or the listener, whose requests then go without
    /// a word.
    /// </summary>
    private bool MayHaveGivenUpOpening(in Tcb tcb) => !_settings.HasCalls
        && (tcb.State == TcpState.SynSent || (tcb.State == TcpState.SynReceived && tcb.Origin == Origin.Request));

    /// <summary>Whether there is text that nobody takes if the user has left: FIN beyond what has come shows some.
    /// </summary>
    private static bool BringsText(in Tcb tcb, in Segment segment) => segment.Payload > 0
        || (segment.Has(SegmentFlags.Fin) && segment.Sequence > tcb.RcvNxt);

    /// <summary>
    /// Whether what is out of place would be answered otherwise by the record of an orphan in FIN-WAIT-2, which is what
    /// is left if the user has.
    /// </summary>
    private static bool MayFindRecord(in Tcb tcb, in Segment segment) =>
        tcb.State == TcpState.FinWait2 && !Connection.Takes(in tcb, in segment);

    private bool HasHiddenEffects()
    {
        foreach (var slot in _calls)
        {
            if (slot is { HasHiddenEffect: true })
            {
                return true;
            }
        }

        return false;
    }

    private void TakeInEveryWay(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        if (start.IsHalfTaken)
        {
            TakeRest(start, in segment, time, into);
            return;
        }

        TakeAfterCalls(in start, in segment, time, into);
        if (start.Tcb.State is TcpState.Closed or TcpState.Listen)
        {
            TakeWithoutConnection(in start, in segment, time, into, start.Tcb.State);
            return;
        }

        if (IsForgotten(in start))
        {
            TakeAfterCookie(in start, in segment, time, into);
            return;
        }

        if (IsReopening(in start.Tcb, in segment))
        {
            TakeAfterTheEnd(start, in segment, time, into);
        }
        else if (DepartureOfEnd(in start, time) is { } departure)
        {
            var ended = start;
            ended.Beside.Departed |= departure;
            TakeAfterTheEnd(ended, in segment, time, into);
        }

        TakeAfterGivingUp(in start, in segment, time, into);
        if (MayDefer(in start.Tcb, in segment) || MaySetAside(in start.Tcb, in segment))
        {
            var waiting = start with { Taken = start.Taken + 1 };
            waiting.Beside.HasNews = true;
            into.Add(in waiting);
        }

        if (MustHaveEnded(in start, time))
        {
            return;
        }

        if (MayHaveLeft(in start.Tcb)
            && (BringsText(in start.Tcb, in segment) || MayFindRecord(in start.Tcb, in segment)))
        {
            var left = start;
            CallEffects.Close(ref left.Tcb, isReset: false);
            TakeInto(left, in segment, time, into);
        }

        TakeInto(start, in segment, time, into);
    }

    /// <summary>The connection was given up unseen before the segment came.</summary>
    private void TakeAfterGivingUp(in Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        var timedOut = start;
        if (MayHaveTimedOut(in start, time) && TimeOut(ref timedOut, _heardBefore))
        {
            TakeWithoutConnection(in timedOut, in segment, time, into, timedOut.Tcb.State);
        }

        if (MayHaveGivenUpOpening(in start.Tcb))
        {
            var closed = start;
            CallEffects.Dissolve(ref closed.Tcb);
            TakeWithoutConnection(in closed, in segment, time, into, closed.Tcb.State);
        }
    }

    /// <summary>A call under way has had its effect before the segment came.</summary>
    private void TakeAfterCalls(in Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        for (var slot = 0; slot < _calls.Count; slot++)
        {
            var changed = start;
            if (ApplyEarly(ref changed, slot, time))
            {
                TakeInto(changed, in segment, time, into);
            }
        }
    }

    /// <summary>
    /// Segments for nobody, or for a listener. What the user of a connection that has ended can still read stays.
    /// </summary>
    private void TakeWithoutConnection(
        in Hypothesis start, in Segment segment, long time, HypothesisSet into, TcpState shown)
    {
        var isOpening = Connection.IsBareSyn(in segment);
        foreach (var state in StatesWithoutConnection())
        {
            if (start.Tcb.State == TcpState.Listen && state == TcpState.Closed)
            {
                continue;
            }

            var trial = start;
            if (isOpening && state == TcpState.Listen)
            {
                trial = Fresh(state) with
                {
                    Taken = start.Taken,
                    Applied = start.Applied,
                    Beside = new Circumstances
                    {
                        AnswerOwedSince = start.Beside.AnswerOwedSince,
                        Departed = start.Beside.Departed,
                    },
                };
                trial.Tcb.Owed = start.Tcb.Owed;
                trial.Tcb.Reset = start.Tcb.Reset;
            }

            trial.Tcb.State = state;
            if (isOpening && state == TcpState.Listen && MayAnswerByCookie)
            {
                AnswerByCookie(trial, in segment, time, into);
            }

            if (isOpening && state == TcpState.Listen && MayOpenFast(in segment))
            {
                var fast = trial;
                fast.Tcb.FastOpening.Cookie = segment.Options.Cookie;
                fast.Tcb.FastOpening.ServesWithoutCookie = segment.Options.Cookie.Length == 0;
                TakeAs(fast, in segment, time, Departures.None, shown, into);
            }

            if (DepartureAt(in trial, in segment) is not Departures.None and var departure)
            {
                TakeAs(trial, in segment, time, departure, shown, into);
                trial.Beside.Departed |= departure;
            }

            TakeAs(trial, in segment, time, Departures.None, shown, into);
        }
    }

    /// <summary>A SYN whose text a server may take at once, if the cookie is right or it wants none.</summary>
    private static bool MayOpenFast(in Segment segment) =>
        segment.Payload > 0 || segment.Options.Cookie.Length > 0;

    /// <param name="trial">A connection that is none, or a listener.</param>
    /// <param name="segment">What arrives.</param>
    /// <param name="time">When.</param>
    /// <param name="reading">Where the table departs, and the text is followed.</param>
    /// <param name="shown">The state that it keeps if nothing comes of the segment.</param>
    /// <param name="into">Takes it.</param>
    private void TakeAs(
        Hypothesis trial, in Segment segment, long time, Departures reading, TcpState shown, HypothesisSet into)
    {
        var state = trial.Tcb.State;
        Take(ref trial, in segment, time, reading);
        trial.Tcb.State = trial.Tcb.State == state ? shown : trial.Tcb.State;
        AddTo(into, trial);
        KeepTextOfSyn(state, in trial, in segment, into);
    }

    /// <summary>Where the table departs from the text that the stack is to keep to.</summary>
    private Departures DepartureAt(in Hypothesis hypothesis, in Segment segment) => _settings.Profile.Departs
        ? Departures.None
        : TextReading.DepartureAt(in hypothesis.Tcb, in segment);

    /// <summary>The record of a connection that was is gone.</summary>
    private void TakeAfterTheEnd(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        start.Tcb.State = TcpState.Closed;
        TakeWithoutConnection(in start, in segment, time, into, TcpState.Closed);
    }

    /// <summary>A SYN beyond the old connection's numbers (RFC 9293 MAY-2).</summary>
    private static bool IsReopening(in Tcb tcb, in Segment segment) =>
        tcb.State == TcpState.TimeWait && Connection.IsBareSyn(in segment) && segment.Sequence > tcb.RcvNxt;

    private static bool IsRequest(in Tcb tcb) =>
        tcb is { State: TcpState.SynReceived, Origin: Origin.Request };

    /// <summary>
    /// Whether a connection is given up: what is on the way went again before, and should have gone once more by now
    /// (RFC 9293 3.8.3).
    /// </summary>
    private bool IsGivenUp(in Hypothesis start, long time) => start.Beside.Interval != 0
        && time - start.Beside.FlightStart + _settings.LagMost >= Pacing.DoubledAfter(start.Beside.Interval);

    /// <summary>Whether a shut window was probed in vain, and should have been once more by now.</summary>
    private bool MayHaveProbedEnough(in Hypothesis start, long time)
    {
        ref readonly var beside = ref start.Beside;
        var next = Math.Min(Pacing.DoubledAfter(0), beside.ProbeBase - beside.ProbedSince);
        return Pacing.ProbesInVain(in start, _heardBefore)
            && time - beside.ProbeBase + _settings.LagMost >= Math.Max(_settings.Profile.TimeoutLeast, next);
    }

    /// <summary>
    /// Whether the record of a connection that has ended, or never began, may be gone, and from what that departs.
    /// </summary>
    private Departures? DepartureOfEnd(in Hypothesis start, long time)
    {
        if (IsRequest(in start.Tcb) && IsGivenUp(in start, time))
        {
            return Departures.None;
        }

        var ended = time - start.Beside.EndedSince + _settings.LagMost;
        return start.Tcb.Timers.Contains(TcpTimer.TimeWait) && ended >= _settings.Profile.TimeWaitLeast
            ? ended < OracleProfile.TimeWaitOfText ? Departures.ShortTimeWait : Departures.None
            : start.Tcb.State == TcpState.FinWait2 && ended >= Terms.FinWait2
                && (start.Tcb.Timers.Contains(TcpTimer.FinWait2) || MayHaveLeft(in start.Tcb))
                ? Departures.FinWait2Ends
                : null;
    }

    /// <summary>Whether the record of a connection that has ended is gone by now (RFC 9293 3.10.8).</summary>
    private bool MustHaveEnded(in Hypothesis start, long time) =>
        (start.Tcb.Timers.Contains(TcpTimer.TimeWait)
            && time - Math.Max(start.Beside.EndedSince, _heardBefore) > _settings.Profile.TimeWaitMost)
        || (_settings.Profile.Departs && start.Tcb.Timers.Contains(TcpTimer.FinWait2)
            && time - Math.Max(start.Beside.EndedSince, _called) > Terms.FinWait2 * 9 / 8);

    /// <summary>A segment is taken as the table has it, and as the text has it where that is something else.</summary>
    private void TakeInto(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        if (DepartureAt(in start, in segment) is not Departures.None and var departure)
        {
            var reading = start;
            Take(ref reading, in segment, time, departure);
            AddTo(into, reading);
            start.Beside.Departed |= departure;
        }

        if (MayRunPastUnread(in start.Tcb, in segment))
        {
            var full = start;
            full.Tcb.Copied = full.Tcb.RcvNxt - 1;
            Take(ref full, in segment, time);
            AddTo(into, full);
        }

        TakeDespiteOldAck(start, in segment, time, into);
        NoteStampAfterTheEnd(start, in segment, time, into);
        var state = start.Tcb.State;
        Take(ref start, in segment, time);
        AddTo(into, start);
        KeepTextOfSyn(state, in start, in segment, into);
        if (start.HasMoreHeld && TakeBack(ref start))
        {
            AddTo(into, start);
        }
    }

    /// <summary>Where no calls are seen nobody reads what a connection that has ended has left.</summary>
    private void AddTo(HypothesisSet into, Hypothesis added)
    {
        if (!_settings.HasCalls && added.Tcb.State == TcpState.Closed)
        {
            CallEffects.Dissolve(ref added.Tcb);
        }

        into.Add(in added);
    }

    /// <param name="hypothesis">The connection.</param>
    /// <param name="segment">What arrives.</param>
    /// <param name="time">When.</param>
    /// <param name="reading">Where the table departs, and the text is followed.</param>
    private void Take(
        ref Hypothesis hypothesis, in Segment segment, long time, Departures reading = Departures.None)
    {
        ref var tcb = ref hypothesis.Tcb;
        hypothesis.Taken++;
        hypothesis.Beside.HasNews = true;
        if (_settings.Vantage == Vantage.Endpoint)
        {
            hypothesis.FreshStart = tcb.SndNxt;
            hypothesis.RepeatedStart = hypothesis.RepeatedEnd = default;
        }

        var (before, una) = (tcb.Owed, tcb.SndUna);
        var (wasOpen, wasEnded, wasOver) = (tcb.SndWnd > 0, HasEnded(in tcb), tcb.State == TcpState.TimeWait);
        if (tcb.Origin == Origin.Request && Connection.CompletesHandshake(in tcb, in segment))
        {
            tcb.Origin = Origin.Child;
        }

        var isUpdateOwed = hypothesis.IsUpdateOwed;
        var hadChoice = before.Contains(TcpOutput.Ack) && (isUpdateOwed || hypothesis.IsAckOptional);
        if (hadChoice)
        {
            tcb.Owed.Remove(TcpOutput.Ack);                            // Unless the segment makes it owe one anew.
        }

        PutAside(ref hypothesis, in segment);
        var rule = reading == Departures.None
            ? Connection.Fire(ref tcb, in segment)
            : TextReading.Fire(reading, ref tcb, in segment);
        _use.Note(rule);
        Terms.Watch(ref tcb);
        hypothesis.Beside.ProbeBase = wasOpen && tcb.SndWnd == 0 ? _seen : hypothesis.Beside.ProbeBase;
        hypothesis.Beside.ProbedSince = tcb.SndWnd > 0 ? 0 : hypothesis.Beside.ProbedSince;
        var begins = (!wasEnded && HasEnded(in tcb)) || Obligations.BeginsTimeWait(rule);
        hypothesis.Beside.EndedSince = begins ? _seen : hypothesis.Beside.EndedSince;
        if (_settings.HasOffload)
        {
            tcb.SndMss = ushort.MaxValue;
        }

        if (!wasOver && tcb.State == TcpState.TimeWait && before.Contains(TcpOutput.Ack) && !hadChoice)
        {
            tcb.Owed.Add(TcpOutput.Ack);              // FIN is still to be acknowledged.
        }

        hadChoice &= !tcb.Owed.Contains(TcpOutput.Ack);
        hypothesis.IsUpdateOwed &= hadChoice;
        if (hadChoice && tcb.State != TcpState.Closed)
        {
            tcb.Owed.Add(TcpOutput.Ack);
        }

        if (!_settings.HasCalls)
        {
            tcb.Copied = tcb.RcvNxt;                  // The user may have read everything.
        }

        tcb.Notices.Clear();
        var isChallenge = Obligations.IsChallenge(rule);
        var isRationed = isChallenge || ((wasOver || Obligations.IsOutOfPlace(rule)) && IsRationed(in segment));
        var isThrottled = (isRationed && hypothesis.HadChallenge)
            || (isChallenge && !(_settings.BindsFirstChallenge && _settings.Profile.Departs));
        hypothesis.HadChallenge |= isRationed;
        hypothesis.Beside.OutstandingSince = tcb.SndUna == una ? hypothesis.Beside.OutstandingSince : time;
        var isOptional = isThrottled || hadChoice || _settings.Vantage == Vantage.Wire
            || reading == Departures.TextBehindFin;                    // It "should not occur": nothing is owed.
        Obligations.Note(ref hypothesis, before, isOptional, time);
    }

    /// <summary>Text that is out of place is answered each time (net/ipv4/tcp_input.c tcp_oow_rate_limited).</summary>
    private static bool IsRationed(in Segment segment) => segment.Length == 0 || segment.Has(SegmentFlags.Syn);

    private static bool HasEnded(in Tcb tcb) =>
        tcb.State is TcpState.TimeWait or TcpState.FinWait2;

    /// <summary>What is on its way for too long has arrived.</summary>
    private void TakeOverdue(long time)
    {
        while (_pending.Count > _settings.PendingMost
            || (_pending.Count > 0 && time - _pending[0].Time > _settings.LagMost))
        {
            (var segment, _seen) = _pending[0];
            var place = _arrived - _pending.Count;
            _next.Clear();
            for (var index = 0; index < _states.Count; index++)
            {
                if (_states[index].Taken > place)
                {
                    _next.Add(in _states[index]);
                    continue;
                }

                TakeInEveryWay(_states[index], in segment, time, _next);
                LoseNextPending(in _states[index], _next);
            }

            _pending.RemoveAt(0);
            Settle();
            if (Ending is not null || IsFar)
            {
                return;
            }
        }
    }

    /// <summary>Forgets segments that every state has taken.</summary>
    private void DropTaken()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        var least = long.MaxValue;
        for (var index = 0; index < _states.Count; index++)
        {
            least = Math.Min(least, _states[index].Taken);
        }

        var place = _arrived - _pending.Count;
        _pending.RemoveRange(0, (int)Math.Max(0, Math.Min(least - place, _pending.Count)));
    }
}
