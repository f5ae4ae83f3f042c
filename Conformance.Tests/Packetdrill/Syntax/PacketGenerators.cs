using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Packetdrill.Syntax;

/// <summary>Packets of all kinds.</summary>
internal static class PacketGenerators
{
    private static Gen<uint> Sequence { get; } = Gen.OneOf(
        Gen.Choose(0, 5000).Select(number => (uint)number),
        Gen.Choose(0, 5000).Select(number => uint.MaxValue - (uint)number));

    private static Gen<ushort> Short { get; } = Gen.Choose(0, ushort.MaxValue).Select(number => (ushort)number);

    private static Gen<SequenceRange> Range { get; } =
        from first in Sequence
        from payload in Short
        select new SequenceRange(first, payload);

    private static Gen<string> Hexadecimal { get; } =
        from octets in Gen.Choose(0, 255).ListOf()
        select Convert.ToHexStringLower([.. octets.Take(16).Select(octet => (byte)octet)]);

    private static Gen<HeaderField> Counter { get; } =
        from name in Gen.Elements("e0b", "ceb", "e1b")
        from value in Sequence
        select new HeaderField(name, value);

    private static Gen<TcpOption> Option { get; } = Gen.OneOf(
        Gen.Elements(Enum.GetValues<PlainOptionKind>()).Select(kind => (TcpOption)new PlainOption(kind)),
        Short.Select(size => (TcpOption)new MaximumSegmentSize(size)),
        Gen.Choose(0, 255).Select(shift => (TcpOption)new WindowScale((byte)shift)),
        from blocks in Few(from left in Sequence from right in Sequence select new SackBlock(left, right))
        select (TcpOption)new SelectiveAcknowledgment(blocks),
        from value in Sequence from echo in Sequence select (TcpOption)new TimeStamps(value, echo),
        from old in Gen.Elements(true, false) from cookie in Hexadecimal select (TcpOption)new FastOpen(old, cookie),
        Hexadecimal.Select(digest => (TcpOption)new Signature(digest)),
        Few(Counter).Select(counters => (TcpOption)new EcnCounters(counters.Take(3).ToSequence())));

    private static Gen<SegmentOptions?> Options { get; } = Gen.OneOf(
        Gen.Constant<SegmentOptions?>(null),
        Gen.Constant<SegmentOptions?>(new SegmentOptions(true, [])),
        Few(Option).Select(list => (SegmentOptions?)new SegmentOptions(false, list)));

    private static Gen<PacketContent> Segment { get; } =
        from flags in Gen.Choose(0, 511)
        from range in Range
        from ack in Maybe(Sequence)
        from window in Maybe(Short)
        from urgent in Maybe(Short)
        from options in Options
        select (PacketContent)new TcpSegment((ControlBits)flags, range, ack, window, urgent, options);

    private static Gen<QuotedPacket?> Quoted { get; } = Gen.OneOf(
        Gen.Constant<QuotedPacket?>(null),
        Range.Select(range => (QuotedPacket?)new QuotedSegment(range)),
        Short.Select(length => (QuotedPacket?)new QuotedDatagram(length)),
        Short.Select(length => (QuotedPacket?)new QuotedOctets(length)));

    private static Gen<PacketContent> Message { get; } =
        from type in Gen.Elements("unreachable", "echo_reply", "11")
        from code in Gen.Elements(null, "frag_needed", "4")
        from mtu in Maybe(Sequence)
        from id in Maybe(Short)
        from quoted in Quoted
        select (PacketContent)new IcmpMessage(type, code, mtu, id, quoted);

    private static Gen<HeaderField> Field { get; } =
        from name in Gen.Elements("ect0", "ce", "ttl", "tos", "flowlabel", "[S]")
        from value in Maybe(Sequence)
        select new HeaderField(name, value);

    private static Gen<Encapsulation> Outer { get; } =
        from kind in Gen.Elements("ipv4", "ipv6", "gre", "mpls")
        from addresses in Gen.Elements(
            (null, null), ("192.0.2.1", "198.51.100.2"), ("2001:db8::1", "fd3d::"), ("::", "::ffff:192.0.2.1"),
            ((string?, string?))("fe80:1:2:3:4:5:6:7", "::1"))
        from groups in Few(Few(Field, 1))
        select new Encapsulation(kind, addresses.Item1, addresses.Item2, groups);

    /// <summary>Packets.</summary>
    public static Gen<ScriptAction> Packet { get; } =
        from direction in Gen.Elements(PacketDirection.Inbound, PacketDirection.Outbound)
        from outer in Few(Outer)
        from ip in Few(Field)
        from ports in Maybe(from source in Short from destination in Short select (source, destination))
        from content in Gen.Frequency(
            (6, Segment), (1, Short.Select(length => (PacketContent)new UdpDatagram(length))), (2, Message))
        select (ScriptAction)new Packet(
            default, direction, outer, ip,
            ports is { } pair ? new PortPair(pair.source, pair.destination) : null, content);

    /// <summary>Up to four of something.</summary>
    public static Gen<Sequence<T>> Few<T>(Gen<T> item, int least = 0) =>
        from count in Gen.Choose(least, 4)
        from items in item.ListOf(count)
        select items.ToSequence();

    /// <summary>Something, or nothing.</summary>
    public static Gen<T?> Maybe<T>(Gen<T> item)
        where T : struct =>
        Gen.OneOf(Gen.Constant<T?>(null), item.Select(each => (T?)each));
}
