using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Finds the segment of TCP in a packet of a capture.</summary>
internal static class PacketParser
{
    /// <summary>The link without a header, LINKTYPE_RAW: packets begin with that of IP.</summary>
    public const int RawIp = 101;

    private const int Tcp = 6;
    private const int TcpHeaderLeast = 20;
    private const int Ipv6Header = 40;
    private const ushort Ipv4Type = 0x0800;
    private const ushort Ipv6Type = 0x86DD;

    /// <summary>The segment; <see langword="null"/> if the packet has none that can be read.</summary>
    public static TraceSegment? Parse(CapturedPacket packet)
    {
        var octets = packet.Octets.Span;
        var start = LinkHeader(packet.Link, octets);
        if (start < 0 || start >= octets.Length)
        {
            return null;
        }

        return (octets[start] >> 4) switch
        {
            4 => ParseIpv4(octets[start..], packet.Length - start),
            6 => ParseIpv6(octets[start..], packet.Length - start),
            _ => null,
        };
    }

    /// <summary>Octets of the header of the link; -1 if what follows is not IP.</summary>
    private static int LinkHeader(int link, ReadOnlySpan<byte> octets) => link switch
    {
        0 or 108 => 4,
        1 => Ethernet(octets),
        12 or 14 or RawIp or 228 or 229 => 0,
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

    private static TraceSegment? ParseIpv4(ReadOnlySpan<byte> octets, int length)
    {
        if (octets.Length < 20 || octets[9] != Tcp)
        {
            return null;
        }

        var header = (octets[0] & 15) * 4;
        var total = (int)BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        total = total == 0 ? length : total;            // The card was to cut it up (TSO).
        var isFragment = (BinaryPrimitives.ReadUInt16BigEndian(octets[6..]) & 0x3FFF) != 0;
        return isFragment || header < 20 || header > octets.Length
            ? null
            : ParseTcp(
                octets[header..], total - header, new IPAddress(octets.Slice(12, 4)),
                new IPAddress(octets.Slice(16, 4)));
    }

    private static TraceSegment? ParseIpv6(ReadOnlySpan<byte> octets, int length)
    {
        if (octets.Length < Ipv6Header)
        {
            return null;
        }

        var (next, place) = (octets[6], Ipv6Header);
        while (next is 0 or 43 or 60 && place + 8 <= octets.Length)
        {
            (next, place) = (octets[place], place + ((octets[place + 1] + 1) * 8));
        }

        var payload = (int)BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        var total = payload == 0 ? length : payload + Ipv6Header;
        return next != Tcp || place > octets.Length
            ? null
            : ParseTcp(
                octets[place..], total - place, new IPAddress(octets.Slice(8, 16)),
                new IPAddress(octets.Slice(24, 16)));
    }

    private static TraceSegment? ParseTcp(
        ReadOnlySpan<byte> octets, int length, IPAddress source, IPAddress destination)
    {
        if (octets.Length < TcpHeaderLeast)
        {
            return null;
        }

        var header = (octets[12] >> 4) * 4;
        if (header < TcpHeaderLeast || header > length || header > octets.Length)
        {
            return null;
        }

        var flags = (ControlBits)(BinaryPrimitives.ReadUInt16BigEndian(octets[12..]) & 0x1FF);
        return new TraceSegment(
            new IPEndPoint(source, BinaryPrimitives.ReadUInt16BigEndian(octets)),
            new IPEndPoint(destination, BinaryPrimitives.ReadUInt16BigEndian(octets[2..])))
        {
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]),
            Acknowledgment = (flags & ControlBits.Ack) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(octets[8..]) : 0,
            Flags = flags,
            Window = BinaryPrimitives.ReadUInt16BigEndian(octets[14..]),
            Urgent = (flags & ControlBits.Urg) != 0 ? BinaryPrimitives.ReadUInt16BigEndian(octets[18..]) : (ushort)0,
            Payload = length - header,
            Options = OptionParser.Parse(octets[TcpHeaderLeast..header]),
        };
    }
}
