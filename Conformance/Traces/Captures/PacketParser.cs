using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Finds the packet of IP in a packet of a capture.</summary>
internal static class PacketParser
{
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;
    private const ushort Ipv4Type = 0x0800;
    private const ushort Ipv6Type = 0x86DD;

    /// <summary>Finds the packet.</summary>
    /// <returns>Whether there is one that can be read.</returns>
    public static bool TryParse(CapturedPacket packet, out IpPacket found)
    {
        found = default;
        var octets = packet.Octets.Span;
        var start = LinkHeader(packet.Link, octets);
        return start >= 0 && start < octets.Length
            && TryParse(octets[start..], packet.Length - start, out found);
    }

    /// <summary>Reads the headers of a packet, of which not all need have been captured.</summary>
    /// <param name="octets">What was captured of it.</param>
    /// <param name="length">How long it was, where it does not say so itself.</param>
    /// <param name="found">The packet.</param>
    /// <returns>Whether it can be read.</returns>
    public static bool TryParse(ReadOnlySpan<byte> octets, int length, out IpPacket found)
    {
        found = default;
        return !octets.IsEmpty && (octets[0] >> 4) switch
        {
            4 => TryParseIpv4(octets, length, out found),
            6 => TryParseIpv6(octets, length, out found),
            _ => false,
        };
    }

    /// <summary>Octets of the header of the link; -1 if what follows is not IP.</summary>
    private static int LinkHeader(int link, ReadOnlySpan<byte> octets) => link switch
    {
        0 or 108 => 4,
        1 => Ethernet(octets),
        12 or 14 or 101 or 228 or 229 => 0,
        113 => Typed(octets, 14, 16),
        276 => Typed(octets, 0, 20),
        _ => -1,
    };

    private static int Ethernet(ReadOnlySpan<byte> octets)
    {
        var place = 12;
        while (place + 2 <= octets.Length && BinaryPrimitives.ReadUInt16BigEndian(octets[place..]) is 0x8100 or 0x88A8)
        {
            place += 4;
        }

        return Typed(octets, place, place + 2);
    }

    private static int Typed(ReadOnlySpan<byte> octets, int place, int end) =>
        place + 2 <= octets.Length
        && BinaryPrimitives.ReadUInt16BigEndian(octets[place..]) is Ipv4Type or Ipv6Type ? end : -1;

    private static bool TryParseIpv4(ReadOnlySpan<byte> octets, int length, out IpPacket found)
    {
        found = default;
        if (octets.Length < Ipv4Header)
        {
            return false;
        }

        var header = (octets[0] & 15) * 4;
        var total = (int)BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        total = total == 0 ? length : total;            // The card was to cut it up (TSO).
        var isFragment = (BinaryPrimitives.ReadUInt16BigEndian(octets[6..]) & 0x3FFF) != 0;
        if (isFragment || header < Ipv4Header || header > octets.Length)
        {
            return false;
        }

        found = new IpPacket(
            4, (ProtocolType)octets[9], new IPAddress(octets.Slice(12, 4)), new IPAddress(octets.Slice(16, 4)),
            octets[header..], total - header);
        return true;
    }

    private static bool TryParseIpv6(ReadOnlySpan<byte> octets, int length, out IpPacket found)
    {
        found = default;
        if (octets.Length < Ipv6Header)
        {
            return false;
        }

        var (next, place) = (octets[6], Ipv6Header);
        while (next is 0 or 43 or 60 && place + 8 <= octets.Length)
        {
            (next, place) = (octets[place], place + ((octets[place + 1] + 1) * 8));
        }

        if (place > octets.Length)
        {
            return false;
        }

        var payload = (int)BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        var total = payload == 0 ? length : payload + Ipv6Header;
        found = new IpPacket(
            6, (ProtocolType)next, new IPAddress(octets.Slice(8, 16)), new IPAddress(octets.Slice(24, 16)),
            octets[place..], total - place);
        return true;
    }
}
