using System.Buffers.Binary;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Captures;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Writes options of TCP as octets (RFC 9293 3.2, RFC 7323, RFC 2018, RFC 7413, RFC 6994).</summary>
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
            [Experiment, (byte)(4 + (cookie.Length / 2)), OptionParser.FastOpenExperiment >> 8,
                OptionParser.FastOpenExperiment & 0xFF, .. Convert.FromHexString(cookie)],
        FastOpen { Cookie: var cookie } => [Cookie, (byte)(2 + (cookie.Length / 2)), .. Convert.FromHexString(cookie)],
        Signature { Digest: var digest } => [Digest, (byte)(2 + (digest.Length / 2)), .. Convert.FromHexString(digest)],
        EcnCounters { Counters: var counters } when EcnCounterOrder.KindOf(counters) is { } kind =>
            [kind, (byte)(2 + (3 * counters.Count)), .. counters.SelectMany(counter =>
                Octets((uint)(counter.Value ?? 0))[1..])],
        UnknownOption { Kind: var kind, Octets: var octets } =>
            [kind, (byte)(2 + (octets.Length / 2)), .. Convert.FromHexString(octets)],
        _ => throw new UnsupportedException($"the option {option} cannot be sent to the kernel"),
    };

    private static byte[] Octets(uint number)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return octets;
    }
}
