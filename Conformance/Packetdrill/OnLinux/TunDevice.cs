using System.Net;
using System.Net.Sockets;
using System.Text;
using Wakeline.Conformance.Linux;
using SocketAddress = Wakeline.Conformance.Linux.SocketAddress;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// A network interface whose wire is this process (Documentation/networking/tuntap.rst), in the network namespace of
/// the thread that makes it. All that is not the host's own goes there.
/// </summary>
internal sealed unsafe class TunDevice : IDisposable
{
    private const nuint SetInterface = 0x400454CA;
    private const nuint SetAddress = 0x8916;
    private const nuint SetNetmask = 0x891C;
    private const nuint SetMtu = 0x8922;
    private const nuint AddRoute = 0x890B;
    private const nuint GetIndex = 0x8933;
    private const short TunWithoutHeader = 0x1001;
    private const int RequestSize = 40;
    private const int NameSize = 16;
    private const int RouteSize = 120;
    private const int RouteDestination = 8;
    private const int RouteNetmask = 40;
    private const int RouteFlags = 56;
    private const int RouteDevice = 88;
    private const ushort RouteUp = 1;
    private const ushort RouteHost = 4;
    private const int PacketMost = 65_536;
    private const uint WholeNetwork = 0x00FFFFFF;

    private readonly int _descriptor;
    private readonly string _name;
    private readonly byte[] _buffer = new byte[PacketMost];

    /// <summary>Makes the interface, with an address and an MTU, and brings it up.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="mtu">Its MTU.</param>
    /// <param name="place">
    /// Its place in the namespace: the first has a default route, the others lead to their peer alone.
    /// </param>
    /// <exception cref="KernelException">The kernel refuses; it takes CAP_NET_ADMIN and /dev/net/tun.</exception>
    public TunDevice(IPAddress address, int mtu, NetworkPlace place = default)
    {
        _name = place.Interface;
        _descriptor = LibC.Open("/dev/net/tun", Abi.OReadWrite | Abi.OCloexec | Abi.ONonblock, 0);
        if (_descriptor < 0)
        {
            throw HostKernel.Refused("open(/dev/net/tun)");
        }

        try
        {
            Ask(_descriptor, SetInterface, "TUNSETIFF", request => *(short*)(request + NameSize) = TunWithoutHeader);
            var isVersion6 = address.AddressFamily == AddressFamily.InterNetworkV6;
            var socket = LibC.Socket(Abi.AfInet, Abi.SockStream | Abi.SockCloexec, 0);
            if (!isVersion6)
            {
                Ask(socket, SetAddress, "SIOCSIFADDR", request => WriteAddress(request + NameSize, ValueOf(address)));
                Ask(socket, SetNetmask, "SIOCSIFNETMASK", request => WriteAddress(request + NameSize, WholeNetwork));
            }

            Ask(socket, SetMtu, "SIOCSIFMTU", request => *(int*)(request + NameSize) = mtu);
            Ask(socket, Abi.SiocSetInterfaceFlags, "SIOCSIFFLAGS", request =>
                *(short*)(request + NameSize) = Abi.InterfaceUp);
            Index = IndexOf(socket);
            if (isVersion6)
            {
                Version6Interface.SetUp(address, Index);
            }
            else
            {
                var peer = place.Number == 0 ? 0 : ValueOf(place.Remote(IPAddress.Any));
                Route(socket, peer, peer == 0 ? 0 : uint.MaxValue);
            }

            _ = LibC.Close(socket);
        }
        catch (KernelException)
        {
            _ = LibC.Close(_descriptor);
            throw;
        }
    }

    private int IndexOf(int socket)
    {
        var index = 0;
        Ask(socket, GetIndex, "SIOCGIFINDEX", _ => { }, request => index = *(int*)(request + NameSize));
        return index;
    }

    private delegate void Filling(byte* request);

    /// <summary>Whether this process may make such an interface.</summary>
    public static bool IsPermitted => File.Exists("/dev/net/tun") && Environment.IsPrivilegedProcess;

    /// <summary>The number of the interface.</summary>
    public int Index { get; }

    /// <summary>The descriptor, for waiting: it is readable if there is a packet.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Takes a packet, if there is one.</summary>
    public byte[]? Read()
    {
        fixed (byte* place = _buffer)
        {
            var length = LibC.Read(_descriptor, place, PacketMost);
            return length <= 0 ? null : _buffer.AsSpan(0, (int)length).ToArray();
        }
    }

    /// <summary>Lets a packet arrive.</summary>
    public void Write(ReadOnlySpan<byte> packet)
    {
        fixed (byte* octets = packet)
        {
            if (LibC.Write(_descriptor, octets, (nuint)packet.Length) != packet.Length)
            {
                throw HostKernel.Refused("write(/dev/net/tun)");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = LibC.Close(_descriptor);

    private void Ask(int descriptor, nuint request, string name, Filling fill, Filling? read = null)
    {
        var structure = stackalloc byte[RequestSize];
        new Span<byte>(structure, RequestSize).Clear();
        Encoding.ASCII.GetBytes(_name, new Span<byte>(structure, NameSize));
        fill(structure);
        if (LibC.DeviceControl(descriptor, request, structure) < 0)
        {
            throw HostKernel.Refused($"ioctl({name})");
        }

        read?.Invoke(structure);
    }

    /// <summary>A route through the interface (struct rtentry of include/uapi/linux/route.h).</summary>
    private void Route(int socket, uint destination, uint netmask)
    {
        var route = stackalloc byte[RouteSize];
        new Span<byte>(route, RouteSize).Clear();
        var name = stackalloc byte[NameSize];
        new Span<byte>(name, NameSize).Clear();
        Encoding.ASCII.GetBytes(_name, new Span<byte>(name, NameSize));
        WriteAddress(route + RouteDestination, destination);
        WriteAddress(route + RouteNetmask, netmask);
        *(ushort*)(route + RouteFlags) = (ushort)(netmask == 0 ? RouteUp : RouteUp | RouteHost);
        *(byte**)(route + RouteDevice) = name;
        if (LibC.DeviceControl(socket, AddRoute, route) < 0)
        {
            throw HostKernel.Refused("ioctl(SIOCADDRT)");
        }
    }

    private static void WriteAddress(byte* place, uint bigEndian) =>
        *(SocketAddress*)place = new SocketAddress { Family = Abi.AfInet, AddressBigEndian = bigEndian };

    private static uint ValueOf(IPAddress address) => BitConverter.ToUInt32(address.GetAddressBytes());
}
