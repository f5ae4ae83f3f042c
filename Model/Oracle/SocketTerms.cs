using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What options of a socket say of its connections (setsockopt). Times are nanoseconds.</summary>
internal sealed record SocketTerms
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    /// <summary>Those of a socket on which nobody has set any.</summary>
    public static SocketTerms Default { get; } = new();

    /// <summary>Whether an idle connection is probed (RFC 9293 MUST-24).</summary>
    public bool KeepsAlive { get; private init; }

    /// <summary>How long it has to be idle: two hours unless it is said (RFC 9293 MUST-28).</summary>
    public long KeepAliveIdle { get; private init; } = 7200 * Second;

    /// <summary>How long a probe waits for an answer.</summary>
    public long KeepAliveInterval { get; private init; } = 75 * Second;

    /// <summary>How many probes in vain end it.</summary>
    public byte KeepAliveProbes { get; private init; } = 9;

    /// <summary>Whether the user says for how long text may stay without acknowledgment (RFC 9293 MUST-21).</summary>
    public bool HasUserTimeout => UserTimeout > 0;

    /// <summary>For how long; 0 if the user does not say.</summary>
    public long UserTimeout { get; private init; }

    /// <summary>Whether the user is told of errors on the path at once (IP_RECVERR).</summary>
    public bool TellsErrors { get; private init; }

    /// <summary>Whether the user says how often a SYN is sent again.</summary>
    public bool HasSynRetries { get; private init; }

    /// <summary>Whether connect leaves the SYN to the first text (TCP_FASTOPEN_CONNECT).</summary>
    public bool DefersSyn { get; private init; }

    /// <summary>Whether MSG_PEEK goes on behind what it has seen (SO_PEEK_OFF).</summary>
    public bool SkipsPeeked { get; private init; }

    /// <summary>Whether a handshake may wait for text (TCP_DEFER_ACCEPT).</summary>
    public bool DefersAccept { get; private init; }

    /// <summary>Whether an orphan does not stay in FIN-WAIT-2 at all.</summary>
    public bool LeavesFinWait2 { get; private init; }

    /// <summary>How long an orphan stays there (net.ipv4.tcp_fin_timeout, TCP_LINGER2).</summary>
    public long FinWait2 { get; private init; } = 60 * Second;

    /// <summary>The terms after an option was set; those that make no difference here change nothing.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">Its value as the call has it.</param>
    public SocketTerms With(string option, long value) => option switch
    {
        "SO_KEEPALIVE" => this with { KeepsAlive = value != 0 },
        "TCP_KEEPIDLE" => this with { KeepAliveIdle = value * Second },
        "TCP_KEEPINTVL" => this with { KeepAliveInterval = value * Second },
        "TCP_KEEPCNT" => this with { KeepAliveProbes = (byte)Math.Clamp(value, 1, byte.MaxValue) },
        "TCP_USER_TIMEOUT" => this with { UserTimeout = value * Millisecond },
        "IP_RECVERR" or "IPV6_RECVERR" => this with { TellsErrors = value != 0 },
        "SO_PEEK_OFF" => this with { SkipsPeeked = true },
        "TCP_SYNCNT" => this with { HasSynRetries = true },
        "TCP_DEFER_ACCEPT" => this with { DefersAccept = value > 0 },
        "TCP_FASTOPEN_CONNECT" => this with { DefersSyn = value != 0 },
        "TCP_LINGER2" => this with
        {
            LeavesFinWait2 = value < 0,
            FinWait2 = value > 0 ? Math.Min(value * Second, Default.FinWait2) : Default.FinWait2,
        },
        _ => this,
    };

    /// <summary>Lets them hold for a connection.</summary>
    public void Apply(ref Tcb tcb)
    {
        tcb.ProbesMost = KeepAliveProbes;
        tcb.HasUserTimeout = HasUserTimeout;
        tcb.LeavesFinWait2 = LeavesFinWait2;
        tcb.TellsErrors = TellsErrors;
        tcb.DeferAccept = DefersAccept ? byte.MaxValue : (byte)0;
        tcb.Timers.Remove(TcpTimer.KeepAlive);
        Watch(ref tcb);
    }

    /// <summary>A connection that is up is watched by the keep-alive timer, if the user wants it.</summary>
    public void Watch(ref Tcb tcb)
    {
        if (KeepsAlive && tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent
            or TcpState.SynReceived or TcpState.TimeWait))
        {
            tcb.Timers.Add(TcpTimer.KeepAlive);
        }
    }
}
