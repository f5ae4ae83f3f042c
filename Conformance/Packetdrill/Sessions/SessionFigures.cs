namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>What is asked of a connection in the middle of a session.</summary>
internal static class SessionFigures
{
    /// <summary>Fields of struct tcp_info and SO_MEMINFO that are the same however late the machine is.</summary>
    public static IReadOnlyList<string> Exact { get; } =
    [
        "tcpi_state", "tcpi_ca_state", "tcpi_retransmits", "tcpi_probes", "tcpi_backoff", "tcpi_options",
        "tcpi_snd_wscale", "tcpi_rcv_wscale", "tcpi_snd_mss", "tcpi_rcv_mss", "tcpi_unacked", "tcpi_sacked",
        "tcpi_lost", "tcpi_retrans", "tcpi_pmtu", "tcpi_rcv_ssthresh", "tcpi_snd_ssthresh", "tcpi_snd_cwnd",
        "tcpi_advmss", "tcpi_reordering", "tcpi_rcv_space", "tcpi_total_retrans", "tcpi_bytes_acked",
        "tcpi_bytes_received", "tcpi_segs_out", "tcpi_segs_in", "tcpi_notsent_bytes", "tcpi_data_segs_in",
        "tcpi_data_segs_out", "tcpi_delivered", "tcpi_delivered_ce", "tcpi_bytes_sent", "tcpi_bytes_retrans",
        "tcpi_dsack_dups", "tcpi_reord_seen", "tcpi_rcv_ooopack", "tcpi_snd_wnd", "tcpi_rcv_wnd", "tcpi_total_rto",
        "tcpi_total_rto_recoveries", "SK_MEMINFO_SNDBUF", "SK_MEMINFO_RCVBUF", "SK_MEMINFO_RMEM_ALLOC",
    ];

    /// <summary>
    /// Fields that are times, and by how much they may be off, each in its own unit. Timers of the kernel are late by
    /// up to an eighth where jiffies are long.
    /// </summary>
    public static IReadOnlyList<(string Field, int Tolerance)> Times { get; } =
    [
        ("tcpi_rtt", 8000), ("tcpi_rttvar", 8000), ("tcpi_min_rtt", 8000), ("tcpi_rto", 40_000), ("tcpi_ato", 20_000),
        ("tcpi_busy_time", 30_000), ("tcpi_rwnd_limited", 30_000),
        ("tcpi_sndbuf_limited", 30_000), ("tcpi_last_data_sent", 60), ("tcpi_last_data_recv", 30),
    ];
}
