using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Says in words what a segment of the peer has about it.</summary>
internal static class ExchangeNames
{
    private static readonly ControlBits[] s_bits =
        [ControlBits.Syn, ControlBits.Fin, ControlBits.Rst, ControlBits.Psh, ControlBits.Ack, ControlBits.Urg];

    /// <summary>An event: the control bits and whether there is text, or the call, or the timer.</summary>
    public static string EventOf(Stimulus stimulus) => stimulus.Kind == StimulusKind.Segment
        ? KindOf(stimulus.Segment)
        : stimulus.ToString();

    /// <summary>The control bits of a segment, and whether it has text.</summary>
    public static string KindOf(SegmentPattern segment)
    {
        var bits = s_bits.Where(bit => (segment.Flags & bit) != 0).Select(bit => $"{bit}".ToUpperInvariant()).ToList();
        var name = bits.Count == 0 ? "no control bits" : string.Join(',', bits);
        return segment.Payload > 0 ? $"{name} with text" : name;
    }

    /// <summary>Where a sequence number lies.</summary>
    public static string PlaceOf(RelativeNumber number) => (number.Base, number.Offset) switch
    {
        (NumberBase.Expected, 0) => "at the next number",
        (NumberBase.Expected, -1) => "one before the next number",
        (NumberBase.Expected, 1) => "one after the next number",
        (NumberBase.WindowEnd, -1) => "last in the window",
        (NumberBase.WindowEnd, 0) => "one past the window",
        (NumberBase.WindowEnd, 1) => "two past the window",
        (NumberBase.PeerStart, 0) => "at the peer's SYN",
        (_, RelativeNumber.HalfTheSpace) => "half the space away",
        _ => $"at {number}",
    };

    /// <summary>What an acknowledgment number acknowledges.</summary>
    public static string MeaningOf(RelativeNumber number) => (number.Base, number.Offset) switch
    {
        (NumberBase.Next, 0) => "acknowledging everything",
        (NumberBase.Next, 1) => "acknowledging one never sent",
        (NumberBase.Unacknowledged, 0) => "acknowledging nothing new",
        (NumberBase.Unacknowledged, -1) => "acknowledging one less than before",
        (NumberBase.Start, 0) => "acknowledging not even the SYN",
        (_, RelativeNumber.HalfTheSpace) => "acknowledging half the space away",
        _ => $"acknowledging {number}",
    };
}
