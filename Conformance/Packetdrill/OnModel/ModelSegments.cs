using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model;
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

    /// <summary>A packet that arrives.</summary>
    /// <exception cref="UnsupportedException">It has what the model does not know.</exception>
    public static Segment ToModel(WirePacket packet)
    {
        if (packet.Content is not TcpSegment segment)
        {
            throw new UnsupportedException(
                $"the model takes no {(packet.Content is UdpDatagram ? "datagrams of UDP" : "messages of ICMP")}");
        }

        if (packet.Ip is { Count: > 0 } fields)
        {
            throw new UnsupportedException($"the model does not look at '{fields[0].Name}' of the IP header");
        }

        if ((segment.Flags & ~Known) != 0)
        {
            throw new UnsupportedException(
                $"the model does not know the control bits '{ControlBitText.Write(segment.Flags & ~Known)}'");
        }

        return new Segment
        {
            Source = new Endpoint(Peer, packet.Source),
            Destination = new Endpoint(Host, packet.Destination),
            Sequence = new SequenceNumber(segment.Range.First),
            Acknowledgment = new SequenceNumber(segment.Acknowledgment ?? 0),
            Flags = (SegmentFlags)segment.Flags,
            Window = segment.Window ?? 0,
            Payload = segment.Range.Payload,
            UrgentPointer = segment.Urgent ?? 0,
            Options = ModelTcpOptions.ToModel(segment.Options?.List ?? []),
        };
    }

    /// <summary>A segment that was sent.</summary>
    public static WirePacket ToWire(SentSegment sent)
    {
        var segment = sent.Segment;
        return new WirePacket(
            ModelStack.Microseconds(sent.Time), segment.Source.Port, segment.Destination.Port,
            new TcpSegment(
                (ControlBits)segment.Flags,
                new SequenceRange(segment.Sequence.Value, segment.Payload),
                segment.Has(SegmentFlags.Ack) ? segment.Acknowledgment.Value : null,
                (ushort)Math.Min(segment.Window, ushort.MaxValue),
                segment.Has(SegmentFlags.Urg) ? segment.UrgentPointer : null,
                ModelTcpOptions.ToWire(in segment.Options)));
    }
}
