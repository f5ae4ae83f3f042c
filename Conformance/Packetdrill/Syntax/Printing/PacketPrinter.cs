using System.Globalization;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Printing;

/// <summary>Writes packets.</summary>
internal static class PacketPrinter
{
    /// <summary>A packet.</summary>
    public static string Write(Packet packet)
    {
        var parts = new List<string> { packet.Direction == PacketDirection.Inbound ? "<" : ">" };
        parts.AddRange(packet.Outer.Select(Write));
        if (packet.Ip.Count > 0)
        {
            parts.Add($"({Fields(packet.Ip)})");
        }

        if (packet.Ports is { } ports)
        {
            parts.Add($"{ports.Source} > {ports.Destination}");
        }

        parts.Add(packet.Content switch
        {
            TcpSegment segment => Write(segment),
            UdpDatagram datagram => $"udp ({datagram.Length})",
            IcmpMessage message => Write(message),
            _ => throw new ArgumentOutOfRangeException(nameof(packet)),
        });
        return string.Join(' ', parts);
    }

    /// <summary>A segment.</summary>
    public static string Write(TcpSegment segment)
    {
        var text = $"{ControlBitText.Write(segment.Flags)} {segment.Range}";
        text += segment.Acknowledgment is { } ack ? $" ack {ack}" : "";
        text += segment.Window is { } window ? $" win {window}" : "";
        text += segment.Urgent is { } urgent ? $" urg {urgent}" : "";
        return text + (segment.Options is { } options ? $" {Write(options)}" : "");
    }

    /// <summary>Options of a segment.</summary>
    public static string Write(SegmentOptions options) =>
        options.IsAny ? "<...>" : $"<{string.Join(',', options.List.Select(Write))}>";

    private static string Write(TcpOption option) => option switch
    {
        PlainOption { Kind: PlainOptionKind.NoOperation } => "nop",
        PlainOption { Kind: PlainOptionKind.EndOfList } => "eol",
        PlainOption { Kind: PlainOptionKind.SackPermitted } => "sackOK",
        MaximumSegmentSize mss => $"mss {mss.Size}",
        WindowScale scale => $"wscale {scale.Shift}",
        SelectiveAcknowledgment sack =>
            string.Join(' ', sack.Blocks.Select(block => $"{block.Left}:{block.Right}").Prepend("sack")),
        TimeStamps stamps => $"TS val {stamps.Value} ecr {stamps.Echo}",
        FastOpen { IsExperimental: true } open => $"FOEXP {open.Cookie}".TrimEnd(),
        FastOpen open => $"FO {open.Cookie}".TrimEnd(),
        Signature signature => $"md5 {signature.Digest}".TrimEnd(),
        UnknownOption unknown => $"kind {unknown.Kind} {unknown.Octets}".TrimEnd(),
        EcnCounters ecn => string.Join(' ', ecn.Counters.Select(Field).Prepend("ECN")),
        _ => throw new ArgumentOutOfRangeException(nameof(option)),
    };

    private static string Write(Encapsulation outer)
    {
        var text = outer.Kind;
        text += outer.Source is null ? "" : $" {outer.Source} > {outer.Destination}";
        return text + string.Concat(outer.Groups.Select(group => $" ({Fields(group)})")) + ":";
    }

    private static string Write(IcmpMessage message)
    {
        var text = $"icmp {message.Type}";
        text += message.Code is { } code ? $" {code}" : "";
        text += message.Mtu is { } mtu ? $" mtu {mtu}" : "";
        text += message.Id is { } id ? $" id {id}" : "";
        return text + message.Quoted switch
        {
            QuotedDatagram datagram => $" [udp ({datagram.Length})]",
            QuotedOctets octets => $" [raw ({octets.Length})]",
            QuotedSegment segment => $" [{segment.Range}]",
            _ => "",
        };
    }

    private static string Fields(Sequence<HeaderField> fields) => string.Join(", ", fields.Select(Field));

    private static string Field(HeaderField field) => field.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{field.Name} {value}")
        : field.Name;
}
