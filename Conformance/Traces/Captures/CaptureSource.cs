using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>The segments of a capture, pcap or pcapng. It shows no calls.</summary>
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
            if (PacketParser.Parse(packet) is { } segment)
            {
                return new SegmentEvent(Math.Max(packet.Time - _start, 0), PassageOf(segment), segment);
            }
        }

        return null;
    }

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
