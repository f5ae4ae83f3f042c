using System.Collections.Immutable;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Settings of the network stack that scripts may read or change.</summary>
internal static class SysctlProfile
{
    /// <summary>
    /// The defaults of Linux 6.18, as Documentation/networking/ip-sysctl.rst has them and as the probes of the
    /// specification were run.
    /// </summary>
    public static ImmutableDictionary<string, string> Linux618 { get; } = new Dictionary<string, string>
    {
        ["net.core.somaxconn"] = "4096",
        ["net.core.rmem_max"] = "4194304",
        ["net.core.wmem_max"] = "4194304",
        ["net.ipv4.ip_default_ttl"] = "64",
        ["net.ipv4.ip_no_pmtu_disc"] = "0",
        ["net.ipv4.route.min_adv_mss"] = "256",
        ["net.ipv4.route.min_pmtu"] = "552",
        ["net.ipv4.route.mtu_expires"] = "600",
        ["net.ipv4.tcp_abort_on_overflow"] = "0",
        ["net.ipv4.tcp_adv_win_scale"] = "1",
        ["net.ipv4.tcp_autocorking"] = "1",
        ["net.ipv4.tcp_base_mss"] = "1024",
        ["net.ipv4.tcp_comp_sack_delay_ns"] = "1000000",
        ["net.ipv4.tcp_comp_sack_nr"] = "44",
        ["net.ipv4.tcp_comp_sack_slack_ns"] = "100000",
        ["net.ipv4.tcp_congestion_control"] = "cubic",
        ["net.ipv4.tcp_dsack"] = "1",
        ["net.ipv4.tcp_early_retrans"] = "3",
        ["net.ipv4.tcp_ecn"] = "2",
        ["net.ipv4.tcp_fack"] = "0",
        ["net.ipv4.tcp_fastopen"] = "1",
        ["net.ipv4.tcp_fastopen_key"] = "",
        ["net.ipv4.tcp_fin_timeout"] = "60",
        ["net.ipv4.tcp_frto"] = "2",
        ["net.ipv4.tcp_invalid_ratelimit"] = "500",
        ["net.ipv4.tcp_keepalive_intvl"] = "75",
        ["net.ipv4.tcp_keepalive_probes"] = "9",
        ["net.ipv4.tcp_keepalive_time"] = "7200",
        ["net.ipv4.tcp_limit_output_bytes"] = "4194304",
        ["net.ipv4.tcp_min_rtt_wlen"] = "300",
        ["net.ipv4.tcp_min_snd_mss"] = "48",
        ["net.ipv4.tcp_min_tso_segs"] = "2",
        ["net.ipv4.tcp_moderate_rcvbuf"] = "1",
        ["net.ipv4.tcp_mtu_probe_floor"] = "48",
        ["net.ipv4.tcp_mtu_probing"] = "0",
        ["net.ipv4.tcp_no_metrics_save"] = "0",
        ["net.ipv4.tcp_notsent_lowat"] = "4294967295",
        ["net.ipv4.tcp_orphan_retries"] = "0",
        ["net.ipv4.tcp_pacing_ca_ratio"] = "120",
        ["net.ipv4.tcp_pacing_ss_ratio"] = "200",
        ["net.ipv4.tcp_probe_interval"] = "600",
        ["net.ipv4.tcp_probe_threshold"] = "8",
        ["net.ipv4.tcp_recovery"] = "1",
        ["net.ipv4.tcp_reordering"] = "3",
        ["net.ipv4.tcp_retrans_collapse"] = "1",
        ["net.ipv4.tcp_retries1"] = "3",
        ["net.ipv4.tcp_retries2"] = "15",
        ["net.ipv4.tcp_rfc1337"] = "0",
        ["net.ipv4.tcp_rmem"] = "4096 131072 33554432",
        ["net.ipv4.tcp_rto_max_ms"] = "120000",
        ["net.ipv4.tcp_rto_min_us"] = "200000",
        ["net.ipv4.tcp_sack"] = "1",
        ["net.ipv4.tcp_shrink_window"] = "0",
        ["net.ipv4.tcp_slow_start_after_idle"] = "1",
        ["net.ipv4.tcp_stdurg"] = "0",
        ["net.ipv4.tcp_syn_linear_timeouts"] = "4",
        ["net.ipv4.tcp_syn_retries"] = "6",
        ["net.ipv4.tcp_synack_retries"] = "5",
        ["net.ipv4.tcp_syncookies"] = "1",
        ["net.ipv4.tcp_thin_linear_timeouts"] = "0",
        ["net.ipv4.tcp_timestamps"] = "1",
        ["net.ipv4.tcp_tso_win_divisor"] = "3",
        ["net.ipv4.tcp_tw_reuse"] = "2",
        ["net.ipv4.tcp_window_scaling"] = "1",
        ["net.ipv4.tcp_wmem"] = "4096 16384 4194304",
        ["net.ipv4.tcp_workaround_signed_windows"] = "0",
    }.ToImmutableDictionary();

    /// <summary>What the usual script of defaults sets.</summary>
    public static ImmutableDictionary<string, string> UsualDefaults { get; } = new Dictionary<string, string>
    {
        ["net.ipv4.tcp_congestion_control"] = "cubic",
        ["net.ipv4.tcp_dsack"] = "1",
        ["net.ipv4.tcp_early_retrans"] = "3",
        ["net.ipv4.tcp_ecn"] = "0",
        ["net.ipv4.tcp_fastopen"] = "0x70403",
        ["net.ipv4.tcp_fastopen_key"] = "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4",
        ["net.ipv4.tcp_recovery"] = "1",
        ["net.ipv4.tcp_rmem"] = "4096 540000 15728640",
        ["net.ipv4.tcp_sack"] = "1",
        ["net.ipv4.tcp_slow_start_after_idle"] = "0",
        ["net.ipv4.tcp_syn_retries"] = "5",
        ["net.ipv4.tcp_synack_retries"] = "5",
        ["net.ipv4.tcp_syncookies"] = "1",
        ["net.ipv4.tcp_timestamps"] = "1",
        ["net.ipv4.tcp_wmem"] = "4096 262144 4194304",
    }.ToImmutableDictionary();
}
