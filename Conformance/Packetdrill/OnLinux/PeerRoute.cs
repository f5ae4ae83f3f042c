using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Spec;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Puts a route to the peer that has the metrics of a script.</summary>
internal static class PeerRoute
{
    private const byte TableMain = 254;
    private const byte ProtocolBoot = 3;
    private const byte ScopeLink = 253;
    private const byte ScopeUniverse = 0;
    private const byte TypeUnicast = 1;

    /// <summary>RTAX_FEATURE_ECN.</summary>
    private const int FeatureEcn = 1;

    /// <summary>RTAX_LOCK: which metrics nothing on the way changes.</summary>
    private const ushort Locks = 1;

    /// <summary>The numbers of metrics (RTAX_MTU and so on).</summary>
    private static readonly FrozenDictionary<string, ushort> s_numbers = new Dictionary<string, ushort>
    {
        ["mtu"] = 2,
        ["advmss"] = 8,
        ["hoplimit"] = 10,
        ["initcwnd"] = 11,
        [RouteMetrics.Features] = 12,
        [RouteMetrics.TimeoutLeast] = 13,
        ["initrwnd"] = 14,
        ["quickack"] = 15,
        [RouteMetrics.Congestion] = 16,
        ["fastopen_no_cookie"] = 17,
    }.ToFrozenDictionary();

    /// <summary>Instead of the route to the peer that there is, if there is one.</summary>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="device">The number of the interface that it is behind.</param>
    /// <param name="metrics">The metrics; the route has none if these are none.</param>
    /// <exception cref="UnsupportedException">The kernel refuses them.</exception>
    public static void Put(IPAddress peer, int device, IReadOnlyList<RouteMetric> metrics)
    {
        var isVersion6 = peer.AddressFamily == AddressFamily.InterNetworkV6;
        var address = peer.GetAddressBytes();
        var error = new NetlinkRequest(
            NetlinkRequest.NewRoute,
            [
                (byte)(isVersion6 ? Abi.AfInet6 : Abi.AfInet), (byte)(address.Length * 8), 0, 0,
                TableMain, ProtocolBoot, isVersion6 ? ScopeUniverse : ScopeLink, TypeUnicast, 0, 0, 0, 0,
            ])
            .With(NetlinkRequest.Destination, address)
            .With(NetlinkRequest.Interface, BitConverter.GetBytes(device))
            .With(NetlinkRequest.Metrics, LocksOf(metrics).Concat(
                metrics.Select(each => (s_numbers[each.Name], ValueOf(each)))))
            .Send();
        if (error != Errno.None)
        {
            throw new UnsupportedException($"the kernel refuses the route to {peer}: {error}");
        }
    }

    /// <summary>A time counts only where it is locked (tcp_rto_min), and so <c>ip</c> locks it.</summary>
    private static IEnumerable<(ushort Type, byte[] Value)> LocksOf(IReadOnlyList<RouteMetric> metrics)
    {
        var locks = metrics.Where(each => each.IsLocked || each.Name == RouteMetrics.TimeoutLeast)
            .Aggregate(0, (bits, each) => bits | 1 << s_numbers[each.Name]);
        return locks == 0 ? [] : [(Locks, BitConverter.GetBytes(locks))];
    }

    private static byte[] ValueOf(RouteMetric metric) => metric.Name switch
    {
        RouteMetrics.Congestion => Encoding.ASCII.GetBytes(metric.Text),
        RouteMetrics.Features => BitConverter.GetBytes(FeatureEcn),
        RouteMetrics.TimeoutLeast => BitConverter.GetBytes((int)((metric.Microseconds + 999) / 1000)),
        _ => BitConverter.GetBytes(metric.Number),
    };
}
