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
        for (var index = 0; index < _closure.Count; index++)
        {
            ExplainFrom(_closure[index], in observed, time);
            TakeNextPending(_closure[index], time);
        }
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

    private void TakeNextPending(Hypothesis hypothesis, long time)
    {
        var place = (int)(hypothesis.Taken - (_arrived - _pending.Count));
        if (place >= _pending.Count)
        {
            return;
        }

        var segment = _pending[place].Segment;
        TakeInEveryWay(hypothesis, in segment, time, _closure);
        if (_settings.Vantage == Vantage.Wire)
        {
            _closure.Add(hypothesis with { Taken = hypothesis.Taken + 1 });
        }
    }

    private void ExplainFrom(in Hypothesis start, in Segment observed, long time)
    {
        if (TryAcceptInto(start, in observed, time))
        {
            return;
        }

        ExplainByCalls(in start, in observed, time);
        ExplainByTimers(in start, in observed, time);
        if (!_settings.HasCalls)
        {
            ExplainByUnseenCalls(start, in observed, time);
        }
    }

    private void ExplainByTimers(in Hypothesis start, in Segment observed, long time)
    {
        for (var armed = start.Tcb.Timers.Word; armed != 0; armed &= (ushort)(armed - 1))
        {
            var trial = start;
            var rule = Connection.Expire(ref trial.Tcb, (TcpTimer)ushort.TrailingZeroCount(armed));
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
        if (octets <= 0 || observed.Length > 0 || observed.Window <= trial.Tcb.RcvWnd)
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
            var rule = Connection.Fire(ref trial.Tcb, default(Abort));
            TryAcceptInto(trial, in observed, time, rule);
            return;
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

        if (observed.Length == 0 && observed.Window > trial.Tcb.RcvWnd)
        {
            trial.Tcb.Owed.Add(TcpOutput.Ack);        // The user has read, and the window opens.
        }

        TryAcceptInto(trial, in observed, time, sentBy);
    }

    /// <summary>The user has shut the sending direction, both, or has left altogether.</summary>
    private void ExplainByUnseenClose(in Hypothesis start, in Segment observed, long time)
    {
        var shut = start;
        shut.Tcb.Shutdown |= ShutdownDirections.Send;
        var shutBy = Connection.Fire(ref shut.Tcb, default(Close));
        TryAcceptInto(shut, in observed, time, shutBy);
        var left = start;
        var leftBy = CallEffects.Close(ref left.Tcb, isReset: false);
        TryAcceptInto(left, in observed, time, leftBy);
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

    private bool TryAccept(ref Hypothesis trial, in Segment observed, long time)
    {
        if (trial.IsUpdateOwed && observed is { Length: 0 } && observed.Window <= trial.Tcb.RcvWnd
            && !observed.Has(SegmentFlags.Rst))
        {
            return false;
        }

        var before = trial.Tcb.Owed;
        var rule = Acceptance.Accept(ref trial, in observed);
        if (rule < 0)
        {
            return false;
        }

        _use.Note(rule);
        Obligations.Note(ref trial, before, trial.IsAckOptional, time);
        return true;
    }
}
