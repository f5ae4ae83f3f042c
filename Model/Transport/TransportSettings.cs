namespace Wakeline.Model.Transport;

/// <summary>
/// What is open to choice in how a connection sends: settings of Linux 6.18 (Documentation/networking/ip-sysctl.rst).
/// Times are in microseconds.
/// </summary>
public sealed record TransportSettings
{
    /// <summary>Segments that may be sent before anything is acknowledged (RFC 6928, TCP_INIT_CWND).</summary>
    public int InitialWindow { get; init; } = 10;

    /// <summary>The algorithm of congestion control: cubic or reno (net.ipv4.tcp_congestion_control).</summary>
    public string CongestionControl { get; init; } = "cubic";

    /// <summary>
    /// Whether congestion is told explicitly: 0 never, 1 always, 2 if the peer asks; with 3, 4 and 5 accurately if the
    /// peer asks so, and asked for accurately, as RFC 3168 has it, or not at all (net.ipv4.tcp_ecn).
    /// </summary>
    public int Ecn { get; init; } = 2;

    /// <summary>
    /// Whether a SYN that goes again does not ask for it, and answers that cannot be are not believed
    /// (net.ipv4.tcp_ecn_fallback).
    /// </summary>
    public bool EcnFallsBack { get; init; } = true;

    /// <summary>
    /// When the option of AccECN is sent: 0 never, 1 when it tells something new, 2 always (net.ipv4.tcp_ecn_option).
    /// </summary>
    public int EcnOption { get; init; } = 2;

    /// <summary>How often in a round trip at least (net.ipv4.tcp_ecn_option_beacon).</summary>
    public int EcnOptionBeacon { get; init; } = 3;

    /// <summary>After how many answers that ride on text there is a dialogue (net.ipv4.tcp_pingpong_thresh).</summary>
    public int DialogueAnswers { get; init; } = 1;

    /// <summary>By which power of two the part of a window is less that is kept back (net.ipv4.tcp_app_win); 0 for
    /// none.</summary>
    public int KeptBackShift { get; init; } = 31;

    /// <summary>Whether acknowledgments never wait (RTAX_QUICKACK).</summary>
    public bool AlwaysQuick { get; init; }

    /// <summary>The size of segments that SYNs ask for; 0 for what the link carries (RTAX_ADVMSS).</summary>
    public int Advertised { get; init; }

    /// <summary>How many segments the first window has at most; 0 for any number (RTAX_INITRWND).</summary>
    public int FirstSegmentsMost { get; init; }

    /// <summary>Whether windows without shift fit a number with a sign (net.ipv4.tcp_workaround_signed_windows).
    /// </summary>
    public bool WindowsAreSigned { get; init; }

    /// <summary>The most that a SYN tells of a window.</summary>
    public int FirstWindowMost { get; init; } = ushort.MaxValue;

    /// <summary>Whether windows that are told may shrink (net.ipv4.tcp_shrink_window).</summary>
    public bool WindowsShrink { get; init; }

    /// <summary>A search for the path's MTU that has come so near to its end is over
    /// (net.ipv4.tcp_probe_threshold).</summary>
    public int ProbeThreshold { get; init; } = 8;

    /// <summary>Bits of how losses are found (net.ipv4.tcp_recovery).</summary>
    public int Recovery { get; init; } = 1;

    /// <summary>Whether lost tails are probed for (net.ipv4.tcp_early_retrans is 3 or 4).</summary>
    public bool ProbesTails { get; init; } = true;

    /// <summary>How many segments may overtake another at first (net.ipv4.tcp_reordering).</summary>
    public int Reordering { get; init; } = 3;

    /// <summary>The most that is learnt of overtaking (net.ipv4.tcp_max_reordering).</summary>
    public int ReorderingMost { get; init; } = 300;

    /// <summary>Whether the window falls back when nothing was sent for long (net.ipv4.tcp_slow_start_after_idle).
    /// </summary>
    public bool RestartsAfterIdle { get; init; } = true;

    /// <summary>Whether time-outs are tested for being spurious (net.ipv4.tcp_frto).</summary>
    public bool ForwardRecovery { get; init; } = true;

    /// <summary>Whether thin streams do not back off (net.ipv4.tcp_thin_linear_timeouts).</summary>
    public bool ThinStreamsAreLinear { get; init; }

    /// <summary>Whether small segments go again as one (net.ipv4.tcp_retrans_collapse).</summary>
    public bool JoinsAgain { get; init; } = true;

    /// <summary>The least variation in a time-out (net.ipv4.tcp_rto_min_us).</summary>
    public long TimeoutLeast { get; init; } = 200_000;

    /// <summary>The longest time-out (net.ipv4.tcp_rto_max_ms).</summary>
    public long TimeoutMost { get; init; } = 120_000_000;

    /// <summary>How many time-outs of a SYN do not back off (net.ipv4.tcp_syn_linear_timeouts).</summary>
    public int SynLinearTimeouts { get; init; } = 4;

    /// <summary>How many time-outs that double a SYN lives through (net.ipv4.tcp_syn_retries).</summary>
    public int SynRetries { get; init; } = 6;

    /// <summary>
    /// How long what is sent may go without an acknowledgment, in microseconds; 0 for as long as it takes
    /// (TCP_USER_TIMEOUT).
    /// </summary>
    public long UserTimeout { get; init; }

    /// <summary>How many time-outs of the least length a connection lives through (net.ipv4.tcp_retries2).</summary>
    public int Retries { get; init; } = 15;

    /// <summary>The same for one that no process holds, 0 for the kernel's choice (net.ipv4.tcp_orphan_retries).
    /// </summary>
    public int OrphanRetries { get; init; }

    /// <summary>For how long the least round-trip time is remembered (net.ipv4.tcp_min_rtt_wlen).</summary>
    public long MinimumRttWindow { get; init; } = 300_000_000;

    /// <summary>The MTU of the link.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Octets of the headers of IP and TCP without options.</summary>
    public int HeaderOctets { get; init; } = 40;

    /// <summary>Below that no path's MTU is believed to be (net.ipv4.route.min_pmtu).</summary>
    public int PathMtuLeast { get; init; } = 552;

    /// <summary>
    /// Whether packets are cut where a path takes less than is believed; otherwise a router that says so is not
    /// believed (RFC 8201 4).
    /// </summary>
    public bool PathsAreCut { get; init; } = true;

    /// <summary>Less than that no SYN tells (net.ipv4.route.min_adv_mss).</summary>
    public int AdvertisedLeast { get; init; } = 256;

    /// <summary>How long the MTU of a path is remembered (net.ipv4.route.mtu_expires).</summary>
    public long PathMtuLife { get; init; } = 600_000_000;

    /// <summary>The least segment that is sent, options included (net.ipv4.tcp_min_snd_mss).</summary>
    public int SegmentLeast { get; init; } = 48;

    /// <summary>
    /// Whether segments that are too great are looked for: 0 never, 1 if time-outs tell of a black hole, 2 always
    /// (net.ipv4.tcp_mtu_probing).
    /// </summary>
    public int MtuProbing { get; init; }

    /// <summary>The segment that a search begins with (net.ipv4.tcp_base_mss).</summary>
    public int BaseSegment { get; init; } = 1024;

    /// <summary>The least segment that a search comes to (net.ipv4.tcp_mtu_probe_floor).</summary>
    public int ProbeFloor { get; init; } = 48;

    /// <summary>After so many time-outs of the least length a path is suspected (net.ipv4.tcp_retries1).</summary>
    public int SuspectingRetries { get; init; } = 3;

    /// <summary>Whether the receive buffer follows what the user reads (net.ipv4.tcp_moderate_rcvbuf).</summary>
    public bool TunesReceiveBuffer { get; init; } = true;

    /// <summary>The greatest receive buffer that is made so, in octets of memory (net.ipv4.tcp_rmem).</summary>
    public long ReceiveBufferMost { get; init; } = 33_554_432;

    /// <summary>
    /// How long after an answer to a segment that is out of place, in microseconds, no other is answered
    /// (net.ipv4.tcp_invalid_ratelimit).
    /// </summary>
    public long OddAnswerInterval { get; init; } = 500_000;

    /// <summary>
    /// How long clients do without Fast Open where something seems to swallow it; 0 for not at all
    /// (net.ipv4.tcp_fastopen_blackhole_timeout_sec).
    /// </summary>
    public long FastOpenPause { get; init; }

    /// <summary>How many challenges the host sends within a second (net.ipv4.tcp_challenge_ack_limit).</summary>
    public int ChallengesMost { get; init; } = ChallengeRation.Unbounded;

    /// <summary>How long a jiffy is, in microseconds (CONFIG_HZ).</summary>
    public long Jiffy { get; init; } = TransportClock.Jiffy;

    /// <summary>Whether acknowledgments wait from the beginning (TCP_QUICKACK 0 before there is a connection).
    /// </summary>
    public bool BeginsInDialogue { get; init; }

    /// <summary>How many acknowledgments of text out of order wait at most (net.ipv4.tcp_comp_sack_nr).</summary>
    public int CompressedAcks { get; init; } = 44;

    /// <summary>How long, in microseconds (net.ipv4.tcp_comp_sack_delay_ns).</summary>
    public long CompressionDelay { get; init; } = 1000;

    /// <summary>How much longer if no other timer is due (net.ipv4.tcp_comp_sack_slack_ns).</summary>
    public long CompressionSlack { get; init; } = 100;

    /// <summary>
    /// Bursts are larger where round trips are shorter than 2 to this power of microseconds (net.ipv4.tcp_tso_rtt_log).
    /// </summary>
    public int BurstRttLog { get; init; } = 9;

    /// <summary>The part of the window that is a burst worth sending (net.ipv4.tcp_tso_win_divisor).</summary>
    public int BurstWindowParts { get; init; } = 3;

    /// <summary>Segments of the smallest burst (net.ipv4.tcp_min_tso_segs).</summary>
    public int BurstLeast { get; init; } = 2;

    /// <summary>
    /// The greatest rate at which text may be sent, in octets a second; 0 for any (SO_MAX_PACING_RATE).
    /// </summary>
    public long PacingRateMost { get; init; }

    /// <summary>The rate in slow start, in hundredths of a window a round trip (net.ipv4.tcp_pacing_ss_ratio).
    /// </summary>
    public int PacingInSlowStart { get; init; } = 200;

    /// <summary>The rate in congestion avoidance (net.ipv4.tcp_pacing_ca_ratio).</summary>
    public int PacingInAvoidance { get; init; } = 120;
}
