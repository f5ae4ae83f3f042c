using System.Runtime.InteropServices;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// What the steps of one run share: which number each slot holds, what is behind each number, and where the ports are.
/// Numbers of descriptors are counted from the first one a program may open.
/// </summary>
internal sealed class CallSite
{
    /// <summary>A slot that nothing has opened yet holds no descriptor.</summary>
    private const int NotOpen = -1;

    /// <summary>With the following two: all ports lie below those the kernel chooses (ip_local_port_range).</summary>
    private const int PortsFrom = 1_024;
    private const int PortsOfOneRun = 8;
    private const int RunsOfOneNetwork = 3_900;

    /// <summary>Long enough that calls made meanwhile are over, short enough to wait for.</summary>
    private static readonly TimeSpan s_usualShortTimeout = TimeSpan.FromMilliseconds(4);

    private readonly int[] _slots = new int[64];

    /// <summary>
    /// In tenths of a second: nobody uses up a network in so short a time, so that a site made later, by whatever
    /// process, begins above those that were used.
    /// </summary>
    private readonly long _firstNetwork = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 100;

    private uint _run;

    /// <summary>The open descriptors.</summary>
    public OpenDescriptors Open { get; } = new();

    /// <summary>The descriptor number that the kernel gives to a program's first open.</summary>
    public int FirstDescriptor { get; set; }

    /// <summary>Whether a thread of this run has set its signal mask.</summary>
    public bool HasMasks { get; set; }

    /// <summary>What the short timeout of a call is in this run.</summary>
    public TimeSpan ShortTimeout { get; private set; } = s_usualShortTimeout;

    /// <summary>What each slot holds: a descriptor, or -1.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>Begins another run, whose addresses no earlier run has used for a long time.</summary>
    /// <param name="patience">By how many times a short timeout is longer than usual.</param>
    public void BeginRun(int patience)
    {
        _run++;
        HasMasks = false;
        ShortTimeout = s_usualShortTimeout * patience;
        Array.Fill(_slots, NotOpen);
        Open.Clear();
    }

    /// <summary>The kernel's number for what a slot holds.</summary>
    public int DescriptorOf(int slot) =>
        slot == CallStep.NoSlot || _slots[slot] == NotOpen ? NotOpen : _slots[slot] + FirstDescriptor;

    /// <summary>Counts a descriptor of the kernel from the first one of the program.</summary>
    public int NumberOf(int descriptor) => descriptor - FirstDescriptor;

    /// <summary>Notes what a call that opens has returned, error or not.</summary>
    public void Assign(int slot, int descriptor)
    {
        if (slot != CallStep.NoSlot)
        {
            _slots[slot] = descriptor < 0 ? NotOpen : NumberOf(descriptor);
        }
    }

    /// <summary>
    /// The address that a step names. Each run has a network 127.x.y.0 or a range of ports to itself, so that no
    /// connection in TIME-WAIT of an earlier run is in its way. Host 0 is INADDR_ANY, port 0 lets the kernel choose.
    /// </summary>
    public SocketAddress AddressOf(CallStep step)
    {
        var network = (uint)(1 + ((_firstNetwork + (_run / RunsOfOneNetwork)) % 60_000));
        var address = step.Address == 0 ? 0 : 0x7F000000u | (network << 8) | (uint)step.Address;
        var port = step.Port == 0 ? 0 : PortsFrom + ((int)(_run % RunsOfOneNetwork) * PortsOfOneRun) + step.Port;
        return new SocketAddress
        {
            Family = Abi.AfInet,
            PortBigEndian = BigEndian((ushort)port),
            AddressBigEndian = BigEndian(address),
        };
    }

    private static T BigEndian<T>(T value) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }

        return value;
    }
}
