using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// Whether a call can return what it returned, and what it did. Errors that come from outside TCP (memory, signals,
/// routes) are taken as they are.
/// </summary>
internal static class CallReturns
{
    /// <summary>Lets a call return.</summary>
    /// <param name="trial">The connection, which the call changes.</param>
    /// <param name="slot">The call.</param>
    /// <param name="isApplied">Whether its effect is past.</param>
    /// <param name="outcome">What it returned.</param>
    /// <param name="situation">What else is known.</param>
    /// <returns>Whether it can.</returns>
    public static bool Explain(
        ref Hypothesis trial, in CallSlot slot, bool isApplied, CallOutcome outcome, CallSituation situation) =>
        slot.Call.Call switch
        {
            SystemCall.Connect => Connect(ref trial, outcome, situation),
            SystemCall.Send => Send(ref trial, in slot, outcome, situation),
            SystemCall.Receive when slot.Call.Peeks && outcome.Error == Errno.None =>
                Peek(in trial, in slot, outcome.Value),
            SystemCall.Receive when slot.Call.Peeks && situation.SkipsPeeked => true,
            SystemCall.Receive => Receive(ref trial, in slot, outcome, situation),
            SystemCall.Shutdown => Shut(ref trial, in slot, isApplied, outcome),
            SystemCall.Close => Close(ref trial, isApplied || IsOfAnother(in trial, in slot), outcome, situation),
            SystemCall.GetError => TakeError(ref trial, (Errno)outcome.Value)
                || TakeSoftError(ref trial, (Errno)outcome.Value),
            _ => true,
        };

    /// <summary>Whether a listener closes, and the user has the connection.</summary>
    public static bool IsOfAnother(in Hypothesis trial, in CallSlot slot) =>
        slot.Call.IsOfListener && trial.IsAccepted;

    private static bool Connect(ref Hypothesis trial, CallOutcome outcome, CallSituation situation)
    {
        ref var tcb = ref trial.Tcb;
        var isUp = tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);
        switch (outcome.Error)
        {
            case Errno.None when situation.DefersSyn && tcb.State == TcpState.SynSent:
                trial.Beside.AnswerOwedSince = long.MaxValue;                 // The SYN goes with the first text.
                return true;
            case Errno.None or Errno.EISCONN:
                return isUp || (situation.DefersSyn && outcome.Error == Errno.EISCONN);
            case Errno.EALREADY:
                return tcb.State is TcpState.SynSent or TcpState.SynReceived;
            case Errno.EINPROGRESS:
                return true;
            case Errno.ETIMEDOUT when tcb.State is TcpState.SynSent or TcpState.SynReceived:
                trial.Beside.Departed |= situation.IsSynPatient ? Departures.None : Departures.SynGivenUp;
                CallEffects.Dissolve(ref tcb);
                return true;
            case Errno.ECONNREFUSED or Errno.ECONNRESET or Errno.ETIMEDOUT:
                if (tcb.Error != outcome.Error)
                {
                    return false;
                }

                CallEffects.Dissolve(ref tcb);
                return true;
            case Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EHOSTDOWN or Errno.ENONET or Errno.EPROTO
                or Errno.ENOPROTOOPT or Errno.EOPNOTSUPP or Errno.EACCES:
                CallEffects.Dissolve(ref tcb);                         // What a router said may not be in the trace.
                return true;
            default:
                return true;
        }
    }

    private static bool Send(ref Hypothesis trial, in CallSlot slot, CallOutcome outcome, CallSituation situation)
    {
        ref var tcb = ref trial.Tcb;
        if (outcome.Error != Errno.None)
        {
            return trial.SentAhead <= situation.SendBudgetOfOthers && outcome.Error switch
            {
                Errno.EPIPE => TakeError(ref trial, Errno.EPIPE)
                    || (tcb.Shutdown & ShutdownDirections.Send) != 0 || tcb.State == TcpState.Closed,
                Errno.ECONNRESET or Errno.ETIMEDOUT or Errno.ECONNREFUSED => TakeError(ref trial, outcome.Error),
                _ => TakeError(ref trial, outcome.Error) || true,
            };
        }

        if (outcome.Value > slot.Call.Length)
        {
            return false;
        }

        var rest = outcome.Value - trial.SentAhead;
        trial.SentAhead = Math.Max(-rest, 0);
        if (rest <= 0)
        {
            return trial.SentAhead <= situation.SendBudgetOfOthers;
        }

        // What was queued when the connection ended went with it.
        return (tcb.State == TcpState.Closed && situation.HasChanged)
            || Connection.Fire(ref tcb, new SendData(rest, false)) >= 0 && CanSend(in tcb);
    }

    private static bool CanSend(in Tcb tcb) => tcb.State is TcpState.Established or TcpState.CloseWait
        || tcb is { State: TcpState.SynReceived, IsFastOpen: true };

    private static bool Receive(ref Hypothesis trial, in CallSlot slot, CallOutcome outcome, CallSituation situation)
    {
        ref var tcb = ref trial.Tcb;
        if (outcome.Error != Errno.None)
        {
            return outcome.Error switch
            {
                Errno.EAGAIN when trial.ReadAhead > 0 && !situation.OthersReceive => false,
                Errno.EAGAIN => situation.HasChanged || (Readable(in tcb) == 0 && !HasEnded(in tcb)),
                Errno.ECONNRESET or Errno.ETIMEDOUT or Errno.ECONNREFUSED or Errno.EPIPE =>
                    Readable(in tcb) == 0 && TakeError(ref trial, outcome.Error),
                Errno.ENOTCONN => tcb.State is TcpState.Closed or TcpState.Listen && !tcb.FinReceived,
                _ => TakeError(ref trial, outcome.Error) || !IsOfOtherCalls(outcome.Error),
            };
        }

        if (outcome.Value > slot.Call.Length)
        {
            return false;
        }

        if (outcome.Value == 0)
        {
            return slot.Call.Length == 0 || TakeEnd(ref tcb);
        }

        var rest = outcome.Value - trial.ReadAhead;
        trial.ReadAhead = 0;
        if (rest <= 0)
        {
            tcb.Copied += rest;
            return true;
        }

        if (rest > tcb.Unread)
        {
            return false;
        }

        var owedBefore = tcb.Owed.Contains(TcpOutput.Ack);
        CallEffects.Read(ref tcb, rest);
        trial.IsUpdateOwed |= !owedBefore && tcb.Owed.Contains(TcpOutput.Ack);
        return true;
    }

    /// <summary>Errors that no receive call has, whatever goes on outside TCP.</summary>
    private static bool IsOfOtherCalls(Errno error) => error is Errno.ENOENT or Errno.EEXIST or Errno.ENOSPC
        or Errno.ESPIPE or Errno.ELOOP or Errno.EADDRINUSE or Errno.EADDRNOTAVAIL or Errno.EISCONN or Errno.EALREADY
        or Errno.EINPROGRESS;

    /// <summary>What is looked at stays.</summary>
    private static bool Peek(in Hypothesis trial, in CallSlot slot, int octets) => octets > 0
        ? octets <= slot.Call.Length && octets <= trial.Tcb.Unread + trial.ReadAhead
        : slot.Call.Length == 0 || (Readable(in trial.Tcb) == 0 && HasEnded(in trial.Tcb));

    /// <summary>Octets that are not urgent: where the urgent one alone is left, there is nothing to read.</summary>
    private static int Readable(in Tcb tcb) =>
        tcb.Unread - (tcb.Urgent != UrgentOctet.None && tcb.UrgentMark == tcb.Copied && tcb.Unread > 0 ? 1 : 0);

    private static bool HasEnded(in Tcb tcb) =>
        tcb.FinReceived || tcb.Error != Errno.None || (tcb.Shutdown & ShutdownDirections.Receive) != 0
        || tcb.State is TcpState.Closed or TcpState.Listen;

    /// <summary>0 is returned at the FIN, behind it, and where the direction is shut.</summary>
    private static bool TakeEnd(ref Tcb tcb)
    {
        if (Readable(in tcb) > 0)
        {
            return false;
        }

        if (tcb.FinReceived)
        {
            tcb.Copied = tcb.RcvNxt;
            return true;
        }

        return (tcb.Shutdown & ShutdownDirections.Receive) != 0 && tcb.Error == Errno.None;
    }

    private static bool Shut(ref Hypothesis trial, in CallSlot slot, bool isApplied, CallOutcome outcome)
    {
        ref var tcb = ref trial.Tcb;
        if (outcome.Error != Errno.None)
        {
            tcb.Shutdown |= slot.Call.Directions;
            return outcome.Error != Errno.ENOTCONN
                || tcb.State is TcpState.Closed or TcpState.Listen or TcpState.TimeWait;
        }

        if (!isApplied)
        {
            if (tcb.State == TcpState.Closed)
            {
                return false;
            }

            CallEffects.Shut(ref tcb, slot.Call.Directions);
        }

        return true;
    }

    private static bool Close(ref Hypothesis trial, bool isApplied, CallOutcome outcome, CallSituation situation)
    {
        if (outcome.Error == Errno.None && !isApplied)
        {
            CallEffects.Close(ref trial.Tcb, situation.ResetsOnClose);
        }

        return true;
    }

    /// <summary>What was learnt of the path is told where there is no other error (sk_err_soft).</summary>
    private static bool TakeSoftError(ref Hypothesis trial, Errno error)
    {
        if (trial.Tcb.Error != Errno.None || trial.Tcb.SoftError != error)
        {
            return false;
        }

        trial.Tcb.SoftError = Errno.None;
        return true;
    }

    /// <summary>An error is told once.</summary>
    private static bool TakeError(ref Hypothesis trial, Errno error)
    {
        if (trial.Tcb.Error != error || (error == Errno.None && trial.Tcb.SoftError != Errno.None))
        {
            return false;
        }

        trial.Tcb.Error = Errno.None;
        return true;
    }
}

/// <summary>What is known when a call returns, beside the state of the connection.</summary>
/// <param name="SendBudgetOfOthers">Octets that other send calls under way may have queued.</param>
/// <param name="HasChanged">Whether segments arrived since the call began.</param>
/// <param name="ResetsOnClose">Whether SO_LINGER is on with time 0.</param>
/// <param name="IsSynPatient">
/// Whether a SYN may be given up: it was sent for three minutes, or the user has said for how long (RFC 9293 MUST-23).
/// </param>
/// <param name="OthersReceive">Whether other receive calls are under way, which may have taken what was there.</param>
/// <param name="DefersSyn">Whether connect returns before the SYN goes (TCP_FASTOPEN_CONNECT).</param>
/// <param name="SkipsPeeked">Whether MSG_PEEK goes on behind what it has seen (SO_PEEK_OFF).</param>
internal readonly record struct CallSituation(
    int SendBudgetOfOthers, bool HasChanged, bool ResetsOnClose, bool IsSynPatient, bool OthersReceive,
    bool DefersSyn, bool SkipsPeeked);
