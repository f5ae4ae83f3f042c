using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What is acknowledged within a segment.</content>
internal sealed partial class Scoreboard
{
    /// <summary>
    /// A burst that was sent as one packet and is acknowledged in part begins where the rest does: its segments are
    /// counted anew from there (tcp_tso_acked, tcp_trim_head). What was sent alone stays as it is.
    /// </summary>
    /// <param name="una">SND.UNA, within the first segment.</param>
    /// <param name="acknowledged">The segment that was taken from the scoreboard last, if any was now.</param>
    /// <param name="edges">Where the stream stands.</param>
    /// <returns>How many segments fewer it is.</returns>
    public int Trim(SequenceNumber una, Sent? acknowledged, in StreamEdges edges)
    {
        if (First is not { } first || first.Start >= una)
        {
            return 0;
        }

        var last = first;
        var count = 1;
        while (After(last) is { } next && IsOfPacket(first, next))
        {
            (last, count) = (next, count + 1);
        }

        var isContinued = acknowledged is not null && IsOfPacket(first, acknowledged);
        if (count == 1 && !isContinued)
        {
            return 0;
        }

        var size = isContinued ? acknowledged!.End - acknowledged.Start : first.End - first.Start;
        var end = last.End;
        var text = end - una - (edges.EndsWithFin && end == edges.End ? 1 : 0);
        var left = Math.Max((text + size - 1) / size, 1);
        var vanished = 0;
        for (; count > left; count--, vanished++)
        {
            RemoveFirst();
        }

        foreach (var sent in Stream[..count])
        {
            (sent.Start, una) = (una, una + size);
            sent.End = una;
        }

        Stream[count - 1].End = end;
        return vanished;
    }

    /// <summary>
    /// Whether two segments lie in one buffer still: they left together, and nothing tells them apart.
    /// </summary>
    private static bool IsOfPacket(Sent one, Sent other) => one.Burst == other.Burst
        && (one.IsLost, one.IsSacked, one.IsResent, one.WasResent)
            == (other.IsLost, other.IsSacked, other.IsResent, other.WasResent);
}
