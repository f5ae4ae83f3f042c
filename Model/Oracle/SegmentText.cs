using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Segments as findings show them.</summary>
internal static class SegmentText
{
    private static readonly (SegmentFlags Flag, string Name)[] s_names =
    [
        (SegmentFlags.Syn, "SYN"), (SegmentFlags.Fin, "FIN"), (SegmentFlags.Rst, "RST"), (SegmentFlags.Psh, "PSH"),
        (SegmentFlags.Ack, "ACK"), (SegmentFlags.Urg, "URG"),
    ];

    /// <summary>A segment that was seen, without its addresses.</summary>
    public static string Write(in Segment segment) => $"{WithoutWindow(in segment)} win {segment.Window}";

    /// <summary>
    /// A segment that is expected, without its addresses. Its window is for the stack to choose, as long as it takes
    /// nothing back of what was offered (RFC 9293 SHLD-14).
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="offered">Octets that the stack has offered from the acknowledgment on.</param>
    /// <param name="scale">By how much it shifts windows.</param>
    public static string Expected(in Segment segment, int offered, byte scale) =>
        segment.Has(SegmentFlags.Rst) ? Write(in segment)
        : segment.Has(SegmentFlags.Syn) ? WithoutWindow(in segment)
        : $"{WithoutWindow(in segment)} win {offered >> scale} or more";

    private static string WithoutWindow(in Segment segment)
    {
        var flags = segment.Flags;
        var names = string.Join(',', s_names.Where(each => (flags & each.Flag) != 0).Select(each => each.Name));
        return $"<{names}> seq {segment.Sequence}" + (segment.Payload > 0 ? $" len {segment.Payload}" : "")
            + (segment.Has(SegmentFlags.Ack) ? $" ack {segment.Acknowledgment}" : "");
    }
}
