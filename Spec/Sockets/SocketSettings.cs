using System.Runtime.InteropServices;

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
}

/// <summary>
/// What the user has set on a socket beside SO_LINGER and SO_RCVLOWAT. A child has what its listener has (sk_clone).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SocketSettings
{
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
        }
    }
}
