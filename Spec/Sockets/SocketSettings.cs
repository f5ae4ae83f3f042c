using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// Options of sockets that change what the socket does. Their ranges are checked by whoever makes the call
/// (net/core/sock.c sk_setsockopt, net/ipv4/tcp.c do_tcp_setsockopt).
/// </summary>
public enum SocketOption : byte
{
    /// <summary>None.</summary>
    None,
    /// <summary>SO_REUSEADDR.</summary>
    ReuseAddress,
    /// <summary>SO_REUSEPORT.</summary>
    ReusePort,
    /// <summary>SO_OOBINLINE.</summary>
    UrgentInline,
    /// <summary>TCP_LINGER2, in seconds.</summary>
    FinTimeout,
    /// <summary>TCP_NODELAY.</summary>
    NoDelay,
    /// <summary>TCP_CORK.</summary>
    Cork,
    /// <summary>TCP_QUICKACK.</summary>
    QuickAck,
    /// <summary>TCP_MAXSEG.</summary>
    MaximumSegmentSize,
    /// <summary>SO_SNDBUF, as the kernel keeps it.</summary>
    SendBuffer,
    /// <summary>SO_RCVBUF, as the kernel keeps it.</summary>
    ReceiveBuffer,
    /// <summary>TCP_NOTSENT_LOWAT.</summary>
    NotSentLowWater,
    /// <summary>TCP_SYNCNT.</summary>
    SynRetries,
    /// <summary>TCP_FASTOPEN.</summary>
    FastOpenQueue,
    /// <summary>TCP_DEFER_ACCEPT, as a number of SYN,ACK.</summary>
    DeferAccept,
    /// <summary>SO_KEEPALIVE.</summary>
    KeepAlive,
    /// <summary>TCP_KEEPCNT.</summary>
    KeepAliveProbes,
    /// <summary>TCP_USER_TIMEOUT: whether there is one.</summary>
    UserTimeout,
    /// <summary>IP_RECVERR.</summary>
    PathErrors,
    /// <summary>IP_MTU_DISCOVER.</summary>
    PathDiscovery,
    /// <summary>TCP_WINDOW_CLAMP.</summary>
    WindowClamp,
}

/// <summary>
/// What the user has set on a socket beside SO_LINGER and SO_RCVLOWAT. A child has what its listener has (sk_clone).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SocketSettings
{
    /// <summary>Bits of a window that is told without a shift, less one for its sign; the greatest shift.</summary>
    private const int HeaderBits = 15, ScaleMost = 14;

    /// <summary>Shares its port with others that do, unless one listens (sk_reuse).</summary>
    public bool ReuseAddress;

    /// <summary>Shares its port with others that do (sk_reuseport).</summary>
    public bool ReusePort;

    /// <summary>The urgent octet stays in the stream (SOCK_URGINLINE).</summary>
    public bool UrgentInline;

    /// <summary>
    /// How many seconds an orphan stays in FIN-WAIT-2; below 0 it does not, 0 is the network's time (linger2).
    /// </summary>
    public short FinTimeout;

    /// <summary>Small segments do not wait (TCP_NAGLE_OFF).</summary>
    public bool NoDelay;

    /// <summary>What does not fill a segment waits (TCP_NAGLE_CORK).</summary>
    public bool Cork;

    /// <summary>The greatest segment that is told and sent; 0 for what the link takes (user_mss).</summary>
    public ushort MaximumSegmentSize;

    /// <summary>Memory for what is sent; 0 for the network's (sk_sndbuf with SOCK_SNDBUF_LOCK).</summary>
    public int SendBuffer;

    /// <summary>Memory for what is received; 0 for the network's (sk_rcvbuf with SOCK_RCVBUF_LOCK).</summary>
    public int ReceiveBuffer;

    /// <summary>Octets that may be queued and not sent; 0 for the network's (notsent_lowat).</summary>
    public int NotSentLowWater;

    /// <summary>How often SYN is sent again; 0 for the network's number (icsk_syn_retries).</summary>
    public byte SynRetries;

    /// <summary>
    /// How often SYN,ACK goes before a handshake may end without text; 0 for no wait (rskq_defer_accept).
    /// </summary>
    public byte DeferAccept;

    /// <summary>Whether an idle connection is probed (SOCK_KEEPOPEN).</summary>
    public bool KeepAlive;

    /// <summary>How many probes in vain end it; 0 for the network's number (keepalive_probes).</summary>
    public byte KeepAliveProbes;

    /// <summary>Whether what is not acknowledged for a while ends the connection (icsk_user_timeout).</summary>
    public bool UserTimeout;

    /// <summary>Whether errors on the path are told at once, and in full (IP_RECVERR).</summary>
    public bool PathErrors;

    /// <summary>How the path's MTU is found out, less one: 0 for IP_PMTUDISC_WANT (inet_sock pmtudisc).</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "The size of segments, which the host chooses.")]
    public sbyte PathDiscovery;

    /// <summary>The greatest window that is told; 0 for no bound (window_clamp).</summary>
    public int WindowClamp;

    /// <summary>Puts to a connection what is set; its size and windows only before it begins.</summary>
    public readonly void Apply(ref Tcb tcb, in NetworkNamespace net)
    {
        tcb.Nagle = net.WaitsForFullSegments && !NoDelay;
        tcb.Corked = Cork;
        tcb.DeferAccept = DeferAccept;
        tcb.ProbesMost = KeepAliveProbes > 0 ? KeepAliveProbes : net.KeepAliveProbes;
        tcb.HasUserTimeout = UserTimeout;
        tcb.RcvClamp = WindowClamp;
        tcb.LeavesFinWait2 = FinTimeout < 0;
        tcb.TellsErrors = PathErrors;
        tcb.RcvBuffer = ReceiveBuffer > 0 ? ReceiveBuffer / 2 : net.ReceiveBuffer;
        if (tcb.State is TcpState.Closed or TcpState.Listen)
        {
            tcb.Mss = MaximumSegmentSize > 0 ? Math.Min(net.Mss, MaximumSegmentSize) : net.Mss;
            tcb.SndMss = tcb.Mss;
            tcb.RetriesMost = (byte)((SynRetries > 0 ? SynRetries : net.SynRetries) + net.SynLinearTimeouts);
            var space = WindowClamp > 0 ? Math.Min(WindowClamp, tcb.RcvBuffer) : tcb.RcvBuffer;
            var isOwn = ReceiveBuffer > 0 || WindowClamp > 0 || MaximumSegmentSize > 0;
            tcb.RcvLimit = isOwn && net.ReceiveWindowFirst > 0
                ? FirstWindow(space, tcb.Mss)
                : net.ReceiveWindowFirst;
            tcb.RcvScale = ReceiveBuffer > 0 ? Scale(space)
                : WindowClamp > 0 ? Math.Min(net.WindowScale, Scale(WindowClamp))
                : net.WindowScale;
        }
    }

    /// <summary>An idle connection is watched, or is not any more (tcp_set_keepalive).</summary>
    public readonly void WatchIdleness(ref Tcb tcb)
    {
        tcb.Timers.Remove(TcpTimer.KeepAlive);
        if (KeepAlive && tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.TimeWait))
        {
            tcb.Timers.Add(TcpTimer.KeepAlive);
        }
    }

    /// <summary>
    /// A SYN tells a window of whole segments, and no more than its header can (tcp_select_initial_window).
    /// </summary>
    /// <param name="space">The memory that is for it.</param>
    /// <param name="size">The text of a segment.</param>
    /// <param name="most">The most that is told.</param>
    public static int FirstWindow(int space, int size, int most = ushort.MaxValue) =>
        Math.Min(space > size ? space / size * size : space, most);

    /// <summary>So many bits that a buffer can be told (tcp_select_initial_window).</summary>
    public static byte Scale(int space) =>
        (byte)Math.Clamp(BitOperations.Log2((uint)space) - HeaderBits, 0, ScaleMost);

    /// <summary>Sets an option.</summary>
    public void Set(SocketOption option, int value)
    {
        switch (option)
        {
            case SocketOption.ReuseAddress:
                ReuseAddress = value != 0;
                break;
            case SocketOption.ReusePort:
                ReusePort = value != 0;
                break;
            case SocketOption.UrgentInline:
                UrgentInline = value != 0;
                break;
            case SocketOption.FinTimeout:
                FinTimeout = (short)value;
                break;
            case SocketOption.NoDelay:
                NoDelay = value != 0;
                break;
            case SocketOption.Cork:
                Cork = value != 0;
                break;
            case SocketOption.MaximumSegmentSize:
                MaximumSegmentSize = (ushort)value;
                break;
            case SocketOption.SendBuffer:
                SendBuffer = value;
                break;
            case SocketOption.ReceiveBuffer:
                ReceiveBuffer = value;
                break;
            case SocketOption.NotSentLowWater:
                NotSentLowWater = value < 0 ? int.MaxValue : value;
                break;
            case SocketOption.SynRetries:
                SynRetries = (byte)value;
                break;
            case SocketOption.DeferAccept:
                DeferAccept = (byte)value;
                break;
            case SocketOption.KeepAlive:
                KeepAlive = value != 0;
                break;
            case SocketOption.KeepAliveProbes:
                KeepAliveProbes = (byte)value;
                break;
            case SocketOption.UserTimeout:
                UserTimeout = value != 0;
                break;
            case SocketOption.PathErrors:
                PathErrors = value != 0;
                break;
            case SocketOption.PathDiscovery:
                PathDiscovery = (sbyte)(value - 1);
                break;
            case SocketOption.WindowClamp:
                WindowClamp = value;
                break;
        }
    }
}
