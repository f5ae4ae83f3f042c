namespace Wakeline.Model.Transport;

/// <summary>What a connection counts and nothing depends on (RFC 4898; struct tcp_info).</summary>
internal sealed class TransportCounters
{
    /// <summary>Segments that came.</summary>
    public int SegmentsIn { get; set; }

    /// <summary>Those with text.</summary>
    public int TextSegmentsIn { get; set; }

    /// <summary>Segments sent.</summary>
    public int SegmentsOut { get; set; }

    /// <summary>Those with text.</summary>
    public int TextSegmentsOut { get; set; }

    /// <summary>Octets of text sent, repetitions included.</summary>
    public long OctetsSent { get; set; }

    /// <summary>Octets of text sent again.</summary>
    public long OctetsResent { get; set; }

    /// <summary>Sequence numbers acknowledged.</summary>
    public long Acknowledged { get; set; }

    /// <summary>Sequence numbers received in order.</summary>
    public long Received { get; set; }

    /// <summary>Segments that came out of order.</summary>
    public int OutOfOrder { get; set; }

    /// <summary>Time-outs.</summary>
    public int Timeouts { get; set; }

    /// <summary>How often a time-out made it look for another way (timeout_rehash); requests do not.</summary>
    public int Rehashes { get; set; }

    /// <summary>Recoveries after time-outs.</summary>
    public int TimeoutRecoveries { get; set; }

    /// <summary>The time spent in those that have ended, in microseconds.</summary>
    public long TimeoutTime { get; set; }

    /// <summary>When text was last sent, in microseconds (lsndtime).</summary>
    public long LastTextSent { get; set; }

    /// <summary>When an acknowledgment last came, in microseconds (rcv_tstamp).</summary>
    public long LastAckReceived { get; set; }
}
