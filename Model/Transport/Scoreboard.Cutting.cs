namespace Wakeline.Model.Transport;

/// <content>What was sent when segments were greater.</content>
internal sealed partial class Scoreboard
{
    /// <summary>
    /// Whether a segment, or one of those that were sent with it as a burst, is greater than segments are now
    /// (tcp_skb_seglen).
    /// </summary>
    public bool IsOversized(Sent sent, in StreamEdges edges)
    {
        foreach (var each in Stream)
        {
            if (each.Burst == sent.Burst && TextOf(each, in edges) > edges.SegmentSize)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Cuts a segment that is greater than segments are now, together with what was sent with it as a burst
    /// (tcp_retransmit_skb, tcp_fragment).
    /// </summary>
    public void Cut(Sent sent, in StreamEdges edges)
    {
        if (TextOf(sent, in edges) <= edges.SegmentSize)
        {
            return;
        }

        while (After(sent) is { } next && next.Burst == sent.Burst
            && (next.IsLost, next.IsSacked, next.IsResent) == (sent.IsLost, sent.IsSacked, sent.IsResent))
        {
            Join(sent);
        }

        for (var last = sent; TextOf(last, in edges) > edges.SegmentSize;)
        {
            last = CutAt(last, edges.SegmentSize);
        }
    }

    /// <summary>Cuts one in two.</summary>
    /// <returns>The second.</returns>
    private Sent CutAt(Sent sent, int octets)
    {
        var rest = sent.Split(octets);
        _stream.Insert(_stream.IndexOf(sent, _head) + 1, rest);
        if (_bySending.IndexOf(sent) is >= 0 and var place)
        {
            _bySending.Insert(place + 1, rest);
        }

        Sacked += rest.IsSacked ? 1 : 0;
        Lost += rest.IsLost ? 1 : 0;
        Resent += rest.IsResent ? 1 : 0;
        return rest;
    }

    private static int TextOf(Sent sent, in StreamEdges edges) =>
        sent.End - sent.Start - (edges.EndsWithFin && sent.End == edges.End ? 1 : 0);
}
