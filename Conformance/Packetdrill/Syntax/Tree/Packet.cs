using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>Which way a packet goes.</summary>
internal enum PacketDirection : byte
{
    /// <summary><c>&lt;</c>: it arrives at the stack.</summary>
    Inbound,
    /// <summary><c>&gt;</c>: the stack is expected to send it.</summary>
    Outbound,
}

/// <summary>A packet that arrives or is expected.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Direction">Which way it goes.</param>
/// <param name="Outer">Headers around it, the outermost first.</param>
/// <param name="Ip">What is said of its IP header.</param>
/// <param name="Ports">Its ports, if they are said.</param>
/// <param name="Content">What IP carries.</param>
internal sealed record Packet(
    SourcePosition Position,
    PacketDirection Direction,
    Sequence<Encapsulation> Outer,
    Sequence<HeaderField> Ip,
    PortPair? Ports,
    PacketContent Content)
    : ScriptAction(Position);

/// <summary>A header around a packet: <c>ipv4 1.2.3.4 &gt; 5.6.7.8:</c>, <c>mpls (label 1, tc 0):</c>.</summary>
/// <param name="Kind">ipv4, ipv6, gre or mpls.</param>
/// <param name="Source">The source address, if it is said.</param>
/// <param name="Destination">The destination address, if it is said.</param>
/// <param name="Groups">Groups of fields in parentheses.</param>
internal sealed record Encapsulation(
    string Kind, string? Source, string? Destination, Sequence<Sequence<HeaderField>> Groups);

/// <summary>A field of a header, such as <c>ect0</c> or <c>ttl 64</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, if it takes one.</param>
internal sealed record HeaderField(string Name, long? Value);

/// <summary>Ports of a packet.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Destination">Where it goes.</param>
internal sealed record PortPair(ushort Source, ushort Destination);

/// <summary>What a packet carries.</summary>
internal abstract record PacketContent;

/// <summary>A datagram of UDP.</summary>
/// <param name="Length">Octets of its payload.</param>
internal sealed record UdpDatagram(int Length) : PacketContent;

/// <summary>A message of ICMP.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Code">Its code, if it is said.</param>
/// <param name="Mtu">The MTU it tells.</param>
/// <param name="Id">The identifier of an echo.</param>
/// <param name="Quoted">The packet that it complains about.</param>
internal sealed record IcmpMessage(string Type, string? Code, long? Mtu, long? Id, QuotedPacket? Quoted)
    : PacketContent;

/// <summary>The packet that an ICMP message quotes.</summary>
internal abstract record QuotedPacket;

/// <summary>A segment of TCP.</summary>
/// <param name="Range">The sequence numbers of its text.</param>
internal sealed record QuotedSegment(SequenceRange Range) : QuotedPacket;

/// <summary>A datagram of UDP.</summary>
/// <param name="Length">Octets of its payload.</param>
internal sealed record QuotedDatagram(int Length) : QuotedPacket;

/// <summary>Octets that are no packet.</summary>
/// <param name="Length">How many.</param>
internal sealed record QuotedOctets(int Length) : QuotedPacket;
