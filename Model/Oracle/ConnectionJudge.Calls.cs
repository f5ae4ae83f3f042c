using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>System calls on the connection.</content>
internal sealed partial class ConnectionJudge
{
    private const int CallsMost = 16;
    private const long SynPatience = 180_000_000_000;
    private const long TimeoutSlack = 1_000_000_000;

    /// <summary>A call begins.</summary>
    /// <returns>Its slot, to be given when it returns.</returns>
    public int Enter(ObservedCall call, Moment moment)
    {
        if (!Begin(moment))
        {
            return -1;
        }

        _called = moment.Time;
        var slot = _calls.IndexOf(null);
        if (slot < 0)
        {
            slot = _calls.Count;
            _calls.Add(null);
        }

        if (slot == CallsMost)
        {
            GiveUp($"more than {CallsMost} calls are under way at a time");
            return -1;
        }

        _calls[slot] = new CallSlot(call, moment, _arrived);
        return slot;
    }

    /// <summary>A call returns.</summary>
    public void Return(int slot, CallOutcome outcome, Moment moment)
    {
        if (!Begin(moment) || slot < 0 || _calls[slot] is not { } call)
        {
            return;
        }

        var situation = new CallSituation(
            SendBudget() - (call.Call.Call == SystemCall.Send ? call.Call.Length : 0),
            _arrived > call.Arrived, ResetsOnClose,
            Terms.HasSynRetries || Terms.HasUserTimeout || moment.Time - _first.Time >= SynPatience,
            _calls.Exists(each => each is { Call.Call: SystemCall.Receive } && each != call),
            Terms.DefersSyn,
            Terms.SkipsPeeked);
        _next.Clear();
        BeginClosure();
        for (var index = 0; index < _closure.Count; index++)
        {
            ExplainReturn(_closure[index], slot, outcome, situation, moment);
            var ended = _closure[index];
            if (TellsTimeout(outcome, in call, in ended.Tcb) && TimeOut(ref ended, _lastArrival))
            {
                _closure.Add(in ended);
            }

            TakeNextPending(_closure[index], moment.Time);
        }

        if (_next.Count == 0 && !_closure.HasOverflowed)
        {
            Violate(Diagnosis.OfReturn(_states, in call, outcome), moment);
            return;
        }

        _calls[slot] = null;
        Settle();
    }

    /// <summary>A connection that is given up tells what was learnt of its path, if anything was.</summary>
    private void ExplainReturn(
        in Hypothesis start, int slot, CallOutcome outcome, CallSituation situation, Moment moment)
    {
        var call = _calls[slot]!.Value;
        for (var way = 0; way < (_settings.HasSegments ? 1 : InventedPeer.Ways); way++)
        {
            var trial = start;
            var isApplied = trial.Applied.Contains(slot);
            trial.Applied.Remove(slot);
            if (!_settings.HasSegments)
            {
                InventedPeer.Prepare(ref trial, in call, outcome, sendsFin: way > 0);
            }

            var before = trial.Tcb.Owed;
            if (CallReturns.Explain(ref trial, in call, isApplied, outcome, situation))
            {
                Obligations.Note(ref trial, before, trial.IsAckOptional || trial.IsUpdateOwed, moment.Time);
                trial.Tcb.Notices.Clear();
                _next.Add(in trial);
            }
        }
    }

    private static bool TellsTimeout(CallOutcome outcome, in CallSlot slot, in Tcb tcb)
    {
        var error = tcb.SoftError != Errno.None ? tcb.SoftError : Errno.ETIMEDOUT;
        return outcome.Error == error
            || (slot.Call.Call == SystemCall.GetError && outcome.Value == (int)error);
    }

    /// <summary>
    /// The connection was given up unseen: text was sent again, or the window was probed, in vain, or the user's
    /// patience has ended (RFC 9293 3.8.3).
    /// </summary>
    private static bool TimeOut(ref Hypothesis trial, long heard)
    {
        ref var tcb = ref trial.Tcb;
        if (tcb.SndUna == tcb.SndEnd || tcb.State is TcpState.Closed or TcpState.Listen || IsRequest(in tcb)
            || !(tcb.HasUserTimeout || trial.Beside.Interval != 0 || Pacing.ProbesInVain(in trial, heard)))
        {
            return false;
        }

        tcb.Timers.Add(TcpTimer.UserTimeout);
        Connection.Expire(ref tcb, TcpTimer.UserTimeout);
        return tcb.State == TcpState.Closed;
    }

    /// <summary>What must have been given up by now has been.</summary>
    private void EndTimedOut(long time)
    {
        for (var index = 0; index < _states.Count && _pending.Count == 0; index++)
        {
            ref var state = ref _states[index];
            if (!MustHaveTimedOut(in state, time))
            {
                continue;
            }

            if (IsRequest(in state.Tcb))
            {
                CallEffects.Close(ref state.Tcb, isReset: false);
            }
            else
            {
                TimeOut(ref state, _lastArrival);
            }
        }
    }

    /// <summary>
    /// The user's patience has ended, or what is on the way went again before, and long enough ago that it would have
    /// gone once more (RFC 9293 3.8.3).
    /// </summary>
    private bool MustHaveTimedOut(in Hypothesis state, long time) =>
        state.Tcb.State is not (TcpState.Closed or TcpState.Listen) && (state.Tcb.SndUna < state.Tcb.SndNxt
        ? IsImpatient(in state, time)
            || (state.Beside.Interval != 0 && time - Math.Max(state.Beside.FlightStart, _lastArrival)
                > Math.Max(Standstill.TimeoutMost, state.Beside.Interval * 9 / 4))
        : HasProbedEnough(in state, time));

    /// <summary>
    /// Linux keeps to its user's patience also while the window is shut (net/ipv4/tcp_timer.c tcp_probe_timer).
    /// </summary>
    private bool HasProbedEnough(in Hypothesis state, long time) =>
        _settings.Profile.Departs && Terms.HasUserTimeout && state.Tcb.Unsent > 0 && state.Beside.ProbedSince > 0
        && time - state.Beside.ProbedSince > (2 * Terms.UserTimeout) + TimeoutSlack;

    /// <summary>A request does not know of its user's patience.</summary>
    private bool IsImpatient(in Hypothesis state, long time) => Terms.HasUserTimeout && !IsRequest(in state.Tcb)
        && time - state.Beside.OutstandingSince > (2 * Terms.UserTimeout) + TimeoutSlack;

    /// <summary>The call with a slot has its effect before it returns.</summary>
    private bool ApplyEarly(ref Hypothesis trial, int slot, long time)
    {
        if (_calls[slot] is not { HasHiddenEffect: true } call || trial.Applied.Contains(slot)
            || CallReturns.IsOfAnother(in trial, in call))
        {
            return false;
        }

        var before = trial.Tcb.Owed;
        if (call.Call.Call == SystemCall.Close)
        {
            _use.Note(CallEffects.Close(ref trial.Tcb, ResetsOnClose));
        }
        else
        {
            _use.Note(CallEffects.Shut(ref trial.Tcb, call.Call.Directions));
        }

        trial.Applied.Add(slot);
        Obligations.Note(ref trial, before, trial.IsAckOptional, time);
        return true;
    }

    private int SendBudget()
    {
        var budget = 0L;
        foreach (var slot in _calls)
        {
            budget += slot is { Call: { Call: SystemCall.Send, Length: var length } } ? length : 0;
        }

        return (int)Math.Min(budget, int.MaxValue);
    }
}
