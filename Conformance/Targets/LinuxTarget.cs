using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// The host's kernel, in real time. One network namespace serves all cases: what a case leaves is closed and reset, and
/// the ports of the next are others. The thread that makes the target is in the namespace until it disposes of it, and
/// no other may use it; several targets on several threads have a namespace each. Cases whose calls do not sleep share
/// it.
/// </summary>
internal sealed class LinuxTarget : ISharedTarget
{
    /// <summary>
    /// Fewer than there are ports to listen at. A connection over loopback may leave TIME-WAIT, which lasts longer than
    /// that many cases take.
    /// </summary>
    private const int CasesMost = 35_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private static readonly RunSettings s_usual = new();

    private readonly SharedNamespace _namespace;
    private readonly NetworkPlace _place;
    private LinuxNetwork _network;
    private LinuxStack? _stack;
    private PortShift _ports;
    private int _cases;
    private int _shares;
    private bool _isSpent;

    /// <summary>Makes the namespace.</summary>
    /// <exception cref="TargetException">The kernel refuses.</exception>
    public LinuxTarget()
        : this(new SharedNamespace(), default)
    {
    }

    private LinuxTarget(SharedNamespace shared, NetworkPlace place)
    {
        (_namespace, _place) = (shared, place);
        if (!TunDevice.IsPermitted)
        {
            throw new TargetException(
                "the kernel's packets come through a network namespace and a TUN device, which take root and "
                + "/dev/net/tun");
        }

        _network = Make(new RunSettings());
        Description = new TargetDescription(TargetCatalogue.Linux, $"Linux {LinuxEnvironment.Release}")
        {
            Profile = ModelScripts.Profiles[0],
            HasPackets = true,
            Threads = LinuxNetwork.Threads,
            Calls = LinuxCalls.Names.ToHashSet(),
            Environment = LinuxEnvironment.Read(_network),
        };
    }

    /// <inheritdoc/>
    public TargetDescription Description { get; }

    /// <inheritdoc/>
    public bool HasRoom => _shares == 0 || (!_isSpent && _cases < CasesMost);

    /// <inheritdoc/>
    public bool HasNews => _network.Router.Unseen > 0;

    /// <inheritdoc/>
    public IStack Reset(RunSettings settings)
    {
        End();
        Prepare(settings, ownShares: 0);
        return _stack = new LinuxStack(_network, NextPorts(settings), settings);
    }

    /// <inheritdoc/>
    public IShare Share()
    {
        End();
        return new LinuxShare(this);
    }

    /// <inheritdoc/>
    public ISharedTarget StartBeside() => new LinuxTarget(_namespace, new NetworkPlace(_place.Number + 1));

    /// <inheritdoc/>
    public void Await(TimeSpan most)
    {
        _network.Await(most);
        _network.Router.Deliver();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _network.Dispose();
        if (_place == default)
        {
            _namespace.Dispose();
        }
    }

    /// <summary>Sees to it that the namespace is as a case wants it, and not used up.</summary>
    private void Prepare(RunSettings settings, int ownShares)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A network namespace is that of the thread that made it.");
        }

        var isOther = settings.Mtu != _network.Mtu || !_place.Local(settings.LocalAddress).Equals(_network.Address);
        if (isOther || _isSpent || _cases >= CasesMost)
        {
            if (_shares > ownShares)
            {
                throw new UnsupportedException("others are under way, and it takes another namespace");
            }

            _network.Dispose();
            _network = Make(settings, _network.Namespace);
            (_ports, _cases, _isSpent) = (default, 0, false);
        }
    }

    /// <summary>Settings with the addresses of this target's place in the namespace.</summary>
    /// <exception cref="UnsupportedException">They ask for what is the whole namespace's.</exception>
    private RunSettings AtPlace(RunSettings settings) =>
        _place == default ? settings
        : settings.IsVersion6 || !ReferenceEquals(settings.Sysctls, s_usual.Sysctls)
            ? throw new UnsupportedException("others are under way, and it takes another namespace")
        : settings with
        {
            LocalAddress = _place.Local(settings.LocalAddress),
            RemoteAddress = _place.Remote(settings.RemoteAddress),
        };

    /// <summary>
    /// The ports of the next case. The one that it listens at is none that the kernel gives to connections of others.
    /// </summary>
    private PortShift NextPorts(RunSettings settings)
    {
        var ports = _ports;
        while (IsGivenByKernel(ports.ToKernel(settings.LocalPort)))
        {
            ports = ports.Next;
        }

        (_ports, _cases) = (ports.Next, _cases + 1);
        return ports;
    }

    /// <summary>The usual net.ipv4.ip_local_port_range.</summary>
    private static bool IsGivenByKernel(ushort port) => port is >= 32_768 and <= 60_999;

    /// <summary>
    /// Ends the case. If the kernel remembers more of it than connections, the next one has another namespace.
    /// </summary>
    private void End()
    {
        if (_stack is { } stack)
        {
            _stack = null;
            End(stack);
        }
    }

    private void End(LinuxStack stack)
    {
        stack.End();
        _isSpent |= stack.HasTaught;
    }

    private LinuxNetwork Make(RunSettings settings, int after = 0)
    {
        try
        {
            return new LinuxNetwork(
                _place.Local(settings.LocalAddress), settings.Mtu, _place, _namespace, after);
        }
        catch (KernelException refused)
        {
            throw new TargetException($"the kernel refuses a network namespace of ours: {refused.Message}");
        }
    }

    /// <summary>The namespace as one of several cases has it.</summary>
    private sealed class LinuxShare : IShare
    {
        private readonly LinuxTarget _target;
        private LinuxStack? _own;

        public LinuxShare(LinuxTarget target)
        {
            _target = target;
            target._shares++;
        }

        public TargetDescription Description => _target.Description;

        public bool HasNews => _own is { HasSent: true };

        public IStack Reset(RunSettings settings)
        {
            End();
            var own = _target.AtPlace(settings);
            _target.Prepare(own, ownShares: 1);
            return _own = new LinuxStack(_target._network, _target.NextPorts(own), own, isAlone: false);
        }

        public void Dispose()
        {
            End();
            _target._shares--;
        }

        private void End()
        {
            if (_own is { } stack)
            {
                _own = null;
                _target.End(stack);
            }
        }
    }
}
