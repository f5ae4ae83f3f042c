using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// A listener that answers by a cookie keeps nothing of a SYN (RFC 4987 3.6; net/ipv4/syncookies.c): what would be a
/// request is none until its number comes back, and everything else meets the listener.
/// </content>
internal sealed partial class ConnectionJudge
{
    /// <summary>
    /// A cookie is good for a minute at the least (MAX_SYNCOOKIE_AGE periods of 60 s, the running one among them).
    /// </summary>
    private const long CookieLife = 60_000_000_000;

    /// <summary>
    /// Whether the listener may answer by a cookie: it does so always, or its requests fill the backlog.
    /// </summary>
    public bool MayAnswerByCookie { get; set; }

    /// <summary>
    /// Whether a connection that a cookie opens may find no room, so that its last segment is dropped.
    /// </summary>
    public bool MayFindNoRoom { get; set; }

    /// <summary>Whether any state says that a cookie was sent and nothing kept.</summary>
    public bool HasForgotten
    {
        get
        {
            for (var index = 0; index < _states.Count; index++)
            {
                if (IsForgotten(in _states[index]))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether any state says that a request is kept.</summary>
    public bool MayBeRequest
    {
        get
        {
            for (var index = 0; index < _states.Count; index++)
            {
                if (IsRequest(in _states[index].Tcb) && !_states[index].IsCookie)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static bool IsForgotten(in Hypothesis state) =>
        state.IsCookie && !state.Tcb.Owed.Contains(TcpOutput.SynAck);

    /// <summary>A SYN is answered by a cookie, which agrees on no more than comes back.</summary>
    private void AnswerByCookie(Hypothesis listener, in Segment syn, long time, HypothesisSet into)
    {
        var limited = SynCookies.Limit(syn);
        Take(ref listener, in limited, time);
        if (IsRequest(in listener.Tcb))
        {
            listener.IsCookie = true;
            listener.Tcb.Timers.Remove(TcpTimer.Retransmission);
            AddTo(into, listener);
        }
    }

    /// <summary>What arrives after a cookie: it comes back, or the segment meets the listener.</summary>
    private void TakeAfterCookie(in Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        var comesBack = segment.Sequence == start.Tcb.Irs + 1 && IsListenedOn != false
            && Connection.CompletesHandshake(in start.Tcb, in segment);
        if (comesBack)
        {
            var opened = start with { IsCookie = false };
            Take(ref opened, in segment, time);
            AddTo(into, opened);
        }

        if (!comesBack || time - start.Beside.EndedSince > CookieLife)
        {
            var listener = start;
            listener.Tcb.State = TcpState.Listen;
            TakeWithoutConnection(in listener, in segment, time, into, TcpState.SynReceived);
        }
        else if (MayFindNoRoom)
        {
            into.Add(start with { Taken = start.Taken + 1 });
        }
    }

    /// <summary>In Linux the low bits of a cookie's time stamp say what else was agreed on.</summary>
    private bool FitsCookie(in Hypothesis state, in Segment observed) => !_settings.Profile.Departs
        || !observed.Options.Has(OptionKinds.TimeStamps)
        || SynCookies.Stamp(observed.Options.StampValue, in state.Tcb) == observed.Options.StampValue;
}
