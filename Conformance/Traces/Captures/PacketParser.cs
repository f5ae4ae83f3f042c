using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads the headers of packets of IP.</summary>
internal static class PacketParser
{
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;
    private const int CodepointBits = 3;
    private const int ExtensionUnit = 8;

    /// <summary>Extension headers of IPv6: hop by hop, routing, fragment, authentication, for the destination,
    /// mobility.</summary>
    private const byte HopByHop = 0, Routing = 43, Fragment = 44, Authentication = 51, ForDestination = 60,
        Mobility = 135;

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
        if (header < Ipv4Header || header > octets.Length)
        {
            return false;
        }

        var isFragment = (BinaryPrimitives.ReadUInt16BigEndian(octets[6..]) & 0x3FFF) != 0;
        found = new IpPacket(
            4, (ProtocolType)octets[9], new IPAddress(octets.Slice(12, 4)), new IPAddress(octets.Slice(16, 4)),
            Within(octets[header..], total - header), total - header,
            new IpMarks(
                (EcnCodepoint)(octets[1] & CodepointBits), BinaryPrimitives.ReadUInt16BigEndian(octets[4..]),
                octets[8], isFragment));
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
        var (isFragment, hasRoute) = (false, false);
        while (!isFragment && place + ExtensionUnit <= octets.Length
            && next is HopByHop or Routing or Fragment or Authentication or ForDestination or Mobility)
        {
            hasRoute |= next == Routing;
            isFragment = next == Fragment && IsPiece(octets[place..]);
            var size = next == Fragment ? ExtensionUnit
                : next == Authentication ? (octets[place + 1] + 2) * 4
                : (octets[place + 1] + 1) * ExtensionUnit;
            (next, place) = (octets[place], place + size);
        }

        if (place > octets.Length)
        {
            return false;
        }

        var payload = (int)BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        var total = payload == 0 ? length : payload + Ipv6Header;
        var trafficClass = BinaryPrimitives.ReadUInt16BigEndian(octets) >> 4;
        found = new IpPacket(
            6, (ProtocolType)next, new IPAddress(octets.Slice(8, 16)), new IPAddress(octets.Slice(24, 16)),
            Within(octets[place..], total - place), total - place,
            new IpMarks((EcnCodepoint)(trafficClass & CodepointBits), 0, octets[7], isFragment, hasRoute));
        return true;
    }

    /// <summary>A packet with a fragment header may be whole all the same (RFC 6946).</summary>
    private static bool IsPiece(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadUInt16BigEndian(header[2..]) & 0xFFF9) != 0;

    /// <summary>Leaves out what fills up a frame behind the packet.</summary>
    private static ReadOnlySpan<byte> Within(ReadOnlySpan<byte> octets, int length) =>
        length >= 0 && length < octets.Length ? octets[..length] : octets;
}
