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

    /// <summary>A segment without its addresses.</summary>
    public static string Write(in Segment segment)
    {
        var flags = segment.Flags;
        var names = string.Join(',', s_names.Where(each => (flags & each.Flag) != 0).Select(each => each.Name));
        var text = $"<{names}> seq {segment.Sequence}";
        text += segment.Payload > 0 ? $" len {segment.Payload}" : "";
        return text + (segment.Has(SegmentFlags.Ack) ? $" ack {segment.Acknowledgment}" : "")
            + $" win {segment.Window}";
    }
}
