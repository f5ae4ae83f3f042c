using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// How far new text may be sent: as the congestion window lets it, in bursts that are not too small (tcp_write_xmit,
/// tcp_tso_should_defer). Times are in microseconds.
/// </summary>
/// <param name="sender">The sender.</param>
internal sealed class SendAllowance(Sender sender)
{
    /// <summary>A burst waits for company only this long after the last segment.</summary>
    private const long Recent = 1000;
    private const int BurstOctetsMost = 65_536;

    /// <summary>When the last segment went out (tcp_wstamp_ns).</summary>
    public long LastSent { get; set; } = long.MinValue / 2;

    /// <summary>Whether a burst waits for the congestion window to open further (is_cwnd_limited).</summary>
    public bool IsDeferred { get; private set; }

    /// <summary>The number up to which new text may be sent.</summary>
    /// <param name="peerWindow">SND.WND.</param>
    public SequenceNumber End(int peerWindow)
    {
        var edges = sender.Edges;
        var room = sender.Window.Size - sender.Board.InFlight;
        IsDeferred = false;
        if (room <= 0)
        {
            return edges.Next;
        }

        var unsent = edges.End - edges.Next - (edges.EndsWithFin ? 1 : 0);
        if (unsent <= edges.TextSize || edges.EndsWithFin || sender.State >= RecoveryState.Recovery)
        {
            return After(in edges, room, unsent);
        }

        var burst = BurstSegments(edges.TextSize);
        var sent = 0;
        while (sent < room && unsent - ((long)sent * edges.TextSize) > edges.TextSize
            && edges.WindowEnd - edges.Next >= (sent + 1) * edges.TextSize)
        {
            if (Defers(in edges, sent, room - sent, burst, peerWindow))
            {
                return edges.Next + (sent * edges.TextSize);
            }

            sent += edges.IsUrgent ? 1 : Math.Min(Math.Min(burst, HalfWindow), room - sent);
        }

        return After(in edges, room, unsent);
    }

    /// <summary>So many segments further on; FIN rides on the last.</summary>
    private static SequenceNumber After(in StreamEdges edges, int segments, int unsent)
    {
        var octets = (int)Math.Min((long)segments * edges.TextSize, int.MaxValue / 2);
        return edges.Next + octets + (edges.EndsWithFin && octets == unsent ? 1 : 0);
    }

    private bool Defers(in StreamEdges edges, int sent, int room, int burst, int peerWindow)
    {
        if (sent == 0 && sender.Now - LastSent > Recent)
        {
            return false;
        }

        var size = edges.TextSize;
        var next = edges.Next + (sent * size);
        var byPeer = edges.WindowEnd - next;
        var byCongestion = (long)room * size;
        var allowed = Math.Min(byPeer, byCongestion);
        var part = Math.Min(peerWindow, (long)sender.Window.Size * size)
            / Math.Max(sender.Settings.BurstWindowParts, 1);
        if (allowed >= (long)burst * size || allowed >= part || IsAckFar(sent > 0))
        {
            return false;
        }

        IsDeferred = byCongestion < byPeer && byCongestion <= edges.End - next;
        return true;
    }

    /// <summary>Whether the next acknowledgment is not expected at once.</summary>
    private bool IsAckFar(bool hasSent)
    {
        var oldest = sender.Board.First?.Time ?? (hasSent ? sender.Now : null);
        return oldest is not { } time
            || time + sender.Rtt.Smoothed - sender.Now > Math.Min(sender.Rtt.Smoothed >> 1, Recent);
    }

    /// <summary>
    /// How many segments go again at once: the congestion window need not be shared (tcp_xmit_retransmit_queue).
    /// </summary>
    public int NextBurstAgain() => Math.Min(
        BurstSegments(sender.Edges.TextSize), Math.Max(sender.Window.Size - sender.Board.InFlight, 1));

    /// <summary>How many segments a packet has at most (tcp_tso_segs).</summary>
    public int BurstMost => sender.Edges.IsUrgent ? 1 : BurstSegments(sender.Edges.TextSize);

    private int HalfWindow => Math.Max(sender.Window.Size >> 1, 1);

    private int BurstSegments(int size)
    {
        var rate = sender.PacingRate;
        var octets = rate == 0 ? BurstOctetsMost : rate >> 10;
        var shift = sender.LeastRtt >> sender.Settings.BurstRttLog;
        octets += sender.Settings.BurstRttLog > 0 && shift < 32 ? BurstOctetsMost >> (int)shift : 0;
        return (int)Math.Max(Math.Min(octets, BurstOctetsMost) / size, sender.Settings.BurstLeast);
    }
}
