using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The settings of the network stack (struct net, /proc/sys/net), constant during a run, and the choices that TCP
/// leaves open: which port and which sequence number come next.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NetworkNamespace
{
    /// <summary>Memory that the text of a connection may take until it is acknowledged (net.ipv4.tcp_wmem).</summary>
    public int SendBuffer;

    /// <summary>How far that may grow with the congestion window (net.ipv4.tcp_wmem).</summary>
    public int SendBufferMost;

    /// <summary>What a buffer takes beside the text in it; 0 where octets alone are counted.</summary>
    public ushort BufferOverhead;

    /// <summary>
    /// Octets that may be queued and not yet sent (net.ipv4.tcp_notsent_lowat); 0 for any number.
    /// </summary>
    public int NotSentLowWater;

    /// <summary>Octets a connection may hold for its reader (rcvbuf). Overhead is not counted.</summary>
    public int ReceiveBuffer;

    /// <summary>How far the receive buffer may grow for a low-water mark (net.ipv4.tcp_rmem).</summary>
    public int ReceiveBufferMost;

    /// <summary>Greatest payload of a segment.</summary>
    public ushort Mss;

    /// <summary>What peers take that do not say so; 0 for what it is over IPv4.</summary>
    public ushort DefaultMss;

    /// <summary>Options that connections are ready to use (net.ipv4.tcp_sack and others).</summary>
    public OptionKinds Offers;

    /// <summary>By how many bits connections shift the windows they tell, if the peer agrees.</summary>
    public byte WindowScale;

    /// <summary>The window of a SYN; 0 for all that the buffer takes.</summary>
    public int ReceiveWindowFirst;

    /// <summary>Whether text that came twice is told (net.ipv4.tcp_dsack).</summary>
    public bool TellsDuplicates;

    /// <summary>Where connections depart from RFC 9293.</summary>
    public Deviations Deviations;

    /// <summary>
    /// Whether connections wait with segments that are not full: Nagle's algorithm, and for a window that a segment
    /// fits.
    /// </summary>
    public bool WaitsForFullSegments;

    /// <summary>
    /// How listeners serve Fast Open: the cookie is that of the one peer there is (net.ipv4.tcp_fastopen).
    /// </summary>
    public FastOpenTerms FastOpenServer;

    /// <summary>How clients open fast.</summary>
    public FastOpenClient FastOpenClient;

    /// <summary>
    /// Whether every listener serves Fast Open, as many at once as its backlog (TFO_SERVER_WO_SOCKOPT1).
    /// </summary>
    public bool ListenersServeFastOpen;

    /// <summary>What the clock for time stamps shows, in its ticks; the host sets it.</summary>
    public uint StampClock;

    /// <summary>The greatest backlog listen grants (net.core.somaxconn).</summary>
    public ushort SomaxConn;

    /// <summary>When listeners answer a SYN with a cookie (net.ipv4.tcp_syncookies).</summary>
    public CookieUse CookieUse;

    /// <summary>The period of time that cookies are made in, of a minute each; the host counts them.</summary>
    public byte CookiePeriod;

    /// <summary>
    /// How many requests a listener may have without cookies, a quarter of them of peers that are known
    /// (net.ipv4.tcp_max_syn_backlog).
    /// </summary>
    public ushort RequestsMost;

    /// <summary>How often something is sent again before its connection is given up (net.ipv4.tcp_retries2).</summary>
    public byte Retries;

    /// <summary>How often SYN is sent again (net.ipv4.tcp_syn_retries).</summary>
    public byte SynRetries;

    /// <summary>How often more, after which time-outs grow (net.ipv4.tcp_syn_linear_timeouts).</summary>
    public byte SynLinearTimeouts;

    /// <summary>How often SYN,ACK is sent again (net.ipv4.tcp_synack_retries).</summary>
    public byte SynAckRetries;

    /// <summary>How many keep-alive probes in vain end a connection (net.ipv4.tcp_keepalive_probes).</summary>
    public byte KeepAliveProbes;

    /// <summary>Whether a full accept queue is answered by a reset (net.ipv4.tcp_abort_on_overflow).</summary>
    public bool AbortOnOverflow;

    /// <summary>
    /// The address that a socket without one takes to reach this host: the preferred source of the local route.
    /// </summary>
    public byte PreferredSource;

    /// <summary>The first port for sockets that did not ask for one (net.ipv4.ip_local_port_range).</summary>
    public ushort FirstEphemeralPort;

    /// <summary>The port that is tried next.</summary>
    public ushort NextPort;

    /// <summary>The initial sequence number that is taken next.</summary>
    public uint NextSequence;

    /// <summary>
    /// What a Linux host has, as far as its API shows it: a segment of the loopback interface, somaxconn, and buffers
    /// of the size in which a fresh loopback connection comes to rest.
    /// </summary>
    public static NetworkNamespace Linux => new()
    {
        SendBuffer = 2_626_560,
        ReceiveBuffer = 65_536,
        ReceiveBufferMost = 6_291_456,
        Mss = 32_768,
        Offers = OptionKinds.MaximumSegmentSize,
        Deviations = Deviations.Checked,
        SomaxConn = 4096,
        CookieUse = CookieUse.WhenFull,
        RequestsMost = 2048,
        Retries = 15,
        SynRetries = 6,
        SynLinearTimeouts = 4,
        SynAckRetries = 5,
        KeepAliveProbes = 9,
        PreferredSource = 1,
        FirstEphemeralPort = 32_768,
        NextPort = 32_768,
        NextSequence = uint.MaxValue - 4,
    };

    /// <summary>Small bounds for a checker.</summary>
    /// <param name="sendBuffer">Octets a connection may queue for sending.</param>
    /// <param name="receiveBuffer">Octets a connection may hold for its reader.</param>
    /// <param name="mss">Greatest payload of a segment.</param>
    public static NetworkNamespace Small(int sendBuffer, int receiveBuffer, int mss) => Linux with
    {
        SendBuffer = sendBuffer,
        ReceiveBuffer = receiveBuffer,
        Mss = (ushort)mss,
        Offers = OptionKinds.None,
        CookieUse = CookieUse.Never,
        ReceiveBufferMost = int.MaxValue,
        Retries = 1,
        SynRetries = 1,
        SynLinearTimeouts = 0,
        SynAckRetries = 1,
        KeepAliveProbes = 1,
    };
}
