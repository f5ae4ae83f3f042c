using System.Buffers.Binary;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Options of TCP as octets (RFC 9293 3.2, RFC 7323, RFC 2018, RFC 7413, RFC 6994).</summary>
internal static class TcpOptionFormat
{
    private const byte EndOfList = 0;
    private const byte NoOperation = 1;
    private const byte SegmentSize = 2;
    private const byte Scale = 3;
    private const byte SackPermitted = 4;
    private const byte Sack = 5;
    private const byte Stamps = 8;
    private const byte Digest = 19;
    private const byte Cookie = 34;
    private const byte Experiment = 254;
    private const ushort FastOpenExperiment = 0xF989;

    /// <summary>The octets, filled up to a multiple of four.</summary>
    public static byte[] Write(Sequence<TcpOption> options)
    {
        var octets = new List<byte>();
        foreach (var option in options)
        {
            octets.AddRange(Write(option));
        }

        while (octets.Count % 4 != 0)
        {
            octets.Add(EndOfList);
        }

        return [.. octets];
    }

    /// <summary>Reads options; what is none of them, or cut short, ends the list.</summary>
    public static Sequence<TcpOption> Read(ReadOnlySpan<byte> octets)
    {
        var options = new List<TcpOption>();
        while (octets.Length > 0 && octets[0] != EndOfList)
        {
            if (octets[0] == NoOperation)
            {
                options.Add(new PlainOption(PlainOptionKind.NoOperation));
                octets = octets[1..];
                continue;
            }

            if (octets.Length < 2 || octets[1] < 2 || octets[1] > octets.Length
                || Read(octets[0], octets[2..octets[1]]) is not { } option)
            {
                break;
            }

            options.Add(option);
            octets = octets[octets[1]..];
        }

        return options.ToSequence();
    }

    private static byte[] Write(TcpOption option) => option switch
    {
        PlainOption { Kind: PlainOptionKind.NoOperation } => [NoOperation],
        PlainOption { Kind: PlainOptionKind.EndOfList } => [EndOfList],
        PlainOption => [SackPermitted, 2],
        MaximumSegmentSize { Size: var size } => [SegmentSize, 4, (byte)(size >> 8), (byte)size],
        WindowScale { Shift: var shift } => [Scale, 3, shift],
        TimeStamps stamps => [Stamps, 10, .. Octets(stamps.Value), .. Octets(stamps.Echo)],
        SelectiveAcknowledgment { Blocks: var blocks } =>
            [Sack, (byte)(2 + (8 * blocks.Count)), .. blocks.SelectMany(block =>
                (byte[])[.. Octets(block.Left), .. Octets(block.Right)])],
        FastOpen { IsExperimental: true, Cookie: var cookie } =>
            [Experiment, (byte)(4 + (cookie.Length / 2)), FastOpenExperiment >> 8, FastOpenExperiment & 0xFF,
                .. Convert.FromHexString(cookie)],
        FastOpen { Cookie: var cookie } => [Cookie, (byte)(2 + (cookie.Length / 2)), .. Convert.FromHexString(cookie)],
        Signature { Digest: var digest } => [Digest, (byte)(2 + (digest.Length / 2)), .. Convert.FromHexString(digest)],
        _ => throw new UnsupportedException($"the option {option} cannot be sent to the kernel"),
    };

    private static TcpOption? Read(byte kind, ReadOnlySpan<byte> value) => (kind, value.Length) switch
    {
        (SegmentSize, 2) => new MaximumSegmentSize(BinaryPrimitives.ReadUInt16BigEndian(value)),
        (Scale, 1) => new WindowScale(value[0]),
        (SackPermitted, 0) => new PlainOption(PlainOptionKind.SackPermitted),
        (Stamps, 8) => new TimeStamps(Number(value), Number(value[4..])),
        (Sack, > 0) when value.Length % 8 == 0 => new SelectiveAcknowledgment(Blocks(value)),
        (Cookie, _) => new FastOpen(false, Convert.ToHexStringLower(value)),
        (Experiment, >= 2) when BinaryPrimitives.ReadUInt16BigEndian(value) == FastOpenExperiment =>
            new FastOpen(true, Convert.ToHexStringLower(value[2..])),
        _ => null,
    };

    private static Sequence<SackBlock> Blocks(ReadOnlySpan<byte> value)
    {
        var blocks = new List<SackBlock>();
        for (; value.Length > 0; value = value[8..])
        {
            blocks.Add(new SackBlock(Number(value), Number(value[4..])));
        }

        return blocks.ToSequence();
    }

    private static uint Number(ReadOnlySpan<byte> octets) => BinaryPrimitives.ReadUInt32BigEndian(octets);

    private static byte[] Octets(uint number)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return octets;
    }
}
