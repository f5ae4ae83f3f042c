using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>A segment of the peer, whose numbers are relative to what the stack has shown.</summary>
/// <param name="Flags">Its control bits.</param>
/// <param name="Sequence">SEG.SEQ.</param>
/// <param name="Acknowledgment">SEG.ACK; counts with ACK only.</param>
/// <param name="Payload">Octets of text.</param>
internal readonly record struct SegmentPattern(
    ControlBits Flags, RelativeNumber Sequence, RelativeNumber Acknowledgment, ushort Payload = 0)
{
    /// <summary>The window that the peer offers unless a case is about it.</summary>
    public const ushort UsualWindow = 65_000;

    private const ushort SegmentSize = 1460;
    private const byte Scale = 7;
    private const byte UnknownKind = 253;             // For experiments (RFC 4727), and assigned to nobody.

    /// <summary>SEG.WND as it stands in the header.</summary>
    public ushort Window { get; init; } = UsualWindow;

    /// <summary>SEG.UP; counts with URG only.</summary>
    public ushort Urgent { get; init; }

    /// <summary>Its options.</summary>
    public PeerOptions Options { get; init; }

    /// <summary>The segment on the wire.</summary>
    public TcpSegment ToWire(in PeerView view)
    {
        var hasAck = (Flags & ControlBits.Ack) != 0;
        return new TcpSegment(
            Flags, new SequenceRange(view.Resolve(Sequence), Payload), hasAck ? view.Resolve(Acknowledgment) : null,
            Window, (Flags & ControlBits.Urg) != 0 ? Urgent : null, new SegmentOptions(false, OptionsIn(in view)));
    }

    /// <summary>Its options on the wire.</summary>
    public Sequence<TcpOption> OptionsIn(in PeerView view) => Options switch
    {
        PeerOptions.None => [],
        PeerOptions.Size => [new MaximumSegmentSize(SegmentSize)],
        PeerOptions.All =>
        [
            new MaximumSegmentSize(SegmentSize), new PlainOption(PlainOptionKind.SackPermitted),
            new TimeStamps(view.PeerClock, view.StackStamp), new PlainOption(PlainOptionKind.NoOperation),
            new WindowScale(Scale),
        ],
        PeerOptions.Unknown => [new UnknownOption(UnknownKind, "0000"), new MaximumSegmentSize(SegmentSize)],
        PeerOptions.Ended => [new PlainOption(PlainOptionKind.EndOfList)],
        _ =>
        [
            new PlainOption(PlainOptionKind.NoOperation), new PlainOption(PlainOptionKind.NoOperation),
            new TimeStamps(Options == PeerOptions.OldStamp ? 1 : view.PeerClock, view.StackStamp),
        ],
    };

    /// <summary>In a line.</summary>
    public override string ToString()
    {
        var text = $"{ControlBitText.Write(Flags)} seq {Sequence}";
        text += Payload > 0 ? $" len {Payload}" : "";
        text += (Flags & ControlBits.Ack) != 0 ? $" ack {Acknowledgment}" : "";
        text += Window != UsualWindow ? $" win {Window}" : "";
        text += (Flags & ControlBits.Urg) != 0 ? $" urg {Urgent}" : "";
        return Options is PeerOptions.None ? text : $"{text} options {Options}";
    }
}
