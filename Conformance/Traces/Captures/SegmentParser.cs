using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads the segment of TCP that a packet carries (RFC 9293, 3.1).</summary>
internal static class SegmentParser
{
    private const int HeaderLeast = 20;

    /// <summary>Whether the packet is long enough for its header, of which too little was captured.</summary>
    public static bool IsCutShort(in IpPacket packet)
    {
        var octets = packet.Octets;
        return packet.Length >= HeaderLeast && (octets.Length < HeaderLeast
            || ((octets[12] >> 4) * 4 > octets.Length && (octets[12] >> 4) * 4 <= packet.Length));
    }

    /// <summary>The segment; <see langword="null"/> if there is none that can be read.</summary>
    public static TraceSegment? Parse(in IpPacket packet)
    {
        var octets = packet.Octets;
        if (packet.Protocol != ProtocolType.Tcp || packet.Marks.IsFragment || octets.Length < HeaderLeast)
        {
            return null;
        }

        var header = (octets[12] >> 4) * 4;
        if (header < HeaderLeast || header > packet.Length || header > octets.Length)
        {
            return null;
        }

        var flags = (ControlBits)(BinaryPrimitives.ReadUInt16BigEndian(octets[12..]) & 0x1FF);
        return new TraceSegment(
            new IPEndPoint(packet.Source, BinaryPrimitives.ReadUInt16BigEndian(octets)),
            new IPEndPoint(packet.Destination, BinaryPrimitives.ReadUInt16BigEndian(octets[2..])))
        {
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]),
            Acknowledgment = (flags & ControlBits.Ack) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(octets[8..]) : 0,
            Flags = flags,
            Window = BinaryPrimitives.ReadUInt16BigEndian(octets[14..]),
            Urgent = (flags & ControlBits.Urg) != 0 ? BinaryPrimitives.ReadUInt16BigEndian(octets[18..]) : (ushort)0,
            Payload = packet.Length - header,
            Codepoint = packet.Marks.Codepoint,
            Options = OptionParser.Parse(octets[HeaderLeast..header]),
        };
    }
}
