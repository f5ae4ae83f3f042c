using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What is learnt of the path to the peer.</content>
internal sealed partial class TransportPolicies
{
    private readonly PathMtu _path = new();

    /// <summary>The MTU of the path to the peer.</summary>
    public int PathMtuAt(long now) => _path.At(now, Settings);

    /// <summary>A connection is about to be told of an error on its path.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="error">The error.</param>
    /// <param name="notice">What the message says besides.</param>
    /// <param name="now">The time.</param>
    /// <returns>The error as the connection is to be told of it.</returns>
    public PathError BeforeError(
        ref Kernel kernel, int socket, in PathError error, in PathNotice notice, long now)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        if (kernel.Sockets[socket].IsRequest || PolicyOf(in kernel, socket) is not { } policy
            || !Connection.QuotesOutstanding(in tcb, in error) || tcb.State == TcpState.TimeWait)
        {
            return error;
        }

        if (notice.RevertsBackOff)
        {
            policy.RevertBackOff(in tcb, error.Sequence, now);
        }

        return error.Kind == PathErrorKind.TooBig
            ? Shrink(ref kernel, socket, policy, in error, notice.Mtu, now)
            : error;
    }

    /// <summary>
    /// The segments of a connection are as great as is known now. One that is being opened follows the path anyway.
    /// </summary>
    private void Size(ref Kernel kernel, int socket, ConnectionPolicy policy, long now, bool follows)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (follows || endpoint.Tcb.State is TcpState.SynSent or TcpState.SynReceived)
        {
            policy.FollowPath(_path.At(now, Settings));
        }

        policy.Size(
            ref endpoint.Tcb,
            endpoint.Settings.MaximumSegmentSize > 0 ? endpoint.Settings.MaximumSegmentSize : endpoint.Tcb.DefaultMss);
        if (endpoint.Tcb.State == TcpState.SynSent)
        {
            endpoint.Tcb.Mss = Math.Min(endpoint.Tcb.Mss, AdvertisedAt(now));
        }
    }

    /// <summary>Sends a segment that is greater than others.</summary>
    private void ProbePath(ref Kernel kernel, int socket, ConnectionPolicy policy, int octets, long now)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        (tcb.SndMss, tcb.HasSndLimit, tcb.SndLimit) = ((ushort)octets, true, tcb.SndNxt + octets);
        if (Send(ref kernel, socket))
        {
            policy.NoteMtuProbe(in tcb, octets);
        }

        Size(ref kernel, socket, policy, now, follows: false);
        policy.Look(in tcb, now);
    }

    /// <summary>
    /// What a SYN tells follows what is known of the path, since that may be so in both directions
    /// (net/ipv4/route.c ipv4_default_advmss).
    /// </summary>
    private void Advertise(ref Kernel kernel, long now)
    {
        var size = AdvertisedAt(now);
        if (kernel.Net.Mss != size)
        {
            kernel.Net.Mss = size;
            kernel.Net.ReceiveWindowFirst = SocketSettings.FirstWindow(
                kernel.Net.ReceiveBuffer, size, Settings.FirstWindowMost);
        }
    }

    private void Advertise(ref Kernel kernel, int socket, long now)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        Advertise(ref kernel, now);
        if (endpoint.Tcb.State == TcpState.Closed)
        {
            endpoint.Settings.Apply(ref endpoint.Tcb, in kernel.Net);
        }
    }

    private void AnswerOdd(ref Kernel kernel, int socket, bool answers)
    {
        if (answers)
        {
            kernel.Sockets[socket].Tcb.Owed.Add(TcpOutput.Ack);
            _ = Send(ref kernel, socket);
        }
    }

    /// <summary>What the peer takes may be more than the link carries: memory is for that (tcp_sndbuf_expand).
    /// </summary>
    private static void ExpandOnce(ref Kernel kernel, int socket, ConnectionPolicy policy)
    {
        if (policy.TakesMemory(in kernel.Sockets[socket].Tcb))
        {
            SendMemory.Expand(ref kernel, socket, policy.PeerSize);
        }
    }

    private ushort AdvertisedAt(long now) => Settings.Advertised > 0
        ? (ushort)Settings.Advertised
        : (ushort)Math.Max(_path.At(now, Settings) - Settings.HeaderOctets, Settings.AdvertisedLeast);

    /// <summary>
    /// The path takes less. Who does not want to know goes on as before, until more is sent (tcp_v4_mtu_reduced).
    /// </summary>
    private PathError Shrink(
        ref Kernel kernel, int socket, ConnectionPolicy policy, in PathError error, int told, long now)
    {
        var discovery = (PathDiscovery)(kernel.Sockets[socket].Settings.PathDiscovery + 1);
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        _path.Take(told, now, Settings);
        var mtu = _path.At(now, Settings);
        if (discovery is not (PathDiscovery.Never or PathDiscovery.Interface or PathDiscovery.Omit)
            && policy.PathMtu > mtu)
        {
            Size(ref kernel, socket, policy, now, follows: true);
            policy.ResendOversized(in tcb, now);
            if (tcb is { State: TcpState.SynSent, IsFastOpen: true, Retries: 0 })
            {
                // What fits or not lies beside the SYN, which goes again without it (tcp_simple_retransmit).
                (tcb.Retries, tcb.RetriesMost) = (1, (byte)Math.Min(tcb.RetriesMost + 1, byte.MaxValue));
                tcb.Owed.Add(TcpOutput.Syn);
            }
        }

        // Where nothing may be cut on its way the connection may not recover.
        var isCutNowhere = discovery == PathDiscovery.Always || (discovery == PathDiscovery.Wanted && !_path.IsLocked);
        return error with
        {
            Error = Settings.PathsAreCut && told < mtu && isCutNowhere ? error.Error : Errno.None,
        };
    }

    /// <summary>Ways to find out the MTU of a path (include/uapi/linux/in.h IP_PMTUDISC_DONT and others).</summary>
    private enum PathDiscovery : byte
    {
        Never,
        Wanted,
        Always,
        Probing,
        Interface,
        Omit,
    }
}

/// <summary>What a message of ICMP says besides the error.</summary>
/// <param name="Mtu">What the next link takes; 0 if it does not say.</param>
/// <param name="RevertsBackOff">Whether it says that what was lost was not lost to congestion (RFC 6069 3).</param>
public readonly record struct PathNotice(int Mtu, bool RevertsBackOff);
