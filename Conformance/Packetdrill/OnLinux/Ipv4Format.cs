using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Captures;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Segments in datagrams of IPv4, as octets (RFC 791 3.1, RFC 9293 3.1).</summary>
internal static class Ipv4Format
{
    private const int IpHeader = 20;
    private const int TcpHeader = 20;
    private const byte Tcp = 6;
    private const byte TimeToLive = 64;

    /// <summary>The octets of a segment. Its text is zeros.</summary>
    /// <exception cref="UnsupportedException">The packet is no segment, or says what this format has not.</exception>
    public static byte[] Write(WirePacket packet, IPAddress source, IPAddress destination)
    {
        if (packet.Content is not TcpSegment segment)
        {
            throw new UnsupportedException("only segments of TCP can be sent to the kernel");
        }

        var options = TcpOptionFormat.Write(segment.Options?.List ?? []);
        var octets = new byte[IpHeader + TcpHeader + options.Length + segment.Range.Payload];
        var tcp = octets.AsSpan(IpHeader);
        WriteSegment(tcp, packet, segment, options);
        octets[0] = 0x45;
        octets[1] = EcnOf(packet);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)octets.Length);
        octets[8] = TimeToLive;
        octets[9] = Tcp;
        source.GetAddressBytes().CopyTo(octets, 12);
        destination.GetAddressBytes().CopyTo(octets, 16);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(10), Fold(Sum(octets.AsSpan(0, IpHeader))));
        var pseudo = Sum(octets.AsSpan(12, 8)) + Tcp + (uint)tcp.Length;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Fold(pseudo + Sum(tcp)));
        return octets;
    }

    /// <summary>Reads a segment; <see langword="null"/> if the octets are none.</summary>
    public static WirePacket? Read(byte[] octets, long time)
    {
        var packet = new CapturedPacket(time, PacketParser.RawIp, octets, octets.Length);
        if (octets.Length < IpHeader || octets[0] >> 4 != 4 || PacketParser.Parse(packet) is not { } segment)
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
            Ip = FieldsOf(octets),
        };
    }

    private static void WriteSegment(Span<byte> tcp, WirePacket packet, TcpSegment segment, byte[] options)
    {
        BinaryPrimitives.WriteUInt16BigEndian(tcp, packet.Source);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], packet.Destination);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Range.First);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgment ?? 0);
        tcp[12] = (byte)(((TcpHeader + options.Length) << 2) | ((ushort)segment.Flags >> 8));
        tcp[13] = (byte)segment.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], segment.Window ?? 0);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[18..], segment.Urgent ?? 0);
        options.CopyTo(tcp[TcpHeader..]);
    }

    /// <summary>The bits of explicit congestion notification (RFC 3168 5).</summary>
    private static byte EcnOf(WirePacket packet)
    {
        byte bits = 0;
        foreach (var field in packet.Ip ?? [])
        {
            bits = field.Name switch
            {
                "noecn" => 0,
                "ect1" => 1,
                "ect0" => 2,
                "ce" => 3,
                "tos" => (byte)(field.Value ?? 0),
                var name => throw new UnsupportedException($"'{name}' of the IP header cannot be sent to the kernel"),
            };
        }

        return bits;
    }

    private static Sequence<HeaderField> FieldsOf(ReadOnlySpan<byte> octets)
    {
        var ecn = (octets[1] & 3) switch { 0 => "noecn", 1 => "ect1", 2 => "ect0", _ => "ce" };
        return new HeaderField[]
        {
            new(ecn, null),
            new("tos", octets[1]),
            new("ttl", octets[8]),
        }.ToSequence();
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
