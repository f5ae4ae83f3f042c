using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// A segment that was sent and is not acknowledged (struct sk_buff in tcp_rtx_queue, with TCP_SKB_CB).
/// </summary>
internal sealed class Sent
{
    /// <summary>Its first number.</summary>
    public required SequenceNumber Start { get; set; }

    /// <summary>The number after its last.</summary>
    public required SequenceNumber End { get; set; }

    /// <summary>When it was last sent, in microseconds.</summary>
    public required long Time { get; set; }

    /// <summary>Whether it carried PSH.</summary>
    public bool IsPushed { get; set; }

    /// <summary>The burst that it is part of: what goes again together is what was sent together.</summary>
    public int Burst { get; set; }

    /// <summary>Whether it was selectively acknowledged (TCPCB_SACKED_ACKED).</summary>
    public bool IsSacked { get; set; }

    /// <summary>Whether it is taken for lost (TCPCB_LOST).</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether it was sent again and that is on the way (TCPCB_SACKED_RETRANS).</summary>
    public bool IsResent { get; set; }

    /// <summary>Whether it was ever sent again (TCPCB_EVER_RETRANS).</summary>
    public bool WasResent { get; set; }

    /// <summary>When the first segment of its sample of the rate was sent (tx.first_tx_mstamp).</summary>
    public long SampleStart { get; set; }

    /// <summary>When the last delivery before it was noticed; negative if that was used (tx.delivered_mstamp).
    /// </summary>
    public long DeliveredTime { get; set; } = -1;

    /// <summary>How many segments were delivered before it (tx.delivered).</summary>
    public int DeliveredBefore { get; set; }

    /// <summary>Whether the user held the sender back (tx.is_app_limited).</summary>
    public bool IsUserLimited { get; set; }

    /// <summary>Takes away all but the first octets.</summary>
    /// <returns>The rest, which was sent in the same way.</returns>
    public Sent Split(int octets)
    {
        var rest = (Sent)MemberwiseClone();
        rest.Start = Start + octets;
        End = rest.Start;
        IsPushed = false;
        return rest;
    }

    /// <summary>
    /// Whether it was sent after another: by time and, at the same time, by sequence (tcp_skb_sent_after).
    /// </summary>
    public static bool IsAfter(long time, SequenceNumber end, long otherTime, SequenceNumber otherEnd) =>
        time > otherTime || (time == otherTime && end > otherEnd);
}
