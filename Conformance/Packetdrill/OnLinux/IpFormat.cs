using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Captures;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Packets as octets: segments of TCP (RFC 9293 3.1) and messages of ICMP, in IPv4 or IPv6.</summary>
internal static class IpFormat
{
    private const int TcpHeader = 20;

    /// <summary>The octets of a packet. Its text is zeros.</summary>
    /// <exception cref="UnsupportedException">The packet says what this format has not.</exception>
    public static byte[] Write(WirePacket packet, IPAddress source, IPAddress destination)
    {
        var isVersion6 = IpHeaderFormat.LengthFor(source) != IpHeaderFormat.LengthFor(IPAddress.Any);
        var (protocol, carried) = packet.Content switch
        {
            TcpSegment segment => (IpHeaderFormat.Tcp, Write(packet, segment, source, destination)),
            IcmpMessage message => (
                isVersion6 ? IpHeaderFormat.IcmpVersion6 : IpHeaderFormat.Icmp,
                IcmpFormat.Write(packet, message, source, destination, isVersion6)),
            _ => throw new UnsupportedException("datagrams of UDP are not sent"),
        };
        var header = IpHeaderFormat.LengthFor(source);
        var octets = new byte[header + carried.Length];
        IpHeaderFormat.Write(octets, carried.Length, protocol, source, destination, packet.Ip ?? []);
        carried.CopyTo(octets, header);
        return octets;
    }

    /// <summary>Reads a segment; <see langword="null"/> if the octets are none.</summary>
    public static WirePacket? Read(byte[] octets, long time)
    {
        if (!PacketParser.TryParse(octets, octets.Length, out var packet)
            || SegmentParser.Parse(in packet) is not { } segment)
        {
            return null;
        }

        return new WirePacket(
            time, (ushort)segment.Source.Port, (ushort)segment.Destination.Port,
            new TcpSegment(
                segment.Flags,
                new SequenceRange(segment.Sequence, (ushort)segment.Payload),
                (segment.Flags & ControlBits.Ack) != 0 ? segment.Acknowledgment : null,
                segment.Window,
                (segment.Flags & ControlBits.Urg) != 0 ? segment.Urgent : null,
                segment.Options.Count == 0 ? null : new SegmentOptions(false, segment.Options)))
        {
            Ip = IpHeaderFormat.FieldsOf(octets),
        };
    }

    private static byte[] Write(WirePacket packet, TcpSegment segment, IPAddress source, IPAddress destination)
    {
        var options = TcpOptionFormat.Write(segment.Options?.List ?? []);
        var octets = new byte[TcpHeader + options.Length + segment.Range.Payload];
        var tcp = octets.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(tcp, packet.Source);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], packet.Destination);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Range.First);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgment ?? 0);
        tcp[12] = (byte)(((TcpHeader + options.Length) << 2) | ((ushort)segment.Flags >> 8));
        tcp[13] = (byte)segment.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], segment.Window ?? 0);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[18..], segment.Urgent ?? 0);
        options.CopyTo(tcp[TcpHeader..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            tcp[16..], Checksum.Of(tcp, IpHeaderFormat.Tcp, source, destination));
        return octets;
    }
}
