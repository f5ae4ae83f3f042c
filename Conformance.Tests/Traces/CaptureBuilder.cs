using System.Buffers.Binary;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Writes captures.</summary>
internal static class CaptureBuilder
{
    private const long Second = 1_000_000_000;

    /// <summary>A capture of the older format, with a link of Ethernet.</summary>
    public static byte[] Pcap(IEnumerable<SegmentEvent> events, bool isBigEndian)
    {
        const uint Ethernet = 1;
        return Pcap(events.Select(each => (each.Time, Frame(each.Segment))), Ethernet, isBigEndian);
    }

    /// <summary>A capture of the newer format, in nanoseconds.</summary>
    public static byte[] Pcapng(IEnumerable<SegmentEvent> events)
    {
        var octets = new List<byte>();
        Add(octets, false, 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, uint.MaxValue, uint.MaxValue, 28);
        Add(octets, false, 1, 32, 1, 0, 0x0001_0009, 9, 0, 32);
        foreach (var each in events)
        {
            var frame = Frame(each.Segment);
            var length = (uint)(32 + ((frame.Length + 3) & ~3));
            Add(
                octets, false, 6, length, 0, (uint)(each.Time >> 32), (uint)each.Time, (uint)frame.Length,
                (uint)frame.Length);
            octets.AddRange(frame);
            octets.AddRange(new byte[(4 - (frame.Length % 4)) % 4]);
            Add(octets, false, length);
        }

        return [.. octets];
    }

    /// <summary>A capture of the older format, without a link, a packet a second.</summary>
    public static byte[] RawPcap(IReadOnlyList<byte[]> packets)
    {
        const uint RawIp = 101;
        return Pcap(packets.Select((packet, second) => (second * Second, packet)), RawIp, isBigEndian: false);
    }

    /// <summary>A capture of the older format, of any link.</summary>
    public static byte[] Pcap(IEnumerable<(long Time, byte[] Frame)> frames, uint link, bool isBigEndian)
    {
        var octets = new List<byte>();
        Add(octets, isBigEndian, 0xA1B23C4D, 0x00040002, 0, 0, 65_535, link);
        foreach (var (time, frame) in frames)
        {
            Add(
                octets, isBigEndian, (uint)(time / Second), (uint)(time % Second), (uint)frame.Length,
                (uint)frame.Length);
            octets.AddRange(frame);
        }

        return [.. octets];
    }

    /// <summary>Adds numbers of 32 bits.</summary>
    public static void Add(List<byte> octets, bool isBigEndian, params ReadOnlySpan<uint> numbers)
    {
        var buffer = new byte[4];
        foreach (var number in numbers)
        {
            if (isBigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(buffer, number);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(buffer, number);
            }

            octets.AddRange(buffer);
        }
    }

    /// <summary>A frame of Ethernet and IPv4, cut off behind its headers.</summary>
    private static byte[] Frame(TraceSegment segment) => [.. new byte[12], 8, 0, .. Packet(segment)];

    /// <summary>A packet of IPv4, cut off behind its headers.</summary>
    public static byte[] Packet(TraceSegment segment)
    {
        var options = segment.Options.SelectMany(Octets).ToList();
        while (options.Count % 4 != 0)
        {
            options.Add(1);
        }

        var packet = new byte[20 + 20 + options.Count];
        var ip = packet.AsSpan();
        ip[0] = 0x45;
        ip[1] = (byte)segment.Codepoint;
        ip[8] = 64;
        ip[9] = 6;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(40 + options.Count + segment.Payload));
        segment.Source.Address.TryWriteBytes(ip[12..], out _);
        segment.Destination.Address.TryWriteBytes(ip[16..], out _);
        var tcp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)segment.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)segment.Destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgment);
        var words = 5 + (options.Count / 4);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[12..], (ushort)((words << 12) | (int)segment.Flags));
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], segment.Window);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[18..], segment.Urgent);
        options.CopyTo(0, packet, 40, options.Count);
        return packet;
    }

    private static IEnumerable<byte> Octets(TcpOption option) => option switch
    {
        PlainOption { Kind: PlainOptionKind.NoOperation } => [1],
        PlainOption { Kind: PlainOptionKind.SackPermitted } => [4, 2],
        MaximumSegmentSize mss => [2, 4, (byte)(mss.Size >> 8), (byte)mss.Size],
        WindowScale scale => [3, 3, scale.Shift],
        TimeStamps stamps => [8, 10, .. Numbers(stamps.Value, stamps.Echo)],
        SelectiveAcknowledgment sack =>
        [
            5, (byte)(2 + (8 * sack.Blocks.Count)),
            .. Numbers([.. sack.Blocks.SelectMany(block => new[] { block.Left, block.Right })]),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(option)),
    };

    private static byte[] Numbers(params uint[] numbers)
    {
        var octets = new List<byte>();
        Add(octets, true, numbers);
        return [.. octets];
    }
}
