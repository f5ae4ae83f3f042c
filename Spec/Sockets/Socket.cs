using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>How far the user is with a socket, apart from what TCP does (include/linux/net.h socket_state).</summary>
public enum Association : byte
{
    /// <summary>Not connected, or listening (SS_UNCONNECTED).</summary>
    Unconnected,
    /// <summary>connect has begun (SS_CONNECTING).</summary>
    Connecting,
    /// <summary>connect or accept has ended well (SS_CONNECTED).</summary>
    Connected,
    /// <summary>shutdown came before connect ended (SS_DISCONNECTING).</summary>
    Disconnecting,
}

/// <summary>What close does about data that is not yet delivered (SO_LINGER).</summary>
public enum Linger : byte
{
    /// <summary>Returns at once; the data goes its way.</summary>
    Off,
    /// <summary>Drops it and resets the connection (l_linger 0).</summary>
    Reset,
    /// <summary>Waits until it is acknowledged, or for so long (l_linger above 0).</summary>
    Wait,
}

/// <summary>What a signal for the owner tells: the si_code of SIGIO, or that it is SIGURG.</summary>
public enum AsyncBand : byte
{
    /// <summary>Data or a connection (POLL_IN).</summary>
    In,
    /// <summary>Room to send, or the connection is up (POLL_OUT).</summary>
    Out,
    /// <summary>An error (POLL_ERR).</summary>
    Error,
    /// <summary>Both directions are shut (POLL_HUP).</summary>
    HangUp,
    /// <summary>Urgent data (POLL_PRI), for owners who have chosen their signal (F_SETSIG).</summary>
    Priority,
    /// <summary>Urgent data, by SIGURG, which needs no O_ASYNC.</summary>
    Urgent,
}

/// <summary>
/// A socket (struct socket and struct sock in one). One without a file is a request, a child that waits for accept, or
/// an orphan.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Socket
{
    /// <summary>Whether the socket exists.</summary>
    public bool InUse;

    /// <summary>Segments do not find it: it has left the table of connections.</summary>
    public bool IsHidden;

    /// <summary>1 + the file it stands behind; 0 for none.</summary>
    public byte FileAndOne;

    /// <summary>How far the user is with it.</summary>
    public Association Association;

    /// <summary>The connection.</summary>
    public Tcb Tcb;

    /// <summary>The end it is bound to; port 0 while it is not (inet_rcv_saddr, inet_num).</summary>
    public Endpoint Bound;

    /// <summary>The user chose the address (SOCK_BINDADDR_LOCK).</summary>
    public bool AddressLocked;

    /// <summary>
    /// The user chose the port, which the socket keeps when its connection ends (SOCK_BINDPORT_LOCK).
    /// </summary>
    public bool PortLocked;

    /// <summary>The greatest length of the accept queue, less one (sk_max_ack_backlog).</summary>
    public ushort Backlog;

    /// <summary>Connections that wait for accept, oldest first.</summary>
    public Ring<byte, InlineArray12<byte>> AcceptQueue;

    /// <summary>It has answered a SYN with a cookie (tcp_synq_overflow).</summary>
    public bool HasSentCookies;

    /// <summary>Of a request or a waiting child: 1 + its listener; 0 for none.</summary>
    public byte ListenerAndOne;

    /// <summary>1 + the task that owns the socket's lock (sk_lock.owned); 0 for none.</summary>
    public byte OwnerAndOne;

    /// <summary>What close does.</summary>
    public Linger Linger;

    /// <summary>
    /// How many connections may be open fast before their handshakes end (TCP_FASTOPEN, fastopenq.max_qlen).
    /// </summary>
    public ushort FastOpenQueue;

    /// <summary>SO_RCVLOWAT; 0 stands for 1.</summary>
    public int LowWater;

    /// <summary>What else the user has set.</summary>
    public SocketSettings Settings;

    /// <summary>The memory that its text may take; 0 before a connection is up (sk_sndbuf).</summary>
    public int SendBuffer;

    /// <summary>The buffers of its text.</summary>
    public WriteQueue WriteQueue;

    /// <summary>connect has been called, and waits for the first text, which its SYN can carry (defer_connect).
    /// </summary>
    public bool DefersConnect;

    /// <summary>
    /// How many reports wait in the error queue (sk_error_queue). What they say belongs to the host.
    /// </summary>
    public byte Reports;

    /// <summary>Somebody found no room to send and wants to know of it (SOCK_NOSPACE).</summary>
    public bool NoSpace;

    /// <summary>The same, for the asynchronous queue (SOCKWQ_ASYNC_NOSPACE).</summary>
    public bool AsyncNoSpace;

    /// <summary>A task waits in recv, which silences the asynchronous queue (SOCKWQ_ASYNC_WAITDATA).</summary>
    public bool AsyncWaitsForData;

    /// <summary>Tasks whose connection was dissolved while they slept on it (sk_disconnects).</summary>
    public BitSet<byte> Evicted;

    /// <summary>Asynchronous signals sent and not collected, oldest first; one that finds no room is lost.</summary>
    public Ring<AsyncBand, InlineArray8<AsyncBand>> Signals;

    /// <summary>
    /// The state as system calls see it: a connection in TIME-WAIT lives on without its socket (tcp_time_wait).
    /// </summary>
    public readonly TcpState State => Tcb.State == TcpState.TimeWait ? TcpState.Closed : Tcb.State;

    /// <summary>Whether it has a file.</summary>
    public readonly bool HasFile => FileAndOne != 0;

    /// <summary>The file.</summary>
    public readonly int File => FileAndOne - 1;

    /// <summary>Whether a task owns its lock (sock_owned_by_user).</summary>
    public readonly bool IsOwned => OwnerAndOne != 0;

    /// <summary>Whether it is a request of a listener (TCP_NEW_SYN_RECV).</summary>
    public readonly bool IsRequest => Tcb.State == TcpState.SynReceived && Tcb.Origin == Origin.Request;

    /// <summary>Whether accept would take nothing more (sk_acceptq_is_full).</summary>
    public readonly bool AcceptQueueIsFull => AcceptQueue.Count > Backlog;

    /// <summary>The place of the next octet of the stream that recv may give, as a number from 0.</summary>
    public readonly int ReadOffset => Tcb.Copied - Tcb.Irs - 1;
}
