using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>
/// The segments of a capture, pcap or pcapng, and the errors that routers tell the judged stacks of. It shows no calls.
/// What may hold a segment and cannot be read is told of; other traffic is passed over.
/// </summary>
/// <param name="stream">The capture.</param>
/// <param name="hosts">The addresses of the judged stacks; none for both ends, seen on the wire.</param>
internal sealed class CaptureSource(Stream stream, IReadOnlyList<IPAddress> hosts) : ITraceSource
{
    private readonly CaptureFile _file = new(stream);
    private readonly CaptureCopies _copies = new();
    private readonly HashSet<string> _told = [];
    private ICaptureReader? _reader;
    private long _start = -1;
    private bool _hasEnded;

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
            TellsCodepoints = true,
            MayMiss = true,
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
            if (EventOf(in packet) is { } each)
            {
                return each;
            }
        }

        if (_hasEnded || _reader is not { Missed: > 0 and var missed })
        {
            return null;
        }

        _hasEnded = true;
        return new CaptureNote(0, $"the capture says that it has missed {missed} packets", IsUndecided: false)
        {
            IsFirst = true,
            Missed = missed,
        };
    }

    private static bool IsMagic(uint number) =>
        number is PcapReader.Microseconds or PcapReader.Nanoseconds or PcapngReader.SectionHeader;

    /// <summary>What the packet tells of TCP; <see langword="null"/> if nothing.</summary>
    private TraceEvent? EventOf(in CapturedPacket packet)
    {
        var time = Math.Max(packet.Time - _start, 0);
        var octets = packet.Octets.Span;
        var start = LinkHeader.LengthOf(packet.Link, octets);
        if (start == LinkHeader.NotKnown)
        {
            return Note(time, $"its link (LINKTYPE_ {packet.Link}) is of a kind that is not read");
        }

        if (start < 0 || start >= octets.Length || octets[start] >> 4 is not (4 or 6))
        {
            return null;
        }

        if (!PacketParser.TryParse(octets[start..], packet.Length - start, out var found))
        {
            return Note(time, "too little of its header of IP was captured, or is right");
        }

        var error = ErrorParser.Parse(in found, time);
        if (found.Protocol != ProtocolType.Tcp && error is null)
        {
            return null;
        }

        var sight = _copies.Note(
            in packet, in found, octets[..start], PassageOf(found.Source, found.Destination) == Passage.Out);
        return sight == Sight.Copy
            ? Note(time, "it was captured before; such copies are passed over", isUndecided: false)
            : error is null ? EventOf(in found, time, packet.LacksTime, sight == Sight.MayBeCopy)
            : IsForJudged(error) ? error
            : null;
    }

    private TraceEvent? EventOf(in IpPacket found, long time, bool lacksTime, bool mayBeCopy)
    {
        if (found.Marks.IsFragment)
        {
            return PassageOf(found.Source, found.Destination) is null ? null
                : Note(time, "it is a fragment, and fragments of IP are not put together") with
                {
                    Source = new IPEndPoint(found.Source, 0),
                    Destination = new IPEndPoint(found.Destination, 0),
                };
        }

        if (PassageOf(found.Source, found.Destination) is not { } passage)
        {
            return null;
        }

        if (SegmentParser.Parse(in found) is not { } segment)
        {
            return OfUnreadable(in found, time);
        }

        if (lacksTime)
        {
            return Note(time, "its block does not say when it was") with
            {
                Source = segment.Source,
                Destination = segment.Destination,
            };
        }

        return passage != Passage.Out && SegmentChecksum.IsWrong(in found)
            ? Note(time, "its checksum is wrong, so that it has not arrived (RFC 9293 MUST-3)", isUndecided: false)
            : new SegmentEvent(time, passage, segment) { MayBeCopy = mayBeCopy };
    }

    /// <summary>What is no segment is not taken by whom it is for; of its connection nothing more is known.</summary>
    private CaptureNote? OfUnreadable(in IpPacket found, long time)
    {
        const int Ports = 4;
        if (found.Octets.Length < Ports)
        {
            return Note(time, "too little of its header was captured") with
            {
                Source = new IPEndPoint(found.Source, 0),
                Destination = new IPEndPoint(found.Destination, 0),
            };
        }

        return Note(
            time, SegmentParser.IsCutShort(in found) ? "too little of its header was captured"
                : "the length that its header tells cannot be") with
        {
            Source = new IPEndPoint(found.Source, BinaryPrimitives.ReadUInt16BigEndian(found.Octets)),
            Destination = new IPEndPoint(found.Destination, BinaryPrimitives.ReadUInt16BigEndian(found.Octets[2..])),
        };
    }

    private CaptureNote Note(long time, string what, bool isUndecided = true) =>
        new(time, what, isUndecided) { IsFirst = _told.Add(what) };

    /// <summary>What a judged stack itself tells others of is not for it.</summary>
    private bool IsForJudged(IcmpEvent error) => hosts.Count == 0 || hosts.Contains(error.Destination.Address);

    /// <summary>Which way it goes; <see langword="null"/> if it is between others than the judged stacks.</summary>
    private Passage? PassageOf(IPAddress source, IPAddress destination) => hosts.Count == 0 ? Passage.Passing
        : (hosts.Contains(source), hosts.Contains(destination)) switch
        {
            (true, true) => Passage.Passing,
            (true, false) => Passage.Out,
            (false, true) => Passage.In,
            _ => null,
        };
}
