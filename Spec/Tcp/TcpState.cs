namespace Wakeline.Spec.Tcp;

/// <summary>The states of a connection (RFC 9293 3.3.2).</summary>
public enum TcpState : byte
{
    /// <summary>CLOSED: no connection.</summary>
    Closed,
    /// <summary>LISTEN: waits for a connection request.</summary>
    Listen,
    /// <summary>SYN-SENT: has asked, waits for a matching request.</summary>
    SynSent,
    /// <summary>SYN-RECEIVED: both have asked, waits for the acknowledgment.</summary>
    SynReceived,
    /// <summary>ESTABLISHED: data flows both ways.</summary>
    Established,
    /// <summary>FIN-WAIT-1: has sent FIN, neither acknowledged nor answered.</summary>
    FinWait1,
    /// <summary>FIN-WAIT-2: its FIN is acknowledged, the peer may still send.</summary>
    FinWait2,
    /// <summary>CLOSE-WAIT: the peer has sent FIN, the user may still send.</summary>
    CloseWait,
    /// <summary>CLOSING: both have sent FIN, its own is not acknowledged.</summary>
    Closing,
    /// <summary>LAST-ACK: as CLOSING, but the peer closed first.</summary>
    LastAck,
    /// <summary>TIME-WAIT: closed, stays to catch old duplicates.</summary>
    TimeWait,
}

/// <summary>How a connection came to be. SYN-RECEIVED must remember it (RFC 9293 MUST-11).</summary>
public enum Origin : byte
{
    /// <summary>It has not.</summary>
    None,
    /// <summary>Opened by this side, perhaps by both at once.</summary>
    Active,
    /// <summary>A request of the peer to a listener: a request socket in Linux (TCP_NEW_SYN_RECV).</summary>
    Request,
    /// <summary>The full socket that the last acknowledgment of a handshake made out of a request.</summary>
    Child,
}

/// <summary>Outputs a connection may owe.</summary>
public enum TcpOutput : byte
{
    /// <summary>A reset.</summary>
    Reset,
    /// <summary>The first SYN, or once more the same.</summary>
    Syn,
    /// <summary>The answer to a SYN.</summary>
    SynAck,
    /// <summary>What was sent first and is not acknowledged, once more.</summary>
    Retransmission,
    /// <summary>A segment that makes the peer tell its window (RFC 9293 3.8.6.1).</summary>
    Probe,
    /// <summary>An acknowledgment; any other segment that carries ACK will do.</summary>
    Ack,
}

/// <summary>Timers of a connection.</summary>
public enum TcpTimer : byte
{
    /// <summary>Something sent is not acknowledged.</summary>
    Retransmission,
    /// <summary>The peer's window is closed and nothing is on the way that would bring news.</summary>
    Persist,
    /// <summary>FIN-WAIT-2 of a connection no process holds (Linux tcp_fin_timeout).</summary>
    FinWait2,
    /// <summary>TIME-WAIT, twice the maximum segment lifetime.</summary>
    TimeWait,
    /// <summary>Text has come whose acknowledgment waits for company (RFC 9293 3.8.6.3).</summary>
    DelayedAck,
    /// <summary>Nothing has come for long (RFC 9293 3.8.4).</summary>
    KeepAlive,
    /// <summary>What was sent again is still not acknowledged, or a window still shut (RFC 9293 3.10.8).</summary>
    UserTimeout,
}

/// <summary>What a connection has to tell its socket, which calls the socket's callbacks for it.</summary>
public enum Notice : byte
{
    /// <summary>The state changed in a way a sleeper may wait for (sk_state_change).</summary>
    StateChange,
    /// <summary>The connection is up: POLL_OUT for the asynchronous queue.</summary>
    Connected,
    /// <summary>
    /// A FIN came: POLL_IN, or POLL_HUP if the other direction is shut too, for the asynchronous queue.
    /// </summary>
    FinReceived,
    /// <summary>An urgent octet is announced (SIGURG).</summary>
    UrgentMark,
    /// <summary>An urgent octet is here (sk_data_ready without regard to SO_RCVLOWAT).</summary>
    UrgentData,
    /// <summary>Data or FIN was queued (sk_data_ready).</summary>
    DataReady,
    /// <summary>Data was acknowledged, so there may be room to send (sk_write_space).</summary>
    WriteSpace,
    /// <summary>The connection failed (sk_error_report).</summary>
    ErrorReport,
}

/// <summary>What is known of urgent data in the receiving direction (tcp_sock urg_data).</summary>
public enum UrgentOctet : byte
{
    /// <summary>None.</summary>
    None,
    /// <summary>Announced, but not received (TCP_URG_NOTYET).</summary>
    Announced,
    /// <summary>Received and not read (TCP_URG_VALID).</summary>
    Held,
    /// <summary>Read out of band; the place in the stream is still marked (TCP_URG_READ).</summary>
    Taken,
}
