using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What is still to come, and what was left out.</content>
internal sealed partial class ConnectionJudge
{
    private bool _hasCrossed;

    /// <summary>
    /// What the user may expect while nothing comes: Linux does not begin to watch a connection that both ends have
    /// opened (tcp_rcv_state_process; measured on 6.18.44).
    /// </summary>
    private SocketTerms TermsInSilence => _hasCrossed ? Terms.With("SO_KEEPALIVE", 0) : Terms;

    /// <summary>
    /// Whether an answer is owed that must not be left out, in every state that has taken everything: where one of them
    /// owes nothing, nothing has to come.
    /// </summary>
    public bool IsAnswerOwed(long time)
    {
        if (Ending is not null)
        {
            return false;
        }

        var isOwed = false;
        BeginClosure();
        for (var index = 0; index < _closure.Count; index++)
        {
            if (_closure[index].Taken == _arrived)
            {
                if (!Obligations.AreBinding(in _closure[index]))
                {
                    return false;
                }

                isOwed = true;
            }

            TakeNextPending(_closure[index], time);
        }

        return isOwed;
    }

    /// <summary>A reset goes at once, so it has gone before the next segment arrives.</summary>
    private void RequireAnswered(Moment moment) =>
        DropStates(static (in Hypothesis state, OracleSettings _, long _) => state.Tcb.Owed.Contains(TcpOutput.Reset),
            moment);

    /// <summary>On the wire what is missing may have been lost.</summary>
    private void RequireNothingOverdue(Moment moment, long quiet)
    {
        if (_settings.Vantage == Vantage.Wire)
        {
            return;
        }

        if (_pending.Count > 0 && IsAnyOverdue(moment.Time))
        {
            TakeOverdue(moment.Time);                                  // It may have ended what was owed.
        }

        DropStates(Obligations.IsOverdue, moment);
        if (Ending is null && quiet > OracleSettings.StandstillLeast && _pending.Count == 0)
        {
            DropStates(
                (in Hypothesis state, OracleSettings settings, long _) =>
                    Standstill.Of(in state, settings, TermsInSilence, quiet, _lastArrival) is not null,
                moment, quiet);
        }
    }

    private bool IsAnyOverdue(long time)
    {
        for (var index = 0; index < _states.Count; index++)
        {
            if (Obligations.IsOverdue(in _states[index], _settings, time))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Drops the states in which something was left out.</summary>
    private void DropStates(Omission isLeftOut, Moment moment, long quiet = 0)
    {
        var dropped = 0;
        for (var index = 0; index < _states.Count; index++)
        {
            dropped += isLeftOut(in _states[index], _settings, moment.Time) ? 1 : 0;
        }

        if (dropped == 0)
        {
            return;
        }

        _next.Clear();
        for (var index = 0; index < _states.Count; index++)
        {
            if (!isLeftOut(in _states[index], _settings, moment.Time))
            {
                _next.Add(in _states[index]);
            }
        }

        if (_next.Count == 0)
        {
            Violate(
                quiet > 0
                    ? Diagnosis.OfStandstill(_states, _settings, TermsInSilence, quiet, _lastArrival)
                    : Diagnosis.OfOmission(_states, _settings, moment.Time),
                moment);
            return;
        }

        (_states, _next) = (_next, _states);
        ReportDepartures();
    }

    private delegate bool Omission(in Hypothesis state, OracleSettings settings, long time);
}
