using System.Buffers.Binary;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>
/// Reads the options of a header. What is malformed is an unknown option; what follows it is not read.
/// </summary>
internal static class OptionParser
{
    /// <summary>The number of Fast Open under the experimental option (RFC 6994, RFC 7413).</summary>
    public const ushort FastOpenExperiment = 0xF989;

    /// <summary>The options in their order.</summary>
    public static Sequence<TcpOption> Parse(ReadOnlySpan<byte> octets)
    {
        if (octets.Length == 0)
        {
            return [];
        }

        var options = new List<TcpOption>();
        while (octets.Length > 0)
        {
            if (octets[0] < 2)
            {
                options.Add(new PlainOption(
                    octets[0] == 0 ? PlainOptionKind.EndOfList : PlainOptionKind.NoOperation));
                octets = octets[0] == 0 ? [] : octets[1..];
                continue;
            }

            if (octets.Length < 2 || octets[1] < 2 || octets[1] > octets.Length)
            {
                options.Add(new UnknownOption(octets[0], Convert.ToHexStringLower(octets[1..])));
                break;
            }

            options.Add(Parse(octets[0], octets[2..octets[1]]));
            octets = octets[octets[1]..];
        }

        return options.ToSequence();
    }

    private static TcpOption Parse(byte kind, ReadOnlySpan<byte> value) => (kind, value.Length) switch
    {
        (2, 2) => new MaximumSegmentSize(BinaryPrimitives.ReadUInt16BigEndian(value)),
        (3, 1) => new WindowScale(value[0]),
        (4, 0) => new PlainOption(PlainOptionKind.SackPermitted),
        (5, 8 or 16 or 24 or 32) => new SelectiveAcknowledgment(Blocks(value)),
        (8, 8) => new TimeStamps(
            BinaryPrimitives.ReadUInt32BigEndian(value), BinaryPrimitives.ReadUInt32BigEndian(value[4..])),
        (19, 16) => new Signature(Convert.ToHexStringLower(value)),
        (34, _) => new FastOpen(false, Convert.ToHexStringLower(value)),
        (_, 0 or 3 or 6 or 9) when EcnCounterOrder.Of(kind, Counters(value)) is { } counters => counters,
        (254, >= 2) when BinaryPrimitives.ReadUInt16BigEndian(value) == FastOpenExperiment =>
            new FastOpen(true, Convert.ToHexStringLower(value[2..])),
        _ => new UnknownOption(kind, Convert.ToHexStringLower(value)),
    };

    private static uint[] Counters(ReadOnlySpan<byte> value)
    {
        var counters = new uint[value.Length / 3];
        for (var counter = 0; counter < counters.Length; counter++)
        {
            var at = value[(3 * counter)..];
            counters[counter] = ((uint)at[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(at[1..]);
        }

        return counters;
    }

    private static Sequence<SackBlock> Blocks(ReadOnlySpan<byte> value)
    {
        var blocks = new SackBlock[value.Length / 8];
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block] = new SackBlock(
                BinaryPrimitives.ReadUInt32BigEndian(value[(8 * block)..]),
                BinaryPrimitives.ReadUInt32BigEndian(value[((8 * block) + 4)..]));
        }

        return blocks.ToSequence();
    }
}
