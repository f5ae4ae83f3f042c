namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What the user asks of a socket before it is opened; a listener passes it on.</summary>
internal enum SocketChoice : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An idle connection is probed once, after 10 s, and ends 5 s later (SO_KEEPALIVE).</summary>
    KeepAlive,

    /// <summary>What is not acknowledged for 10 s ends the connection (TCP_USER_TIMEOUT).</summary>
    UserTimeout,

    /// <summary>A connection that is closed does not stay in FIN-WAIT-2 (TCP_LINGER2).</summary>
    LeaveFinWait2,

    /// <summary>A connection is given out when it has text (TCP_DEFER_ACCEPT); of a listener.</summary>
    DeferAccept,

    /// <summary>Text goes, or is taken, on a SYN, without a cookie (Fast Open, RFC 7413).</summary>
    FastOpen,

    /// <summary>Errors on the path are told at once (IP_RECVERR).</summary>
    ReceiveErrors,
}
