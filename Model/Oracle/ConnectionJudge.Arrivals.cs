using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What a segment that arrives does, and what may have happened unseen before it.</content>
internal sealed partial class ConnectionJudge
{
    private const long QuietLeast = 1_000_000_000;

    /// <summary>Whether something unseen may make a difference to a segment that arrives.</summary>
    private bool MayTakeOtherwise(in Hypothesis hypothesis) =>
        hypothesis.Tcb.State is TcpState.Closed or TcpState.Listen or TcpState.TimeWait
        || hypothesis.Tcb.Timers.Contains(TcpTimer.FinWait2) || HasHiddenEffects()
        || MayHaveLeft(in hypothesis.Tcb);

    /// <summary>The user may have closed unseen, so that nobody takes what arrives.</summary>
    private bool MayHaveLeft(in Tcb tcb) => !_settings.HasCalls && !tcb.Orphan
        && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2;

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
        for (var slot = 0; slot < _calls.Count; slot++)
        {
            var changed = start;
            if (ApplyEarly(ref changed, slot, time))
            {
                TakeInto(changed, in segment, time, into);
            }
        }

        if (start.Tcb.State is TcpState.Closed or TcpState.Listen)
        {
            TakeWithoutConnection(in start, in segment, time, into);
            return;
        }

        if (IsReopening(in start.Tcb, in segment))
        {
            TakeAfterTheEnd(start, in segment, time, into);
        }
        else if (_isAfterQuiet
            && (start.Tcb.Timers.Contains(TcpTimer.TimeWait) || start.Tcb.Timers.Contains(TcpTimer.FinWait2)))
        {
            TakeAfterTheEnd(start, in segment, time, into);
        }

        if (MayHaveLeft(in start.Tcb) && segment.Payload > 0)
        {
            var left = start;
            CallEffects.Close(ref left.Tcb, isReset: false);
            TakeInto(left, in segment, time, into);
        }

        TakeInto(start, in segment, time, into);
    }

    /// <summary>
    /// Segments for nobody, or for a listener. What the user of a connection that has ended can still read stays.
    /// </summary>
    private void TakeWithoutConnection(in Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        var isOpening = (segment.Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst)) == SegmentFlags.Syn;
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
                    AnswerOwedSince = start.AnswerOwedSince,
                };
                trial.Tcb.Owed = start.Tcb.Owed;
                trial.Tcb.Reset = start.Tcb.Reset;
            }

            trial.Tcb.State = state;
            Take(ref trial, in segment, time);
            trial.Tcb.State = trial.Tcb.State == state ? start.Tcb.State : trial.Tcb.State;
            into.Add(in trial);
        }
    }

    /// <summary>The record of a connection that was is gone.</summary>
    private void TakeAfterTheEnd(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        start.Tcb.State = TcpState.Closed;
        TakeWithoutConnection(in start, in segment, time, into);
    }

    /// <summary>A SYN beyond the old connection's numbers (RFC 9293 MAY-2).</summary>
    private static bool IsReopening(in Tcb tcb, in Segment segment) =>
        tcb.State == TcpState.TimeWait
        && (segment.Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst)) == SegmentFlags.Syn
        && segment.Sequence > tcb.RcvNxt;

    private void TakeInto(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        Take(ref start, in segment, time);
        into.Add(in start);
    }

    private void Take(ref Hypothesis hypothesis, in Segment segment, long time)
    {
        hypothesis.Taken++;
        hypothesis.HasHeard = true;
        ref var tcb = ref hypothesis.Tcb;
        var before = tcb.Owed;
        if (tcb.Origin == Origin.Request && Connection.CompletesHandshake(in tcb, in segment))
        {
            tcb.Origin = Origin.Child;
        }

        var isUpdateOwed = hypothesis.IsUpdateOwed;
        if (isUpdateOwed)
        {
            tcb.Owed.Remove(TcpOutput.Ack);
        }

        if (tcb.Held.IsFull && segment.Payload > 0 && segment.Sequence > tcb.RcvNxt)
        {
            GiveUp($"more than {tcb.Held.Count} stretches of text out of order are not judged");
        }

        var rule = Connection.Fire(ref tcb, in segment);
        _use.Note(rule);
        if (_settings.HasOffload)
        {
            tcb.SndMss = ushort.MaxValue;
        }

        hypothesis.IsUpdateOwed = isUpdateOwed && !tcb.Owed.Contains(TcpOutput.Ack);
        if (hypothesis.IsUpdateOwed && tcb.State != TcpState.Closed)
        {
            tcb.Owed.Add(TcpOutput.Ack);
        }

        if (!_settings.HasCalls)
        {
            tcb.Copied = tcb.RcvNxt;                  // The user may have read everything.
        }

        tcb.Notices.Clear();
        var isOptional = Obligations.IsChallenge(rule) || hypothesis.IsUpdateOwed || _settings.Vantage == Vantage.Wire;
        Obligations.Note(ref hypothesis, before, isOptional, time);
    }

    /// <summary>What is on its way for too long has arrived; on the wire it may as well be lost.</summary>
    private void TakeOverdue(long time)
    {
        while (_pending.Count > _settings.PendingMost
            || (_pending.Count > 0 && time - _pending[0].Time > _settings.LagMost))
        {
            var segment = _pending[0].Segment;
            _isAfterQuiet = _pending[0].IsAfterQuiet;
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
                if (_settings.Vantage == Vantage.Wire)
                {
                    _next.Add(_states[index] with { Taken = place + 1 });
                }
            }

            _pending.RemoveAt(0);
            Settle();
            if (Ending is not null)
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
