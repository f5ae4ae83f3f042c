using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Addresses as the kernel takes and gives them (struct sockaddr_in, struct sockaddr_in6).</summary>
internal static class AddressFormat
{
    /// <summary>Room for either.</summary>
    public const int Most = 28;

    private const int Version4Octets = 16, Port = 2, Address4 = 4, Address6 = 8;

    /// <summary>The octets of an address.</summary>
    /// <param name="host">The address of the host; one of version 4 is mapped for a socket of version 6.</param>
    /// <param name="port">The port as the kernel has it.</param>
    /// <param name="isVersion6">Whether the socket is of version 6.</param>
    public static byte[] Write(IPAddress host, ushort port, bool isVersion6)
    {
        var octets = new byte[isVersion6 ? Most : Version4Octets];
        BitConverter.TryWriteBytes(octets, (ushort)(isVersion6 ? Abi.AfInet6 : Abi.AfInet));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(Port), port);
        (isVersion6 ? host.MapToIPv6() : host).TryWriteBytes(octets.AsSpan(isVersion6 ? Address6 : Address4), out _);
        return octets;
    }

    /// <summary>An address that the kernel gave.</summary>
    /// <param name="octets">Its octets.</param>
    /// <param name="toCase">The port of a case for one of the kernel's.</param>
    public static StructureValue Read(ReadOnlySpan<byte> octets, Func<ushort, ushort> toCase)
    {
        var family = BitConverter.ToUInt16(octets);
        var port = toCase(BinaryPrimitives.ReadUInt16BigEndian(octets[Port..]));
        var isVersion6 = family == Abi.AfInet6;
        var host = new IPAddress(isVersion6 ? octets.Slice(Address6, 16) : octets.Slice(Address4, 4));
        var name = isVersion6 ? "sin6" : "sin";
        return new StructureValue(
        [
            new FieldValue("sa_family", null, new NumberValue(family)),
            new FieldValue($"{name}_port", null, new NumberValue(port)),
            new FieldValue($"{name}_addr", null, new TextValue($"{host}")),
        ]);
    }

    /// <summary>The host that an argument says, if it does.</summary>
    public static IPAddress? HostOf(Value argument)
    {
        var said = argument is StructureValue address ? address["sin_addr"] ?? address["sin6_addr"] : null;
        return said is TextValue { Text: var text } && IPAddress.TryParse(text, out var host) ? host : null;
    }
}
