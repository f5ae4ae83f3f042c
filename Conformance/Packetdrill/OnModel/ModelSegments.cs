using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;
using static Wakeline.Conformance.Packetdrill.Syntax.Tree.ControlBits;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Packets as the model's segments, and the other way round.</summary>
internal static class ModelSegments
{
    /// <summary>The stack, as the model addresses it.</summary>
    public const byte Host = 1;

    /// <summary>The script, as the model addresses it.</summary>
    public const byte Peer = 2;

    private const ControlBits Known = Fin | Syn | Rst | Psh | Ack | Urg;

    private const ControlBits OfCongestion = Ece | Cwr | Ae;

    /// <summary>A packet that arrives.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="marks">What it says of congestion.</param>
    /// <exception cref="UnsupportedException">It has what the model does not know.</exception>
    public static Segment ToModel(WirePacket packet, out CongestionMarks marks)
    {
        if (packet.Content is not TcpSegment segment)
        {
            throw new UnsupportedException("the model takes no datagrams of UDP");
        }

        var strange = segment.Flags & ~(Known | OfCongestion);
        if (strange != 0)
        {
            throw new UnsupportedException(
                $"the model does not know the control bits '{ControlBitText.Write(strange)}'");
        }

        marks = new CongestionMarks(
            (segment.Flags & Ece) != 0, (segment.Flags & Cwr) != 0, HeaderFields.CodepointOf(packet.Ip ?? []))
        {
            Accurate = (segment.Flags & Ae) != 0,
            Option = ModelEcnOption.ToModel(segment.Options?.List ?? []),
        };

        return new Segment
        {
            Source = new Endpoint(Peer, packet.Source),
            Destination = new Endpoint(Host, packet.Destination),
            Sequence = new SequenceNumber(segment.Range.First),
            Acknowledgment = new SequenceNumber(segment.Acknowledgment ?? 0),
            Flags = (SegmentFlags)(segment.Flags & Known),
            Window = segment.Window ?? 0,
            Payload = segment.Range.Payload,
            UrgentPointer = segment.Urgent ?? 0,
            Options = ModelTcpOptions.ToModel(segment.Options?.List ?? []).AsTaken,
        };
    }

    /// <summary>A segment that was sent.</summary>
    /// <param name="sent">The segment.</param>
    /// <param name="header">Fields of the header of IP.</param>
    public static WirePacket ToWire(SentSegment sent, Sequence<HeaderField> header)
    {
        var segment = sent.Segment;
        return new WirePacket(
            ModelStack.Microseconds(sent.Time), segment.Source.Port, segment.Destination.Port,
            new TcpSegment(
                (ControlBits)segment.Flags | (sent.Marks.Echo ? Ece : 0) | (sent.Marks.Reduced ? Cwr : 0)
                    | (sent.Marks.Accurate ? Ae : 0),
                new SequenceRange(segment.Sequence.Value, segment.Payload),
                segment.Has(SegmentFlags.Ack) ? segment.Acknowledgment.Value : null,
                (ushort)Math.Min(segment.Window, ushort.MaxValue),
                segment.Has(SegmentFlags.Urg) ? segment.UrgentPointer : null,
                ModelTcpOptions.ToWire(in segment.Options, sent.Marks.Option)))
        {
            Ip = header,
        };
    }
}
