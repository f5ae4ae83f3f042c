using System.Net;
using System.Runtime.InteropServices;
using Wakeline.Conformance.Linux;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Gives an interface an address of IPv6, and leads all that is not the host's own there.</summary>
internal static unsafe class Version6Interface
{
    private const nuint SetAddress = 0x8916;
    private const nuint AddRoute = 0x890B;
    private const uint AddressPrefix = 64;
    private const uint RouteUp = 1;
    private const uint RouteMetric = 1;

    /// <summary>Sets it up.</summary>
    /// <param name="address">The address.</param>
    /// <param name="index">The number of the interface.</param>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public static void SetUp(IPAddress address, int index)
    {
        var socket = LibC.Socket(Abi.AfInet6, Abi.SockStream | Abi.SockCloexec, 0);
        var named = new AddressRequest { Prefix = AddressPrefix, Index = index };
        address.TryWriteBytes(new Span<byte>(named.Address, 16), out _);
        var everything = new RouteRequest { Metric = RouteMetric, Flags = RouteUp, Index = index };
        var isDone = LibC.DeviceControl(socket, SetAddress, &named) >= 0
            && LibC.DeviceControl(socket, AddRoute, &everything) >= 0;
        var refused = isDone ? null : HostKernel.Refused("ioctl on an interface of IPv6");
        _ = LibC.Close(socket);
        if (refused is not null)
        {
            throw refused;
        }
    }

    /// <summary>struct in6_ifreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct AddressRequest
    {
        public fixed byte Address[16];
        public uint Prefix;
        public int Index;
    }

    /// <summary>struct in6_rtmsg; addresses that are zero stand for everything.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RouteRequest
    {
        public fixed byte Destination[16];
        public fixed byte Source[16];
        public fixed byte Gateway[16];
        public uint Type;
        public ushort DestinationLength;
        public ushort SourceLength;
        public uint Metric;
        public ulong Information;
        public uint Flags;
        public int Index;
    }
}
