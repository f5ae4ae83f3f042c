using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// Messages of ICMP as octets (RFC 792, RFC 4443). They come from the script, and quote the header of IP and the first
/// eight octets behind it of a packet that the stack has sent.
/// </summary>
internal static class IcmpFormat
{
    private const int Header = 8, QuotedLength = 8, TcpHeader = 20;

    /// <summary>The octets of a message.</summary>
    public static byte[] Write(
        WirePacket packet, IcmpMessage message, IPAddress source, IPAddress destination, bool isVersion6)
    {
        var (type, code) = IcmpNames.Find(message, isVersion6);
        var header = IpHeaderFormat.LengthFor(source);
        var octets = new byte[Header + header + QuotedLength];
        (octets[0], octets[1]) = (type, code);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)(message.Id ?? 0));
        if (message.Mtu is { } mtu)
        {
            WriteMtu(octets.AsSpan(4), mtu, isVersion6);
        }

        Quote(octets.AsSpan(Header), packet, message.Quoted, source, destination);
        var checksum = isVersion6
            ? Checksum.Of(octets, IpHeaderFormat.IcmpVersion6, source, destination)
            : Checksum.Of(octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), checksum);
        return octets;
    }

    /// <summary>What the next link takes: 16 bits of four octets (RFC 1191 4), or all (RFC 4443 3.2).</summary>
    private static void WriteMtu(Span<byte> octets, long mtu, bool isVersion6)
    {
        if (isVersion6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)mtu);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)mtu);
        }
    }

    private static void Quote(
        Span<byte> octets, WirePacket packet, QuotedPacket? quoted, IPAddress source, IPAddress destination)
    {
        var behind = octets[IpHeaderFormat.LengthFor(source)..];
        var (protocol, carried) = quoted switch
        {
            QuotedSegment segment => (IpHeaderFormat.Tcp, TcpHeader + segment.Range.Payload),
            QuotedDatagram datagram => (IpHeaderFormat.Udp, QuotedLength + datagram.Length),
            QuotedOctets raw => (IpHeaderFormat.Raw, raw.Length),
            _ => (IpHeaderFormat.Tcp, TcpHeader),
        };
        IpHeaderFormat.Write(octets, carried, protocol, destination, source, []);
        BinaryPrimitives.WriteUInt16BigEndian(behind, packet.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(behind[2..], packet.Source);
        if (quoted is QuotedSegment { Range.First: var sequence })
        {
            BinaryPrimitives.WriteUInt32BigEndian(behind[4..], sequence);
        }
    }
}
