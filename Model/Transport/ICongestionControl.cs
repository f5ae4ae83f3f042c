using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// An algorithm of congestion control (struct tcp_congestion_ops): how the window grows while nothing is lost, and how
/// far it falls when something is. Times are in microseconds.
/// </summary>
internal interface ICongestionControl
{
    /// <summary>Its name, as TCP_CONGESTION has it.</summary>
    string Name { get; }

    /// <summary>Segments were acknowledged, and the window may grow (cong_avoid).</summary>
    void Grow(CongestionWindow window, int acknowledged, long now);

    /// <summary>The threshold after a loss (ssthresh).</summary>
    int ThresholdAfterLoss(CongestionWindow window);

    /// <summary>A round-trip time was measured with an acknowledgment (pkts_acked).</summary>
    void NoteRtt(CongestionWindow window, in RttSample sample);

    /// <summary>A time-out: what was known of the path counts no more (set_state TCP_CA_Loss).</summary>
    void Reset(long now, SequenceNumber next);

    /// <summary>Sending begins again after nothing was on the way (CA_EVENT_TX_START).</summary>
    void NoteStart(long lastSent, long now);
}

/// <summary>A round-trip time.</summary>
/// <param name="Rtt">The time; negative if none was measured.</param>
/// <param name="Now">When it was measured.</param>
/// <param name="Una">SND.UNA.</param>
/// <param name="Next">SND.NXT.</param>
/// <param name="PacingRate">Octets a second at which the sender would be paced.</param>
internal readonly record struct RttSample(
    long Rtt, long Now, SequenceNumber Una, SequenceNumber Next, long PacingRate);
