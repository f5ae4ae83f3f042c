using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads packets.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class PacketReader(TokenStream tokens)
{
    private const int OuterMost = 8;

    private static readonly string[] s_encapsulations = ["ipv4", "ipv6", "gre", "mpls"];

    private readonly SegmentReader _segments = new(tokens);

    /// <summary>Reads a packet from its direction on.</summary>
    public Packet Read()
    {
        var position = tokens.Position;
        var direction = tokens.Take().Text == "<" ? PacketDirection.Inbound : PacketDirection.Outbound;
        var outer = new List<Encapsulation>();
        while (tokens.Current.Kind == TokenKind.Word && s_encapsulations.Contains(tokens.Current.Text))
        {
            if (outer.Count == OuterMost)
            {
                throw tokens.Expected($"at most {OuterMost} headers around a packet");
            }

            outer.Add(ReadEncapsulation());
        }

        var ip = tokens.Current.Is("[") || tokens.Current.Is("(") ? ReadFields() : [];
        var ports = tokens.Current.Kind == TokenKind.Digits ? ReadPorts() : null;
        PacketContent content = tokens.TakeWordIf("udp") ? new UdpDatagram(ReadLength())
            : tokens.TakeWordIf("icmp") ? ReadIcmp()
            : _segments.Read();
        return new Packet(position, direction, outer.ToSequence(), ip, ports, content);
    }

    private Encapsulation ReadEncapsulation()
    {
        var kind = tokens.Take().Text;
        string? source = null;
        string? destination = null;
        if (tokens.Current.Kind == TokenKind.Address)
        {
            source = tokens.Take().Text;
            tokens.Expect(">");
            destination = tokens.Current.Kind == TokenKind.Address
                ? tokens.Take().Text
                : throw tokens.Expected("the address a header leads to");
        }

        var groups = new List<Sequence<HeaderField>>();
        while (!tokens.TakeIf(":"))
        {
            groups.Add(tokens.Current.Is("(") || tokens.Current.Is("[")
                ? ReadFields()
                : throw tokens.Expected($"':' behind the header '{kind}'"));
        }

        return new Encapsulation(kind, source, destination, groups.ToSequence());
    }

    private Sequence<HeaderField> ReadFields()
    {
        var closing = tokens.Take().Text == "(" ? ")" : "]";
        var fields = new List<HeaderField>();
        do
        {
            var name = tokens.Current.Is("[")
                ? ReadBracketed()
                : tokens.ExpectWord("the name of a field, such as ect0,");
            fields.Add(new HeaderField(
                name,
                TokenStream.Number(tokens.Current) is null ? null : tokens.ExpectNumber("a value", uint.MaxValue)));
        }
        while (tokens.TakeIf(","));
        tokens.Expect(closing);
        return fields.ToSequence();
    }

    /// <summary>A mark of a label, such as <c>[S]</c> of the last one of a stack.</summary>
    private string ReadBracketed()
    {
        tokens.Expect("[");
        var name = tokens.ExpectWord("a mark");
        tokens.Expect("]");
        return $"[{name}]";
    }

    private PortPair ReadPorts()
    {
        var source = (ushort)tokens.ExpectNumber("a port", ushort.MaxValue);
        tokens.Expect(">");
        return new PortPair(source, (ushort)tokens.ExpectNumber("a port", ushort.MaxValue));
    }

    private int ReadLength()
    {
        tokens.Expect("(");
        var length = (int)tokens.ExpectNumber("a number of octets", ushort.MaxValue);
        tokens.Expect(")");
        return length;
    }

    private IcmpMessage ReadIcmp()
    {
        var type = ReadName() ?? throw tokens.Expected("a type of ICMP, such as unreachable,");
        var code = tokens.Current.IsWord("mtu") || tokens.Current.IsWord("id") ? null : ReadName();
        long? mtu = tokens.TakeWordIf("mtu") ? tokens.ExpectNumber("an MTU", uint.MaxValue) : null;
        long? id = tokens.TakeWordIf("id") ? tokens.ExpectNumber("an identifier", ushort.MaxValue) : null;
        QuotedPacket? quoted = null;
        if (tokens.TakeIf("["))
        {
            quoted = tokens.TakeWordIf("udp") ? new QuotedDatagram(ReadLength())
                : tokens.TakeWordIf("raw") ? new QuotedOctets(ReadLength())
                : new QuotedSegment(_segments.ReadRange());
            tokens.Expect("]");
        }

        return new IcmpMessage(type, code, mtu, id, quoted);
    }

    private string? ReadName() => tokens.Current switch
    {
        { Kind: TokenKind.Word } => tokens.Take().Text,
        { Kind: TokenKind.Digits } when !tokens.BeginsLine =>
            $"{tokens.ExpectNumber("a number of ICMP", byte.MaxValue)}",
        _ => null,
    };
}
