using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>Fields of what a stack tells of a connection.</summary>
internal static class KnownFields
{
    /// <summary>Fields of struct tcp_info (include/uapi/linux/tcp.h), without their prefix.</summary>
    private const string OfTcpInfo = """
        state ca_state retransmits probes backoff options snd_wscale rcv_wscale delivery_rate_app_limited
        fastopen_client_fail rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent
        last_data_recv last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss reordering rcv_rtt
        rcv_space total_retrans pacing_rate max_pacing_rate bytes_acked bytes_received segs_out segs_in notsent_bytes
        min_rtt data_segs_in data_segs_out delivery_rate busy_time rwnd_limited sndbuf_limited delivered delivered_ce
        bytes_sent bytes_retrans dsack_dups reord_seen rcv_ooopack snd_wnd rcv_wnd rehash total_rto
        total_rto_recoveries total_rto_time received_ce delivered_e1_bytes delivered_e0_bytes delivered_ce_bytes
        received_e1_bytes received_e0_bytes received_ce_bytes accecn_fail_mode accecn_opt_seen
        """;

    private const string InfoPrefix = "tcpi_";

    private const string MemoryPrefix = "SK_MEMINFO_";

    /// <summary>Fields of SO_MEMINFO (include/uapi/linux/sock_diag.h), without their prefix.</summary>
    private const string OfMemory = "RMEM_ALLOC RCVBUF WMEM_ALLOC SNDBUF FWD_ALLOC WMEM_QUEUED OPTMEM BACKLOG DROPS";

    /// <summary>The fields of SO_MEMINFO, in their order there.</summary>
    public static ImmutableArray<string> Memory { get; } =
        [.. Words(OfMemory).Select(name => $"{MemoryPrefix}{name}")];

    private static readonly FrozenSet<string> s_names =
        Words(OfTcpInfo).Select(name => $"{InfoPrefix}{name}")
            .Concat(Memory).ToFrozenSet();

    /// <summary>Whether there is a field of a name.</summary>
    public static bool Contains(string name) => s_names.Contains(name);

    /// <summary>Whether there is a field of a name in struct tcp_info.</summary>
    public static bool IsOfTcpInfo(string name) =>
        name.StartsWith(InfoPrefix, StringComparison.Ordinal) && Contains(name);

    private static string[] Words(string text) =>
        text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
