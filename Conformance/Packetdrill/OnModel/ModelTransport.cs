using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The settings of a script that say how connections send, time and acknowledge.</summary>
internal static class ModelTransport
{
    private const string Prefix = "net.ipv4.tcp_";
    private const string RoutePrefix = "net.ipv4.route.";
    private const int EcnMost = 5, EcnOptionMost = 3;

    /// <summary>What every link of IPv6 takes (RFC 8200 5).</summary>
    private const int Version6MtuLeast = 1280;
    private const long Second = 1_000_000;

    /// <summary>The settings that it follows, without their common beginning.</summary>
    public static IReadOnlyList<string> Followed { get; } =
    [
        "congestion_control", "ecn", "ecn_option", "ecn_option_beacon", "ecn_fallback", "recovery",
        "early_retrans", "reordering", "slow_start_after_idle",
        "frto", "retrans_collapse", "thin_linear_timeouts", "rto_min_us", "rto_max_ms", "syn_linear_timeouts",
        "retries1", "retries2", "orphan_retries", "min_rtt_wlen", "min_snd_mss", "mtu_probing", "base_mss",
        "mtu_probe_floor", "moderate_rcvbuf", "invalid_ratelimit", "challenge_ack_limit", "comp_sack_nr",
        "comp_sack_delay_ns", "comp_sack_slack_ns",
        "fastopen_blackhole_timeout_sec", "max_reordering", "tso_rtt_log", "tso_win_divisor", "min_tso_segs",
        "pacing_ss_ratio", "pacing_ca_ratio", "pingpong_thresh", "app_win", "probe_threshold",
    ];

    /// <summary>The model's settings.</summary>
    /// <exception cref="UnsupportedException">One of them is no number, or names an algorithm the model has not.
    /// </exception>
    public static TransportSettings Of(RunSettings settings)
    {
        var algorithm = settings.Sysctls[Prefix + "congestion_control"];
        return WithRoute(new TransportSettings
        {
            CongestionControl = Sender.Algorithms.Contains(algorithm)
                ? algorithm
                : throw new UnsupportedException($"the model has no congestion control '{algorithm}'"),
            Ecn = Number(settings, "ecn", EcnMost),
            EcnFallsBack = Number(settings, "ecn_fallback") != 0,
            EcnOption = Number(settings, "ecn_option", EcnOptionMost),
            EcnOptionBeacon = Number(settings, "ecn_option_beacon"),
            DialogueAnswers = Number(settings, "pingpong_thresh"),
            KeptBackShift = Number(settings, "app_win"),
            WindowsAreSigned = Number(settings, "workaround_signed_windows") != 0,
            WindowsShrink = Number(settings, "shrink_window") != 0,
            ProbeThreshold = Number(settings, "probe_threshold"),
            Recovery = Number(settings, "recovery"),
            ProbesTails = Number(settings, "early_retrans") >= 3,
            Reordering = Number(settings, "reordering"),
            RestartsAfterIdle = Number(settings, "slow_start_after_idle") != 0,
            ForwardRecovery = Number(settings, "frto") != 0,
            ThinStreamsAreLinear = Number(settings, "thin_linear_timeouts") != 0,
            JoinsAgain = Number(settings, "retrans_collapse") != 0,
            TimeoutLeast = Number(settings, "rto_min_us"),
            TimeoutMost = Number(settings, "rto_max_ms") * 1000L,
            SynLinearTimeouts = Number(settings, "syn_linear_timeouts"),
            SynRetries = Number(settings, "syn_retries"),
            Retries = Number(settings, "retries2"),
            OrphanRetries = Number(settings, "orphan_retries"),
            MinimumRttWindow = Number(settings, "min_rtt_wlen") * Second,
            Jiffy = settings.Jiffy,
            Mtu = settings.Mtu,
            HeaderOctets = settings.HeaderOctets,
            PathMtuLeast = settings.IsVersion6 ? Version6MtuLeast : RouteNumber(settings, "min_pmtu"),
            PathsAreCut = !settings.IsVersion6,
            AdvertisedLeast = settings.IsVersion6
                ? Version6MtuLeast - settings.HeaderOctets
                : RouteNumber(settings, "min_adv_mss"),
            PathMtuLife = RouteNumber(settings, "mtu_expires") * Second,
            SegmentLeast = Number(settings, "min_snd_mss"),
            MtuProbing = Number(settings, "mtu_probing"),
            BaseSegment = Number(settings, "base_mss"),
            ProbeFloor = Number(settings, "mtu_probe_floor"),
            SuspectingRetries = Number(settings, "retries1"),
            TunesReceiveBuffer = Number(settings, "moderate_rcvbuf") != 0,
            ReceiveBufferMost = ModelSettings.Sizes(settings, Prefix + "rmem")[2],
            OddAnswerInterval = Number(settings, "invalid_ratelimit") * 1000L,
            ChallengesMost = Number(settings, "challenge_ack_limit"),
            FastOpenPause = Number(settings, "fastopen_blackhole_timeout_sec") * Second,
            CompressedAcks = Number(settings, "comp_sack_nr"),
            CompressionDelay = Number(settings, "comp_sack_delay_ns") / 1000,
            CompressionSlack = Number(settings, "comp_sack_slack_ns") / 1000,
            ReorderingMost = Number(settings, "max_reordering"),
            BurstRttLog = Number(settings, "tso_rtt_log"),
            BurstWindowParts = Number(settings, "tso_win_divisor"),
            BurstLeast = Number(settings, "min_tso_segs"),
            PacingInSlowStart = Number(settings, "pacing_ss_ratio"),
            PacingInAvoidance = Number(settings, "pacing_ca_ratio"),
        }, settings);
    }

    /// <summary>What the route says.</summary>
    private static TransportSettings WithRoute(TransportSettings transport, RunSettings settings)
    {
        var told = RouteMetrics.Number(settings, "advmss");
        return transport with
        {
            InitialWindow = RouteMetrics.Number(settings, "initcwnd") is > 0 and var segments
                ? segments
                : transport.InitialWindow,
            AlwaysQuick = RouteMetrics.Number(settings, "quickack") > 0,
            Advertised = told,
            FirstSegmentsMost = RouteMetrics.Number(settings, "initrwnd"),
            FirstWindowMost = ModelSettings.FirstWindowMost(
                settings, told > 0 ? told : settings.Mtu - settings.HeaderOctets),
        };
    }

    private static int Number(RunSettings settings, string name, int most) =>
        Number(settings, name) is var number && number <= most
            ? number
            : throw new UnsupportedException($"the model has no '{Prefix}{name}={number}'");

    private static int Number(RunSettings settings, string name) => NumberOf(settings, Prefix + name);

    private static int RouteNumber(RunSettings settings, string name) => NumberOf(settings, RoutePrefix + name);

    private static int NumberOf(RunSettings settings, string setting)
    {
        var value = settings.Sysctls[setting];
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnsupportedException($"'{value}' of the setting '{setting}' is no number");
    }
}
