using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Nothing happens although something has to: that cannot be put down to slowness any more.</summary>
/// <param name="What">What does not happen.</param>
/// <param name="Citation">What says that it has to.</param>
internal sealed record Standstill(string What, string Citation)
{
    private const long Second = 1_000_000_000;

    /// <summary>
    /// A time-out may grow to a maximum of at least 60 s (RFC 6298 2.5); stacks have up to 120 s (TCP_RTO_MAX).
    /// </summary>
    public const long TimeoutMost = 130 * Second;

    private static readonly Standstill s_textWaits = new(
        "text waits, although nothing is on its way and the window takes it", "RFC 9293 MUST-60");

    private static readonly Standstill s_isNotSentAgain = new(
        "what is on its way and not acknowledged is not sent again", "RFC 9293 MUST-20");

    private static readonly Standstill s_isNotProbed = new(
        "the window is shut, text waits, and the window is not probed", "RFC 9293 MUST-36");

    private static readonly Standstill s_isIdle = new(
        "the user wants to know whether the peer is there, and it is not asked", "RFC 9293 3.8.4");

    /// <summary>What should have happened to a connection by now, if anything should have.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="settings">What is seen of it.</param>
    /// <param name="terms">What its user has said.</param>
    /// <param name="quiet">For how many nanoseconds nothing was seen of it.</param>
    /// <param name="heard">When a segment came last.</param>
    public static Standstill? Of(
        in Hypothesis state, OracleSettings settings, SocketTerms terms, long quiet, long heard)
    {
        ref readonly var tcb = ref state.Tcb;
        if (quiet <= OracleSettings.StandstillLeast || !settings.HasCalls || !settings.HasSegments
            || settings.Vantage == Vantage.Wire || tcb.HasUserTimeout || tcb.IsFastOpen || state.IsCookie)
        {
            return null;
        }

        if (tcb.SndUna < tcb.SndNxt)
        {
            return quiet > TimeoutMost && state.Beside.Interval == 0 && IsOpen(in tcb) ? s_isNotSentAgain : null;
        }

        if (tcb.Unsent <= 0)
        {
            var idle = Math.Max(terms.KeepAliveIdle, terms.KeepAliveInterval) * 9 / 8;
            return settings.Profile.Departs && tcb.Timers.Contains(TcpTimer.KeepAlive)
                && terms.KeepsAlive && !Connection.IsMiniRecord(in tcb) && quiet > idle + OracleSettings.StandstillLeast
                    ? s_isIdle
                    : null;
        }

        if (!IsOpen(in tcb))
        {
            return null;
        }

        return tcb.SndWnd >= Math.Min(tcb.Unsent, (int)tcb.SndMss) ? s_textWaits
            : quiet > TimeoutMost && !Pacing.ProbesInVain(in state, heard) ? s_isNotProbed
            : null;
    }

    private static bool IsOpen(in Tcb tcb) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.TimeWait or TcpState.FinWait2);
}
