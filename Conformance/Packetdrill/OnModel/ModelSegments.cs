using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;
using static Wakeline.Conformance.Packetdrill.Syntax.Tree.ControlBits;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// Packets as the model's segments, and the other way round. The model tells and heeds no option; its segment size
/// stands for the option that tells it, so that a peer has to tell the same.
/// </summary>
internal static class ModelSegments
{
    /// <summary>The stack, as the model addresses it.</summary>
    public const byte Host = 1;

    /// <summary>The script, as the model addresses it.</summary>
    public const byte Peer = 2;

    private const ControlBits Known = Fin | Syn | Rst | Psh | Ack | Urg;

    /// <summary>A packet that arrives.</summary>
    /// <exception cref="UnsupportedException">It has what the model does not know.</exception>
    public static Segment ToModel(WirePacket packet, in NetworkNamespace settings)
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

        RequireKnownOptions(segment, in settings);
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
        };
    }

    /// <summary>A segment that was sent.</summary>
    public static WirePacket ToWire(SentSegment sent, in NetworkNamespace settings)
    {
        var segment = sent.Segment;
        SegmentOptions? options = segment.Has(SegmentFlags.Syn)
            ? new SegmentOptions(false, [new MaximumSegmentSize(settings.Mss)])
            : null;
        return new WirePacket(
            ModelStack.Microseconds(sent.Time), segment.Source.Port, segment.Destination.Port,
            new TcpSegment(
                (ControlBits)segment.Flags,
                new SequenceRange(segment.Sequence.Value, segment.Payload),
                segment.Has(SegmentFlags.Ack) ? segment.Acknowledgment.Value : null,
                (ushort)Math.Min(segment.Window, ushort.MaxValue),
                segment.Has(SegmentFlags.Urg) ? segment.UrgentPointer : null,
                options));
    }

    private static void RequireKnownOptions(TcpSegment segment, in NetworkNamespace settings)
    {
        var told = false;
        foreach (var option in segment.Options?.List ?? [])
        {
            if (option is MaximumSegmentSize { Size: var size } && size == settings.Mss)
            {
                told = true;
            }
            else if (option is not PlainOption { Kind: PlainOptionKind.NoOperation or PlainOptionKind.EndOfList })
            {
                var text = PacketPrinter.Write(new SegmentOptions(false, [option]));
                throw new UnsupportedException($"the model's TCP does not take the option {text}");
            }
        }

        if (!told && (segment.Flags & Syn) != 0)
        {
            throw new UnsupportedException(
                $"the model's segments have {settings.Mss} octets whatever a SYN says, so it must say "
                + $"<mss {settings.Mss}>");
        }
    }
}
