using System.Collections.Immutable;
using System.Net;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// A network namespace of the calling thread's own with loopback and a <see cref="TunDevice"/>, and two threads in it
/// for calls that may sleep. It is made, used and disposed of by one thread. It has no name and is held by nothing
/// else, so that it is gone with the thread, or with the process, however that ends.
/// </summary>
internal sealed unsafe class LinuxNetwork : IDisposable
{
    /// <summary>Threads that make calls.</summary>
    public const int Threads = 2;

    private const string CongestionControl = "net.ipv4.tcp_congestion_control";
    private const string OwnNamespace = "/proc/thread-self/ns/net";

    /// <summary>
    /// What is learnt of a connection is not kept for the next to the same address: that would be another case.
    /// </summary>
    private static readonly (string Name, string Usual, string Here) s_forgetful =
        ("net.ipv4.tcp_no_metrics_save", "0", "1");

    private readonly int _before;
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<(string, string)> _refused = [];
    private ImmutableDictionary<string, string>? _inForce;
    private (IPAddress Peer, IReadOnlyList<RouteMetric> Metrics)? _route;

    /// <summary>Moves the calling thread to a new namespace, or to one that others are in.</summary>
    /// <param name="address">The address of the interface.</param>
    /// <param name="mtu">Its MTU.</param>
    /// <param name="place">Which of those in the namespace this is.</param>
    /// <param name="shared">The namespace, if there may be others in it.</param>
    /// <param name="after">The number of the namespace that was used up.</param>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public LinuxNetwork(
        IPAddress address, int mtu, NetworkPlace place = default, SharedNamespace? shared = null, int after = 0)
    {
        (Address, Mtu) = (address, mtu);
        _before = OpenOwnNamespace();
        try
        {
            Namespace = Enter(shared, after);
        }
        catch (KernelException)
        {
            _ = LibC.Close(_before);
            throw;
        }

        try
        {
            Device = new TunDevice(address, mtu, place);
            NetworkIsolation.BringLoopbackUp();
        }
        catch (KernelException)
        {
            Leave();
            throw;
        }

        Router = new PacketRouter(Device);
        Bell = LibC.EventFd(0, Abi.OCloexec | Abi.ONonblock);
        Workers = [.. Enumerable.Range(0, Threads).Select(_ => new CallWorker(Bell))];
    }

    /// <summary>The number of the namespace among those that were shared; 0 for one that is not.</summary>
    public int Namespace { get; }

    /// <summary>The address of the interface.</summary>
    public IPAddress Address { get; }

    /// <summary>The MTU of the interface.</summary>
    public int Mtu { get; }

    /// <summary>The interface.</summary>
    public TunDevice Device { get; }

    /// <summary>Hands what is sent to cases.</summary>
    public PacketRouter Router { get; }

    /// <summary>The threads for calls that may sleep.</summary>
    public IReadOnlyList<CallWorker> Workers { get; }

    /// <summary>An eventfd that is written when such a call has returned.</summary>
    public int Bell { get; }

    /// <summary>
    /// The algorithm that sockets have to be given one by one, since the kernel does not let the namespace have it as
    /// its own (net/ipv4/tcp_cong.c tcp_set_default_congestion_control, TCP_CONG_NON_RESTRICTED).
    /// </summary>
    public string? CongestionControlOfSockets { get; private set; }

    /// <summary>Puts settings in force.</summary>
    /// <exception cref="UnsupportedException">The kernel refuses one that is not a default.</exception>
    public void Configure(ImmutableDictionary<string, string> sysctls)
    {
        if (ReferenceEquals(sysctls, _inForce))
        {
            return;
        }

        foreach (var (name, value) in sysctls)
        {
            if (value.Length > 0)
            {
                Set(name, (name, value) == (s_forgetful.Name, s_forgetful.Usual) ? s_forgetful.Here : value);
            }
        }

        var algorithm = sysctls.GetValueOrDefault(CongestionControl, "");
        CongestionControlOfSockets = _refused.Contains((CongestionControl, algorithm)) ? algorithm : null;
        _inForce = sysctls;
    }

    /// <summary>Puts a route to the peer that has metrics, or one that has none any more.</summary>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="settings">Settings with the metrics.</param>
    /// <exception cref="UnsupportedException">The kernel refuses them.</exception>
    public void Route(IPAddress peer, IReadOnlyDictionary<string, string> settings)
    {
        var metrics = RouteMetrics.Of(settings);
        var isAsItWas = _route is { } known
            ? known.Peer.Equals(peer) && known.Metrics.SequenceEqual(metrics)
            : metrics.Count == 0;
        if (!isAsItWas)
        {
            PeerRoute.Put(peer, Device.Index, metrics);
            _route = (peer, metrics);
        }
    }

    /// <summary>A descriptor of the namespace that the calling thread is in.</summary>
    public static int OpenOwnNamespace() => LibC.Open(OwnNamespace, Abi.OReadOnly | Abi.OCloexec, 0);

    private static int Enter(SharedNamespace? shared, int after) =>
        shared is not null ? shared.Enter(after)
        : LibC.Unshare(Abi.CloneNewNet) == 0 ? 0
        : throw HostKernel.Refused("unshare(CLONE_NEWNET)");

    /// <summary>A setting as it is now; <see langword="null"/> if there is none of that name.</summary>
    public static string? Read(string name) => HostKernel.ReadFile(PathOf(name));

    /// <summary>Waits until there is a packet, a call has returned, or a time is over.</summary>
    public void Await(TimeSpan most)
    {
        var requests = stackalloc PollFd[2];
        requests[0] = new PollFd { Descriptor = Device.Descriptor, Asked = 1 };
        requests[1] = new PollFd { Descriptor = Bell, Asked = 1 };
        var ticks = Math.Max(most.Ticks, 0);
        var time = stackalloc long[]
        {
            ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
        };
        if (LibC.Poll(requests, 2, time, null) > 0 && requests[1].Returned != 0)
        {
            ulong count;
            _ = LibC.Read(Bell, &count, sizeof(ulong));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var worker in Workers)
        {
            worker.Dispose();
        }

        _ = LibC.Close(Bell);
        Device.Dispose();
        Leave();
    }

    private static string PathOf(string name) => $"/proc/sys/{name.Replace('.', '/')}";

    private void Set(string name, string value)
    {
        if (!_values.TryGetValue(name, out var now))
        {
            now = Read(name) ?? "";
            _values[name] = now;
        }

        // A setting that is not there is one of the host alone, or of another version.
        if (now.Length == 0 || IsSame(now, value) || _refused.Contains((name, value)))
        {
            return;
        }

        try
        {
            File.WriteAllText(PathOf(name), value);
            _values[name] = value;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            if (value != SysctlProfile.Linux618[name])
            {
                throw new UnsupportedException($"the kernel refuses '{name}={value}'");
            }

            _refused.Add((name, value));     // No script asked for it: what the kernel has instead will do.
        }
    }

    private void Leave()
    {
        _ = LibC.SetNamespace(_before, Abi.CloneNewNet);
        _ = LibC.Close(_before);
    }

    private static bool IsSame(string left, string right) =>
        left.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SequenceEqual(
            right.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
