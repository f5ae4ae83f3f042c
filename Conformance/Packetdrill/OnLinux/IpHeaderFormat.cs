using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Headers of IP as octets (RFC 791 3.1, RFC 8200 3).</summary>
internal static class IpHeaderFormat
{
    /// <summary>What IP carries.</summary>
    public const byte
        Icmp = (byte)ProtocolType.Icmp, Tcp = (byte)ProtocolType.Tcp, Udp = (byte)ProtocolType.Udp,
        IcmpVersion6 = (byte)ProtocolType.IcmpV6, Raw = (byte)ProtocolType.Raw;

    private const int Version4Octets = 20, Version6Octets = 40;

    /// <summary>What a packet has that does not say how far it may travel.</summary>
    private const byte TimeToLive = 255;

    /// <summary>What stands for the codepoints of ECN, by their bits (RFC 3168 5).</summary>
    private static readonly string[] s_codepoints = ["noecn", "ect1", "ect0", "ce"];

    [ThreadStatic]
    private static (int Key, Sequence<HeaderField>? Fields) t_latest;

    /// <summary>Octets of a header between two addresses.</summary>
    public static int LengthFor(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? Version6Octets : Version4Octets;

    /// <summary>Writes a header.</summary>
    /// <param name="octets">The packet, or its beginning.</param>
    /// <param name="carried">Octets that it carries, whether they are there or not.</param>
    /// <param name="protocol">What they are.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="said">What is said of the header.</param>
    /// <exception cref="UnsupportedException">Something is said that the header has not.</exception>
    public static void Write(
        Span<byte> octets, int carried, byte protocol, IPAddress source, IPAddress destination,
        Sequence<HeaderField> said)
    {
        var fields = Read(said);
        if (LengthFor(source) == Version6Octets)
        {
            BinaryPrimitives.WriteUInt32BigEndian(
                octets, 0x60000000 | ((uint)fields.Tos << 20) | (fields.FlowLabel & 0xFFFFF));
            BinaryPrimitives.WriteUInt16BigEndian(octets[4..], (ushort)carried);
            (octets[6], octets[7]) = (protocol, fields.TimeToLive);
            source.TryWriteBytes(octets[8..], out _);
            destination.TryWriteBytes(octets[24..], out _);
            return;
        }

        (octets[0], octets[1]) = (0x45, fields.Tos);
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)(carried + Version4Octets));
        (octets[8], octets[9]) = (fields.TimeToLive, protocol);
        source.TryWriteBytes(octets[12..], out _);
        destination.TryWriteBytes(octets[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(octets[10..], Checksum.Of(octets[..Version4Octets]));
    }

    /// <summary>What a header says. Most say what the one before has said.</summary>
    public static Sequence<HeaderField> FieldsOf(ReadOnlySpan<byte> octets)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(octets);
        if (first >> 28 == 6)
        {
            return FieldsOf(octets, first, isVersion6: true);
        }

        var key = (octets[1] << 8) | octets[8];
        if (t_latest.Key != key || t_latest.Fields is not { } fields)
        {
            fields = FieldsOf(octets, first, isVersion6: false);
            t_latest = (key, fields);
        }

        return fields;
    }

    private static Sequence<HeaderField> FieldsOf(ReadOnlySpan<byte> octets, uint first, bool isVersion6)
    {
        var tos = isVersion6 ? (byte)(first >> 20) : octets[1];
        var fields = new List<HeaderField>
        {
            new(s_codepoints[tos & 3], null), new("tos", tos), new("ttl", octets[isVersion6 ? 7 : 8]),
        };
        if (isVersion6)
        {
            fields.Add(new HeaderField("flowlabel", first & 0xFFFFF));
        }

        return fields.ToSequence();
    }

    private static (byte Tos, byte TimeToLive, uint FlowLabel) Read(Sequence<HeaderField> said)
    {
        var (tos, timeToLive, flowLabel) = ((byte)0, TimeToLive, 0U);
        foreach (var field in said)
        {
            var place = Array.IndexOf(s_codepoints, field.Name);
            switch (field.Name)
            {
                case var _ when place >= 0:
                    tos = (byte)((tos & ~3) | place);
                    break;
                case "tos":
                    tos = (byte)(field.Value ?? 0);
                    break;
                case "ttl":
                    timeToLive = (byte)(field.Value ?? 0);
                    break;
                case "flowlabel":
                    flowLabel = (uint)(field.Value ?? 0);
                    break;
                default:
                    throw new UnsupportedException($"'{field.Name}' of the IP header cannot be sent");
            }
        }

        return (tos, timeToLive, flowLabel);
    }
}
