using System.Buffers.Binary;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>
/// The checksum of a segment (RFC 9293 3.1). Where a card is to fill it in, it holds the sum of the pseudo-header alone
/// until then, or nothing.
/// </summary>
internal static class SegmentChecksum
{
    private const int Place = 16;
    private const int Tcp = 6;

    /// <summary>Whether it is certain that the checksum is wrong: all of the segment was captured, and no card was to
    /// fill it in.</summary>
    public static bool IsWrong(in IpPacket packet)
    {
        var octets = packet.Octets;
        if (octets.Length < packet.Length || octets.Length < Place + 2 || packet.Marks.HasRoute)
        {
            return false;
        }

        var told = BinaryPrimitives.ReadUInt16BigEndian(octets[Place..]);
        var pseudo = PseudoHeader(in packet);
        return told != 0 && told != Fold(pseudo) && Fold(pseudo + SumOf(octets)) != ushort.MaxValue;
    }

    private static ulong PseudoHeader(in IpPacket packet)
    {
        Span<byte> address = stackalloc byte[16];
        var sum = (ulong)packet.Length + Tcp;
        _ = packet.Source.TryWriteBytes(address, out var length);
        sum += SumOf(address[..length]);
        _ = packet.Destination.TryWriteBytes(address, out length);
        return sum + SumOf(address[..length]);
    }

    private static ulong SumOf(ReadOnlySpan<byte> octets)
    {
        var sum = 0UL;
        for (; octets.Length >= 4; octets = octets[4..])
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(octets);
        }

        for (; octets.Length >= 2; octets = octets[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        }

        return octets.Length == 0 ? sum : sum + ((ulong)octets[0] << 8);
    }

    private static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
