using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads messages of ICMP about errors, which quote the packet that met it (RFC 792, RFC 4443).</summary>
internal static class ErrorParser
{
    private const int Header = 8;

    /// <summary>Ports and sequence number, which is all that RFC 792 has a router quote of a segment.</summary>
    private const int QuotedLeast = 8;

    /// <summary>The message; <see langword="null"/> if there is none about a segment of TCP that can be read.</summary>
    public static IcmpEvent? Parse(in IpPacket packet, long time)
    {
        var octets = packet.Octets;
        if (!IsOfItsVersion(in packet) || packet.Marks.IsFragment || octets.Length < Header
            || !IsError(packet.Version, octets[0])
            || !PacketParser.TryParse(octets[Header..], packet.Length - Header, out var quoted)
            || quoted.Protocol != ProtocolType.Tcp || quoted.Octets.Length < QuotedLeast)
        {
            return null;
        }

        var from = new IPEndPoint(quoted.Source, BinaryPrimitives.ReadUInt16BigEndian(quoted.Octets));
        var to = new IPEndPoint(quoted.Destination, BinaryPrimitives.ReadUInt16BigEndian(quoted.Octets[2..]));
        return new IcmpEvent(time, packet.Version, to, from)
        {
            Type = octets[0],
            Code = octets[1],
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(quoted.Octets[4..]),
            Mtu = Mtu(packet.Version, octets),
        };
    }

    private static bool IsOfItsVersion(in IpPacket packet) =>
        packet.Protocol == (packet.Version == 6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp);

    /// <summary>
    /// Unreachable, source quench, time exceeded, parameter problem; of version 6 the lower half of the types (RFC
    /// 4443, 2.1).
    /// </summary>
    private static bool IsError(int version, byte type) => version == 6 ? type < 128 : type is 3 or 4 or 11 or 12;

    /// <summary>RFC 1191, 4, and RFC 4443, 3.2: what the next link takes, in those messages that have it.</summary>
    private static uint Mtu(int version, ReadOnlySpan<byte> octets) => (version, octets[0], octets[1]) switch
    {
        (4, 3, 4) => BinaryPrimitives.ReadUInt16BigEndian(octets[6..]),
        (6, 2, _) => BinaryPrimitives.ReadUInt32BigEndian(octets[4..]),
        _ => 0,
    };
}
