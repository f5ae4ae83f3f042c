namespace Wakeline.Model;

/// <summary>
/// How long the timers of a connection run that its user may set (include/net/tcp.h, net/ipv4/tcp.c
/// do_tcp_setsockopt).
/// </summary>
public readonly record struct ConnectionTimes
{
    /// <summary>Takes what Linux has unless it is told otherwise.</summary>
    public ConnectionTimes()
    {
    }

    /// <summary>An orphan's FIN-WAIT-2 (net.ipv4.tcp_fin_timeout, TCP_LINGER2).</summary>
    public TimeSpan FinWait2 { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>TIME-WAIT (TCP_TIMEWAIT_LEN).</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Until an idle connection is probed (net.ipv4.tcp_keepalive_time, TCP_KEEPIDLE).</summary>
    public TimeSpan KeepAliveIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Between probes in vain (net.ipv4.tcp_keepalive_intvl, TCP_KEEPINTVL).</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>The user's patience with what is not acknowledged (TCP_USER_TIMEOUT).</summary>
    public TimeSpan User { get; init; }
}
