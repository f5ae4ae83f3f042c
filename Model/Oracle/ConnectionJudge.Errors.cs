using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>Errors on the path that the stack is told of.</content>
internal sealed partial class ConnectionJudge
{
    private const Deviations OfErrors = Deviations.SoftErrorsEndHandshakes | Deviations.HardErrorsAreSoft;

    /// <summary>
    /// A message of ICMP was seen on its way to the connection. A stack need not believe it (RFC 5927), so that each
    /// state goes on both with it and without; by the text also as Linux, where that departs from it.
    /// </summary>
    public void Arrive(in PathError error, Moment moment)
    {
        if (!HasBegun || IsFar || !Begin(moment))
        {
            return;
        }

        _next.Clear();
        for (var index = 0; index < _states.Count; index++)
        {
            var unheard = _states[index];
            NoteError(ref unheard);
            var (asText, asLinux) = (unheard, unheard);
            Take(ref asText, in error, Deviations.None, moment.Time);
            Take(ref asLinux, in error, OfErrors, moment.Time);
            if (!_settings.Profile.Departs)
            {
                _next.Add(in asText);
            }

            if (asText.Tcb.State != asLinux.Tcb.State || asText.Tcb.Error != asLinux.Tcb.Error)
            {
                asLinux.Beside.Departed |= asLinux.Tcb.State == TcpState.Closed
                    ? Departures.SoftErrorEndsHandshake
                    : Departures.HardErrorIsSoft;
            }

            _next.Add(in asLinux);
            _next.Add(in unheard);
        }

        Settle();
    }

    private void Take(ref Hypothesis state, in PathError error, Deviations ofErrors, long time)
    {
        var (owed, deviations) = (state.Tcb.Owed, state.Tcb.Deviations);
        state.Tcb.Deviations = (deviations & ~OfErrors) | ofErrors;
        var wasEnded = HasEnded(in state.Tcb);
        _use.Note(Connection.Fire(ref state.Tcb, in error));
        state.Tcb.Deviations = deviations;
        state.Tcb.Notices.Clear();
        state.Beside.EndedSince = !wasEnded && HasEnded(in state.Tcb) ? time : state.Beside.EndedSince;
        Obligations.Note(ref state, owed, state.IsAckOptional || state.IsUpdateOwed, time);
    }

    /// <summary>What was lost on the path goes again when the stack learns of it, not when a timer says so.</summary>
    private void NoteError(ref Hypothesis state)
    {
        state.Beside.HasNews = true;
        if (_settings.Vantage == Vantage.Endpoint)
        {
            state.FreshStart = state.Tcb.SndNxt;
            state.RepeatedStart = state.RepeatedEnd = default;
        }
    }
}
