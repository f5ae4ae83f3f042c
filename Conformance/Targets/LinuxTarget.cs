using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// The host's kernel, in real time. One network namespace serves all cases: what a case leaves is closed and reset, and
/// the ports of the next are others. The thread that makes the target is in the namespace until it disposes of it, and
/// no other may use it; several targets on several threads have a namespace each.
/// </summary>
internal sealed class LinuxTarget : ITarget
{
    /// <summary>
    /// Fewer than there are ports. A connection over loopback may leave TIME-WAIT, which lasts longer than that many
    /// cases take.
    /// </summary>
    private const int CasesMost = 60_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private LinuxNetwork _network;
    private LinuxStack? _stack;
    private PortShift _ports;
    private int _cases;

    /// <summary>Makes the namespace.</summary>
    /// <exception cref="TargetException">The kernel refuses.</exception>
    public LinuxTarget()
    {
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
    public IStack Reset(RunSettings settings)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A network namespace is that of the thread that made it.");
        }

        End();
        if (++_cases == CasesMost)
        {
            Renew(settings);
        }

        if (settings.Mtu != _network.Mtu || !settings.LocalAddress.Equals(_network.Address))
        {
            Renew(settings);
        }

        _stack = new LinuxStack(_network, _ports, settings);
        _ports = _ports.Next;
        return _stack;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _network.Dispose();
    }

    /// <summary>Ends the case, and has a new namespace if the kernel remembers more of it than connections.</summary>
    private void End()
    {
        if (_stack is not { } stack)
        {
            return;
        }

        _stack = null;
        stack.End();
        if (stack.HasTaught)
        {
            Renew(new RunSettings { LocalAddress = _network.Address, Mtu = _network.Mtu });
        }
    }

    private void Renew(RunSettings settings)
    {
        _network.Dispose();
        _network = Make(settings);
        (_ports, _cases) = (default, 0);
    }

    private static LinuxNetwork Make(RunSettings settings)
    {
        try
        {
            return new LinuxNetwork(settings.LocalAddress, settings.Mtu);
        }
        catch (KernelException refused)
        {
            throw new TargetException($"the kernel refuses a network namespace of ours: {refused.Message}");
        }
    }
}
