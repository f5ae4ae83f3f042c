using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Model.Transport;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// The fields of struct tcp_info as the model has them (include/uapi/linux/tcp.h; net/ipv4/tcp.c tcp_get_info).
/// </summary>
internal static class TcpInfo
{
    /// <summary>
    /// The congestion window and the degree of overtaking of a new socket (TCP_INIT_CWND, TCP_FASTRETRANS_THRESH).
    /// </summary>
    private const int FirstWindow = 10, FirstReordering = 3;

    /// <summary>The octets of its segments (TCP_MSS_DEFAULT).</summary>
    private const int SegmentFirst = 536;

    /// <summary>The least that is taken for the size of the peer's segments (TCP_MIN_MSS).</summary>
    private const int LeastSegment = 88;

    private static readonly decimal s_synText = SocketConstants.Find("TCPI_OPT_SYN_DATA")!.Value;

    private static readonly decimal s_fastChild = SocketConstants.Find("TCPI_OPT_TFO_CHILD")!.Value;

    /// <summary>A field; <see langword="null"/> if the model does not have it.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="socket">The socket.</param>
    /// <param name="policy">What its connection chooses, if it has begun.</param>
    /// <param name="now">The time in microseconds.</param>
    /// <param name="cached">What its peer takes, as far as that is known with a cookie; 0 for not.</param>
    public static decimal? Tell(string field, in Socket socket, ConnectionPolicy? policy, long now, int cached)
    {
        ref readonly var tcb = ref socket.Tcb;
        if (socket.State == TcpState.Listen)
        {
            return TellOfListener(field, in socket);
        }

        return field switch
        {
            "tcpi_state" when socket.DefersConnect => StateOf(TcpState.SynSent),
            _ when policy is null && tcb.State == TcpState.Closed => TellOfNew(field),
            "tcpi_state" => StateOf(socket.State),
            "tcpi_options" => OptionsOf(tcb.Agreed, policy?.Sender.Ecn)
            + (tcb.SynTextAcked && policy?.FastOpenFailure is null or FastOpenFailure.None ? s_synText : 0)
            + (policy is { OpenedFast: true } ? s_fastChild : 0),
            "tcpi_rcv_ssthresh"
                when tcb is { State: TcpState.SynSent or TcpState.SynReceived, Origin: Origin.Active } => tcb.RcvWnd,
            "tcpi_rcv_mss" when tcb.State == TcpState.SynSent => LeastSegment,
            "tcpi_rcv_ssthresh" or "tcpi_rcv_space" when policy is { OpenedFast: true, Receive.Threshold: 0 } =>
                TellOfFastChild(field, in tcb, policy),
            "tcpi_snd_mss" when tcb.State == TcpState.SynSent && policy is { SynText: > 0 } =>
                SegmentOfSyn(in tcb, cached),
            "tcpi_snd_mss" => tcb.SndMss + (policy?.Sender.EcnOctets ?? 0),
            "tcpi_advmss" when tcb is { State: TcpState.SynReceived, IsFastOpen: true } => tcb.Mss,
            "tcpi_advmss" => ReceiveWindow.SegmentOf(in tcb),
            "tcpi_unacked" or "tcpi_backoff" when tcb.State == TcpState.Closed => 0,
            _ when tcb.State == TcpState.SynSent && policy is { Sender.Timeouts: > 0 }
                && TellOfLostSyn(field, policy) is { } told => told,
            "tcpi_unacked" when policy is not null && tcb.SndUna == tcb.Iss && tcb.Origin == Origin.Active =>
                policy.SynPackets,
            "tcpi_notsent_bytes" => Math.Max(tcb.Unsent, 0),
            "tcpi_snd_wnd" => tcb.SndWnd,
            "tcpi_rcv_wnd" => ReceiveWindow.ToldOf(in tcb),
            "tcpi_snd_wscale" or "tcpi_rcv_wscale" when (tcb.Agreed & OptionKinds.WindowScale) == 0 => 0,
            "tcpi_snd_wscale" => tcb.SndScale,
            "tcpi_rcv_wscale" => tcb.RcvScale,
            _ => policy is null ? null : TellOf(field, policy, now),
        };
    }

    /// <summary>What a SYN has opened has its buffer before its handshake ends (tcp_fastopen_create_child).</summary>
    private static int TellOfFastChild(string field, in Tcb tcb, ConnectionPolicy policy)
    {
        var window = new ReceiveWindow(policy.Sender.Settings);
        _ = window.Begin(in tcb, now: 0, openedFast: true);
        return field == "tcpi_rcv_space" ? window.Space : window.Threshold;
    }

    /// <summary>
    /// Before the peer has said what it takes text on a SYN is bounded by what is known with its cookie
    /// (tcp_send_syn_data).
    /// </summary>
    private static int SegmentOfSyn(in Tcb tcb, int cached) => (cached > 0 ? Math.Min(cached, (int)tcb.Mss) : tcb.Mss)
        - ((tcb.Offers & OptionKinds.TimeStamps) != 0 ? TcpOptions.StampOctets : 0);

    /// <summary>A SYN that was not answered in time counts as lost to congestion (tcp_enter_loss).</summary>
    private static decimal? TellOfLostSyn(string field, ConnectionPolicy policy) => field switch
    {
        "tcpi_ca_state" => (int)RecoveryState.Loss,
        "tcpi_lost" => policy.SynPackets,
        "tcpi_retrans" => 1,
        "tcpi_snd_cwnd" => 1,
        "tcpi_snd_ssthresh" => policy.Sender.Control.ThresholdAfterLoss(policy.Sender.Window),
        _ => null,
    };

    /// <summary>A listener tells of its queue in fields of other names, and leaves the most out.</summary>
    private static decimal? TellOfListener(string field, in Socket socket) => field switch
    {
        "tcpi_state" => StateOf(TcpState.Listen),
        "tcpi_unacked" => socket.AcceptQueue.Count,
        "tcpi_sacked" => socket.Backlog,
        "tcpi_snd_cwnd" or "tcpi_reordering" or "tcpi_pacing_rate" or "tcpi_max_pacing_rate" => TellOfNew(field),
        _ when KnownFields.IsOfTcpInfo(field) => 0,
        _ => null,
    };

    /// <summary>What a socket has that was never connected (tcp_init_sock).</summary>
    private static decimal? TellOfNew(string field) => field switch
    {
        "tcpi_state" => StateOf(TcpState.Closed),
        "tcpi_rto" => RttEstimator.Initial,
        "tcpi_snd_mss" => SegmentFirst,
        "tcpi_snd_cwnd" => FirstWindow,
        "tcpi_snd_ssthresh" => CongestionWindow.Infinite,
        "tcpi_reordering" => FirstReordering,
        "tcpi_pacing_rate" or "tcpi_max_pacing_rate" => ulong.MaxValue,
        "tcpi_rttvar" => RttEstimator.Initial / 4,
        "tcpi_min_rtt" => uint.MaxValue,
        "tcpi_delivery_rate_app_limited" => 1,
        _ when field.StartsWith("tcpi_last_", StringComparison.Ordinal) => null,
        _ when KnownFields.IsOfTcpInfo(field) => 0,
        _ => null,
    };

    private static decimal? TellOf(string field, ConnectionPolicy policy, long now) =>
        field == "tcpi_pmtu" ? policy.PathMtu
            : field == "tcpi_fastopen_client_fail" ? (int)policy.FastOpenFailure
            : TellOfSending(field, policy.Sender) ?? TellOfMarks(field, policy.Sender.Ecn)
                ?? TellOfTimes(field, policy, now) ?? TellOfCounts(field, policy);

    private static decimal? TellOfSending(string field, Sender sender) => field switch
    {
        "tcpi_ca_state" => (int)sender.State,
        "tcpi_retransmits" => sender.Timeouts,
        "tcpi_probes" => sender.WindowProbes,
        "tcpi_backoff" => sender.BackOffs,
        "tcpi_unacked" => sender.Board.Count,
        "tcpi_sacked" => sender.Board.Sacked,
        "tcpi_lost" => sender.Board.Lost,
        "tcpi_retrans" => sender.Board.Resent,
        "tcpi_fackets" => 0,
        "tcpi_snd_cwnd" => sender.Window.Size,
        "tcpi_snd_ssthresh" => sender.Window.Threshold,
        "tcpi_reordering" => sender.Reordering,
        "tcpi_reord_seen" => sender.ReorderingSeen,
        "tcpi_total_retrans" => sender.TotalResent,
        "tcpi_dsack_dups" => sender.Duplicates,
        "tcpi_delivered" => sender.Rate.Delivered,
        "tcpi_delivery_rate_app_limited" => sender.Rate.IsUserLimited ? 1 : 0,
        "tcpi_delivery_rate" => RateOf(sender),
        "tcpi_pacing_rate" => sender.PacingRate > 0 ? sender.PacingRate : PacingRateMost(sender),
        "tcpi_max_pacing_rate" => PacingRateMost(sender),
        _ => null,
    };

    private static decimal? TellOfMarks(string field, CongestionNotification ecn) => field switch
    {
        "tcpi_delivered_ce" => ecn.DeliveredMarked,
        "tcpi_received_ce" => ecn.Accurate.ReceivedMarked,
        "tcpi_delivered_e1_bytes" => ecn.Accurate.Delivered(EcnCodepoint.Capable1),
        "tcpi_delivered_e0_bytes" => ecn.Accurate.Delivered(EcnCodepoint.Capable0),
        "tcpi_delivered_ce_bytes" => ecn.Accurate.Delivered(EcnCodepoint.Experienced),
        "tcpi_received_e1_bytes" => ecn.Accurate.Received(EcnCodepoint.Capable1),
        "tcpi_received_e0_bytes" => ecn.Accurate.Received(EcnCodepoint.Capable0),
        "tcpi_received_ce_bytes" => ecn.Accurate.Received(EcnCodepoint.Experienced),
        "tcpi_accecn_fail_mode" => (int)ecn.Accurate.Failures,
        "tcpi_accecn_opt_seen" => (int)ecn.Accurate.OptionSeen,
        _ => null,
    };

    private static decimal? TellOfTimes(string field, ConnectionPolicy policy, long now) => field switch
    {
        "tcpi_rto" => policy.Sender.Rtt.Timeout,
        "tcpi_ato" => Math.Min(policy.Acks.Delay, AckPolicy.Most),
        "tcpi_rtt" => policy.Sender.Rtt.Smoothed,
        "tcpi_rttvar" => policy.Sender.Rtt.Deviation,
        "tcpi_min_rtt" => policy.Sender.LeastRtt,
        "tcpi_busy_time" => policy.Chronograph.Busy(now),
        "tcpi_rwnd_limited" => policy.Chronograph.Spent(Limit.PeerWindow, now),
        "tcpi_sndbuf_limited" => policy.Chronograph.Spent(Limit.SendBuffer, now),
        "tcpi_last_data_sent" => Since(policy.Counters.LastTextSent, now),
        "tcpi_last_data_recv" => Since(policy.Acks.LastText, now),
        "tcpi_last_ack_recv" => Since(policy.Counters.LastAckReceived, now),
        "tcpi_last_ack_sent" => 0,
        "tcpi_total_rto_time" => policy.TimeoutTime(now) / 1000,
        _ => null,
    };

    private static decimal? TellOfCounts(string field, ConnectionPolicy policy) => field switch
    {
        "tcpi_rcv_mss" => policy.Acks.PeerSegment,
        "tcpi_rcv_ssthresh" => policy.Receive.Threshold,
        "tcpi_rcv_rtt" => policy.Receive.Rtt.Eighths >> 3,
        "tcpi_rcv_space" => policy.Receive.Space,
        "tcpi_segs_in" => policy.Counters.SegmentsIn,
        "tcpi_segs_out" => policy.Counters.SegmentsOut,
        "tcpi_data_segs_in" => policy.Counters.TextSegmentsIn,
        "tcpi_data_segs_out" => policy.Counters.TextSegmentsOut,
        "tcpi_bytes_sent" => policy.Counters.OctetsSent,
        "tcpi_bytes_retrans" => policy.Counters.OctetsResent,
        "tcpi_bytes_acked" => policy.Counters.Acknowledged,
        "tcpi_bytes_received" => policy.Counters.Received,
        "tcpi_rcv_ooopack" => policy.Counters.OutOfOrder,
        "tcpi_rehash" => policy.Counters.Rehashes,
        "tcpi_total_rto" => policy.Counters.Timeouts,
        "tcpi_total_rto_recoveries" => policy.Counters.TimeoutRecoveries,
        _ => null,
    };

    private static decimal PacingRateMost(Sender sender) =>
        sender.Settings.PacingRateMost > 0 ? sender.Settings.PacingRateMost : ulong.MaxValue;

    private static decimal RateOf(Sender sender)
    {
        var (segments, interval) = sender.Rate.Measured;
        return interval == 0 ? 0 : decimal.Truncate(
            (decimal)segments * (sender.Edges.SegmentSize + sender.EcnOctets) * 1_000_000 / interval);
    }

    private static decimal Since(long time, long now) => (now / 1000) - (time / 1000);

    /// <summary>States as Linux numbers them (include/net/tcp_states.h).</summary>
    private static decimal? StateOf(TcpState state) => SocketConstants.Find(state switch
    {
        TcpState.Closed => "TCP_CLOSE",
        TcpState.Listen => "TCP_LISTEN",
        TcpState.SynSent => "TCP_SYN_SENT",
        TcpState.SynReceived => "TCP_SYN_RECV",
        TcpState.Established => "TCP_ESTABLISHED",
        TcpState.FinWait1 => "TCP_FIN_WAIT1",
        TcpState.FinWait2 => "TCP_FIN_WAIT2",
        TcpState.CloseWait => "TCP_CLOSE_WAIT",
        TcpState.Closing => "TCP_CLOSING",
        TcpState.LastAck => "TCP_LAST_ACK",
        _ => "TCP_TIME_WAIT",
    });

    private static decimal OptionsOf(OptionKinds agreed, CongestionNotification? ecn) =>
        ((agreed & OptionKinds.TimeStamps) != 0 ? SocketConstants.Find("TCPI_OPT_TIMESTAMPS")!.Value : 0)
        + ((agreed & OptionKinds.SackPermitted) != 0 ? SocketConstants.Find("TCPI_OPT_SACK")!.Value : 0)
        + ((agreed & OptionKinds.WindowScale) != 0 ? SocketConstants.Find("TCPI_OPT_WSCALE")!.Value : 0)
        + (ecn is { IsAgreed: true } ? SocketConstants.Find("TCPI_OPT_ECN")!.Value : 0)
        + (ecn is { WasSeen: true } ? SocketConstants.Find("TCPI_OPT_ECN_SEEN")!.Value : 0);
}
