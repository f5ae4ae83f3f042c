using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>
/// The segments of a capture, pcap or pcapng, and the errors that routers tell the judged stacks of. It shows no calls.
/// </summary>
/// <param name="stream">The capture.</param>
/// <param name="hosts">The addresses of the judged stacks; none for both ends, seen on the wire.</param>
internal sealed class CaptureSource(Stream stream, IReadOnlyList<IPAddress> hosts) : ITraceSource
{
    private readonly CaptureFile _file = new(stream);
    private ICaptureReader? _reader;
    private long _start = -1;

    /// <inheritdoc/>
    public long Place { get; private set; }

    /// <summary>Whether a file that begins so is a capture.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets.Length >= 4
        && (IsMagic(BinaryPrimitives.ReadUInt32BigEndian(octets))
            || IsMagic(BinaryPrimitives.ReadUInt32LittleEndian(octets)));

    /// <inheritdoc/>
    public TraceHeader ReadHeader()
    {
        var magic = _file.Require(4, "a capture").Span;
        if (_file.Number(magic) == PcapngReader.SectionHeader)
        {
            _reader = new PcapngReader(_file);
        }
        else
        {
            _file.IsBigEndian = !IsMagic(_file.Number(magic));
            _reader = new PcapReader(_file, _file.Number(magic) == PcapReader.Nanoseconds);
        }

        return new TraceHeader
        {
            HasCalls = false,
            Vantage = hosts.Count > 0 ? Vantage.Host : Vantage.Wire,
            HasOffload = true,
            Hosts = hosts.ToSequence(),
        };
    }

    /// <inheritdoc/>
    public TraceEvent? Read()
    {
        while (_reader?.Read() is { } packet)
        {
            Place++;
            _start = _start < 0 ? packet.Time : _start;
            if (EventOf(packet) is { } each)
            {
                return each;
            }
        }

        return null;
    }

    /// <summary>What the packet tells of TCP; <see langword="null"/> if nothing.</summary>
    private TraceEvent? EventOf(CapturedPacket packet)
    {
        if (!PacketParser.TryParse(packet, out var found))
        {
            return null;
        }

        var time = Math.Max(packet.Time - _start, 0);
        return SegmentParser.Parse(in found) is { } segment ? new SegmentEvent(time, PassageOf(segment), segment)
            : ErrorParser.Parse(in found, time) is { } error && IsForJudged(error) ? error
            : null;
    }

    /// <summary>What a judged stack itself tells others of is not for it.</summary>
    private bool IsForJudged(IcmpEvent error) => hosts.Count == 0 || hosts.Contains(error.Destination.Address);

    private static bool IsMagic(uint number) =>
        number is PcapReader.Microseconds or PcapReader.Nanoseconds or PcapngReader.SectionHeader;

    private Passage PassageOf(TraceSegment segment) =>
        (hosts.Contains(segment.Source.Address), hosts.Contains(segment.Destination.Address)) switch
        {
            (true, false) => Passage.Out,
            (false, true) => Passage.In,
            _ => Passage.Passing,
        };
}
