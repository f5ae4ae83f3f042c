using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>The states of loss recovery (enum tcp_ca_state), in the kernel's order.</summary>
internal enum RecoveryState : byte
{
    /// <summary>Nothing unusual.</summary>
    Open,
    /// <summary>Something was delivered out of order, or duplicate acknowledgments came.</summary>
    Disorder,
    /// <summary>The window is being reduced although nothing was lost: ECN, or a probe showed a loss (TCP_CA_CWR).
    /// </summary>
    Reduction,
    /// <summary>Fast recovery.</summary>
    Recovery,
    /// <summary>Recovery after a time-out.</summary>
    Loss,
}

/// <summary>
/// What a sender knows besides its TCB (struct tcp_sock); the parts of the policy work on it. Times are in
/// microseconds.
/// </summary>
internal sealed class Sender
{
    /// <summary>Creates a sender that has sent nothing.</summary>
    public Sender(TransportSettings settings)
    {
        Settings = settings;
        Rtt = new RttEstimator(settings.MinimumRttWindow)
        {
            Least = settings.TimeoutLeast,
            Most = settings.TimeoutMost,
        };
        Reordering = settings.Reordering;
        Window = new CongestionWindow { Size = settings.InitialWindow };
        Control = Algorithm(settings.CongestionControl);
        Ecn = new CongestionNotification(settings);
        Size = new SegmentSize(settings);
        Pacer = new Pacer(this);
    }

    /// <summary>The settings in force.</summary>
    public TransportSettings Settings { get; private set; }

    /// <summary>The time.</summary>
    public long Now { get; set; }

    /// <summary>Where the stream stands.</summary>
    public StreamEdges Edges { get; set; }

    /// <summary>What is on the way.</summary>
    public Scoreboard Board { get; } = new();

    /// <summary>Round-trip times.</summary>
    public RttEstimator Rtt { get; }

    /// <summary>The rate of delivery.</summary>
    public DeliveryRate Rate { get; } = new();

    /// <summary>When packets may go where the user bounds the rate.</summary>
    public Pacer Pacer { get; }

    /// <summary>How great segments are.</summary>
    public SegmentSize Size { get; }

    /// <summary>The segment that probes the path, while that is not settled (mtu_probe).</summary>
    public (SequenceNumber Start, SequenceNumber End)? MtuProbe { get; set; }

    /// <summary>What is told of congestion.</summary>
    public CongestionNotification Ecn { get; }

    /// <summary>What of the segment in hand matters for that.</summary>
    public EcnArrival Arrival { get; set; }

    /// <summary>
    /// Octets of text less in a segment for the option of AccECN, which do not count for the size of segments that is
    /// told (tcp_current_mss, mss_cache).
    /// </summary>
    public int EcnOctets { get; set; }

    /// <summary>The congestion window.</summary>
    public CongestionWindow Window { get; }

    /// <summary>How the window grows and falls.</summary>
    public ICongestionControl Control { get; set; }

    /// <summary>The state of recovery.</summary>
    public RecoveryState State { get; set; }

    /// <summary>Where the recovery ends: SND.NXT when it began (high_seq).</summary>
    public SequenceNumber RecoveryEnd { get; set; }

    /// <summary>SND.UNA when the window was reduced, while that may be undone (undo_marker).</summary>
    public SequenceNumber? UndoMark { get; set; }

    /// <summary>Segments sent again whose duplicates have not been told of; -1 for none (undo_retrans).</summary>
    public int UndoResent { get; set; }

    /// <summary>The threshold before the reduction; 0 if it must not be undone (prior_ssthresh).</summary>
    public int PriorThreshold { get; set; }

    /// <summary>The window before the reduction (prior_cwnd).</summary>
    public int PriorWindow { get; set; }

    /// <summary>When something was first sent again in this recovery (retrans_stamp).</summary>
    public long? FirstResent { get; set; }

    /// <summary>How many segments may overtake another (tcp_sock reordering).</summary>
    public int Reordering { get; set; }

    /// <summary>How often one was seen to (reord_seen).</summary>
    public int ReorderingSeen { get; set; }

    /// <summary>Segments told to have come twice (dsack_dups).</summary>
    public int Duplicates { get; set; }

    /// <summary>Segments sent again, ever (total_retrans).</summary>
    public int TotalResent { get; set; }

    /// <summary>Time-outs in a row without progress (icsk_retransmits).</summary>
    public int Timeouts { get; set; }

    /// <summary>How often the time-out doubled (icsk_backoff).</summary>
    public int BackOffs { get; set; }

    /// <summary>Probes of a shut window without an answer (icsk_probes_out).</summary>
    public int WindowProbes { get; set; }

    /// <summary>SND.NXT when the tail was probed, while that is not settled (tlp_high_seq).</summary>
    public SequenceNumber? ProbeEnd { get; set; }

    /// <summary>Whether the probe repeated old text (tlp_retrans).</summary>
    public bool ProbeWasOld { get; set; }

    /// <summary>Whether the peer is known to go back on selective acknowledgments (is_sack_reneg).</summary>
    public bool PeerReneged { get; set; }

    /// <summary>The stamp the segment in hand returns, in milliseconds; <see langword="null"/> for none.</summary>
    public uint? Echo { get; set; }

    /// <summary>The clock of time stamps, in milliseconds.</summary>
    public uint StampClock { get; set; }

    /// <summary>Whether the window is being reduced (tcp_in_cwnd_reduction).</summary>
    public bool IsReducing => State is RecoveryState.Reduction or RecoveryState.Recovery;

    /// <summary>The least round-trip time, as large as can be before the first measurement.</summary>
    public long LeastRtt => Rtt.Minimum ?? uint.MaxValue;

    /// <summary>Whether something was sent again and is not acknowledged (tcp_any_retrans_done).</summary>
    public bool HasResent => Board.Resent > 0 || Board.First is { WasResent: true };

    /// <summary>Whether the stamp that the peer returned was sent before a time (tcp_tsopt_ecr_before).</summary>
    public bool EchoIsBefore(long time) =>
        Echo is { } echo && unchecked((int)(echo - TransportClock.StampAt(time))) < 0;

    /// <summary>
    /// The user changes settings; another algorithm begins afresh (net/ipv4/tcp_cong.c tcp_reinit_congestion_control).
    /// </summary>
    public void Change(TransportSettings settings)
    {
        if (settings.CongestionControl != Settings.CongestionControl)
        {
            Control = Algorithm(settings.CongestionControl);
            Control.Reset(Now, Edges.Next);
            PriorThreshold = 0;
        }

        Settings = settings;
        (Rtt.Least, Rtt.Most) = (settings.TimeoutLeast, settings.TimeoutMost);
    }

    /// <summary>The names of the algorithms there are.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["cubic", "reno"];

    /// <summary>The algorithm of a name.</summary>
    public static ICongestionControl Algorithm(string name) => name == "reno" ? new Reno() : new Cubic();

    /// <summary>
    /// The rate at which the sender would be paced, in octets a second (tcp_update_pacing_rate); 0 before the first
    /// measurement.
    /// </summary>
    public long PacingRate
    {
        get
        {
            if (Rtt.SmoothedEighths == 0)
            {
                return 0;
            }

            var percent = Window.Size < Window.Threshold / 2 ? Settings.PacingInSlowStart : Settings.PacingInAvoidance;
            var octets = (long)(Edges.SegmentSize + EcnOctets) * Math.Max(Window.Size, Board.Count);
            var rate = octets * percent * (1_000_000 / 100) * 8 / Rtt.SmoothedEighths;
            return Settings.PacingRateMost > 0 ? Math.Min(rate, Settings.PacingRateMost) : rate;
        }
    }
}

/// <summary>Where the stream that is sent stands, as a TCB has it.</summary>
internal readonly record struct StreamEdges
{
    /// <summary>SND.UNA.</summary>
    public required SequenceNumber Una { get; init; }

    /// <summary>SND.NXT.</summary>
    public required SequenceNumber Next { get; init; }

    /// <summary>The number after the last octet the user has handed over.</summary>
    public required SequenceNumber End { get; init; }

    /// <summary>The number after the last that the peer's window lets through.</summary>
    public required SequenceNumber WindowEnd { get; init; }

    /// <summary>The largest window the peer has offered.</summary>
    public required int WindowMost { get; init; }

    /// <summary>Octets of text in a full segment.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>Octets of a full segment that blocks of SACK take (tcp_current_mss).</summary>
    public int BlockOctets { get; init; }

    /// <summary>Octets of text in a full segment beside the blocks that are told now.</summary>
    public int TextSize => SegmentSize - BlockOctets;

    /// <summary>Whether selective acknowledgments were agreed on.</summary>
    public required bool HasSack { get; init; }

    /// <summary>Whether FIN is the last of what was handed over.</summary>
    public bool EndsWithFin { get; init; }

    /// <summary>Whether an urgent octet is not acknowledged (tcp_urg_mode).</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Whether something waits to be sent.</summary>
    public bool HasUnsent => Next < End;
}
