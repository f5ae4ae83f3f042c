using System.Buffers.Binary;
using System.Net;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>The checksum of the protocols of the internet (RFC 1071).</summary>
internal static class Checksum
{
    private const int PseudoHeader = 40;

    /// <summary>The checksum of octets.</summary>
    public static ushort Of(ReadOnlySpan<byte> octets) => Fold(Sum(octets));

    /// <summary>The checksum of what IP carries, with the pseudo-header (RFC 9293 3.1, RFC 8200 8.1).</summary>
    public static ushort Of(ReadOnlySpan<byte> carried, byte protocol, IPAddress source, IPAddress destination)
    {
        Span<byte> pseudo = stackalloc byte[PseudoHeader];
        pseudo.Clear();
        source.TryWriteBytes(pseudo, out var length);
        destination.TryWriteBytes(pseudo[length..], out _);
        BinaryPrimitives.WriteInt32BigEndian(pseudo[(2 * length)..], carried.Length);
        pseudo[(2 * length) + 7] = protocol;
        return Fold(Sum(pseudo[..((2 * length) + 8)]) + Sum(carried));
    }

    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (var index = 0; index < octets.Length; index++)
        {
            sum += (uint)(index % 2 == 0 ? octets[index] << 8 : octets[index]);
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
