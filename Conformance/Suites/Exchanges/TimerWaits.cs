using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>How long a timer is waited for.</summary>
internal static class TimerWaits
{
    /// <summary>After R2 at the latest a connection is given up; Linux takes 924 s (RFC 9293 3.8.3).</summary>
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(1800);

    /// <summary>
    /// Twice the maximum segment lifetime of RFC 9293 3.4.1, which is 2 minutes, and as much more as tells that it is
    /// over.
    /// </summary>
    private static readonly TimeSpan s_timeWait = TimeSpan.FromSeconds(300);

    /// <summary>The greatest interval between two attempts (Linux TCP_RTO_MAX), and some more.</summary>
    private static readonly TimeSpan s_attempt = TimeSpan.FromSeconds(140);

    /// <summary>How long a silence is: whatever is not given up goes again within it.</summary>
    public static TimeSpan Silence => s_attempt;

    /// <summary>The longest that is waited.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="isSeen">Whether a segment shows that it has expired, which ends the wait.</param>
    public static TimeSpan Of(TcpTimer timer, bool isSeen) => timer switch
    {
        TcpTimer.DelayedAck => TimeSpan.FromSeconds(0.6),
        TcpTimer.TimeWait or TcpTimer.FinWait2 => s_timeWait,
        _ => isSeen ? s_attempt : s_giveUp,
    };

    /// <summary>About how long a stack that is as quick as Linux takes.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="isSeen">Whether a segment shows that it has expired.</param>
    /// <param name="attempt">How often it has expired before.</param>
    public static TimeSpan Usual(TcpTimer timer, bool isSeen, int attempt) => timer switch
    {
        TcpTimer.DelayedAck => TimeSpan.FromSeconds(0.2),
        TcpTimer.Retransmission or TcpTimer.Persist when isSeen => TimeSpan.FromSeconds(1 << Math.Min(attempt, 7)),
        _ => Of(timer, isSeen),
    };
}
