using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The settings of a script as the model follows them.</summary>
internal static class ModelSettings
{
    private const string Prefix = "net.ipv4.tcp_";

    /// <summary>When listeners answer by cookies.</summary>
    public const string Cookies = "net.ipv4.tcp_syncookies";

    /// <summary>Whether TIME-WAIT outlives a reset (RFC 1337).</summary>
    public const string LastingTimeWait = "net.ipv4.tcp_rfc1337";

    /// <summary>Whether the urgent pointer is that of the urgent octet (RFC 1122 4.2.2.4).</summary>
    public const string LateUrgency = "net.ipv4.tcp_stdurg";

    /// <summary>How many connections may be in TIME-WAIT.</summary>
    public const string TimeWaitMost = "net.ipv4.tcp_max_tw_buckets";

    /// <summary>Whether windows that are told may shrink.</summary>
    private const string ShrunkWindows = "net.ipv4.tcp_shrink_window";

    /// <summary>Whether first windows fit a number with a sign.</summary>
    private const string SignedWindows = "net.ipv4.tcp_workaround_signed_windows";

    /// <summary>What a peer takes that does not say so: what every link does (RFC 9293 MUST-15).</summary>
    public const ushort DefaultMssOfVersion6 = 1220;

    /// <summary>
    /// Settings that may have any value: they are about options that the model has not, about pacing, or about buffers
    /// that scripts do not fill.
    /// </summary>
    private static readonly string[] s_indifferent =
    [
        "sack", "dsack", "timestamps", "window_scaling", "fastopen", "fastopen_key",
        "no_metrics_save", "autocorking", "fack", "limit_output_bytes", "backlog_ack_defer", "early_demux",
        "fwmark_accept", "l3mdev_accept",
        "migrate_req", "adv_win_scale", "no_ssthresh_metrics_save", "plb_enabled", "probe_interval", "tw_reuse",
        "tw_reuse_delay",
    ];

    /// <summary>Settings that the model has itself.</summary>
    private static readonly string[] s_followed =
    [
        "net.core.somaxconn", "net.core.rmem_max", "net.core.wmem_max", "net.ipv4.tcp_abort_on_overflow",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.ipv4.tcp_retries2", "net.ipv4.tcp_notsent_lowat",
        "net.ipv4.tcp_syn_retries", "net.ipv4.tcp_syn_linear_timeouts", "net.ipv4.tcp_synack_retries",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes", "net.ipv4.ip_no_pmtu_disc", "net.ipv4.route.min_pmtu",
        "net.ipv4.route.mtu_expires", "net.ipv4.route.min_adv_mss", "net.ipv4.ip_default_ttl",
        Cookies, "net.ipv4.tcp_max_syn_backlog", HeaderFields.FlowLabels, HeaderFields.Reflection, SignedWindows,
        ShrunkWindows, LateUrgency, LastingTimeWait, TimeWaitMost,
    ];

    /// <summary>The model's settings.</summary>
    /// <exception cref="UnsupportedException">The script sets what the model does not follow.</exception>
    public static NetworkNamespace Of(RunSettings settings)
    {
        foreach (var (name, value) in settings.Sysctls)
        {
            if (value != SysctlProfile.Linux618[name] && !s_followed.Contains(name)
                && !name.StartsWith(RouteMetrics.Prefix, StringComparison.Ordinal)
                && !ModelTransport.Followed.Any(each => name == Prefix + each)
                && !s_indifferent.Any(each => name == Prefix + each))
            {
                throw new UnsupportedException($"the model does not follow the setting '{name}={value}'");
            }
        }

        var mss = settings.Mtu - settings.HeaderOctets;
        if (mss <= 0)
        {
            throw new UnsupportedException($"no segment fits an MTU of {settings.Mtu}");
        }

        mss = RouteMetrics.Number(settings, "advmss") is > 0 and var told ? told : mss;
        var receive = Sizes(settings, "net.ipv4.tcp_rmem");
        var send = Sizes(settings, "net.ipv4.tcp_wmem");
        var space = WindowOf(receive[1]);
        return NetworkNamespace.Linux with
        {
            Mss = (ushort)mss,
            DefaultMss = settings.IsVersion6 ? DefaultMssOfVersion6 : (ushort)0,
            ReceiveBuffer = space,
            SendBuffer = (int)send[1],
            SendBufferMost = (int)send[2],
            BufferOverhead = SendMemory.BufferOverhead,
            NotSentLowWater = NotSentLowWater(settings),
            SynRetries = (byte)NumberOf(settings, "net.ipv4.tcp_syn_retries", sbyte.MaxValue),
            SynLinearTimeouts = (byte)NumberOf(settings, "net.ipv4.tcp_syn_linear_timeouts", sbyte.MaxValue),
            KeepAliveProbes = (byte)NumberOf(settings, "net.ipv4.tcp_keepalive_probes", sbyte.MaxValue),
            SynAckRetries = (byte)NumberOf(settings, "net.ipv4.tcp_synack_retries", byte.MaxValue),
            ReceiveWindowFirst = SocketSettings.FirstWindow(space, mss, FirstWindowMost(settings, mss)),
            WindowScale = WindowScale(settings, receive[2]),
            Offers = Offers(settings),
            TellsDuplicates = IsOn(settings, "dsack"),
            WaitsForFullSegments = true,
            Deviations = settings.Deviations
                | (IsOn(settings.Sysctls[ShrunkWindows]) ? Deviations.WindowsShrink : Deviations.None),
            FastOpenServer = FastOpenSettings.Server(settings),
            FastOpenClient = FastOpenSettings.Client(settings) with { Mss = (ushort)mss },
            ListenersServeFastOpen = FastOpenSettings.IsServedEverywhere(settings),
            SomaxConn = (ushort)NumberOf(settings, "net.core.somaxconn", ushort.MaxValue),
            CookieUse = CookieUseOf(settings),
            RequestsMost = (ushort)NumberOf(settings, "net.ipv4.tcp_max_syn_backlog", ushort.MaxValue),
            Retries = (byte)NumberOf(settings, "net.ipv4.tcp_retries2", byte.MaxValue),
            AbortOnOverflow = NumberOf(settings, "net.ipv4.tcp_abort_on_overflow", 1) == 1,
        };
    }

    /// <summary>
    /// Half of a buffer is for text (net/ipv4/tcp.h tcp_win_from_space, with the ratio a connection begins with).
    /// </summary>
    private static int WindowOf(long buffer) => (int)Math.Min(buffer / 2, int.MaxValue / 2);

    /// <summary>The most that a SYN tells of a window.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="mss">The text of a segment that is asked for.</param>
    public static int FirstWindowMost(RunSettings settings, int mss)
    {
        var most = IsOn(settings.Sysctls[SignedWindows]) ? (int)short.MaxValue : ushort.MaxValue;
        var segments = RouteMetrics.Number(settings, "initrwnd");
        return segments > 0 ? Math.Min(segments * mss, most) : most;
    }

    /// <summary>Cookies belong to the profile of Linux; in another there are those that a script asks for.</summary>
    private static CookieUse CookieUseOf(RunSettings settings) =>
        settings.Deviations == Deviations.None && settings.Sysctls[Cookies] == SysctlProfile.Linux618[Cookies]
            ? CookieUse.Never
            : (CookieUse)NumberOf(settings, Cookies, (long)CookieUse.Always);

    private static byte WindowScale(RunSettings settings, long bufferMost) => SocketSettings.Scale(
        (int)Math.Max(bufferMost, NumberOf(settings, "net.core.rmem_max", int.MaxValue)));

    private static OptionKinds Offers(RunSettings settings)
    {
        var offers = OptionKinds.MaximumSegmentSize;
        offers |= IsOn(settings, "sack") ? OptionKinds.SackPermitted : OptionKinds.None;
        offers |= IsOn(settings, "timestamps") ? OptionKinds.TimeStamps : OptionKinds.None;
        return offers | (IsOn(settings, "window_scaling") ? OptionKinds.WindowScale : OptionKinds.None);
    }

    private static int NotSentLowWater(RunSettings settings)
    {
        var mark = NumberOf(settings, "net.ipv4.tcp_notsent_lowat", uint.MaxValue);
        return mark < int.MaxValue ? (int)mark : 0;
    }

    private static bool IsOn(RunSettings settings, string name) => IsOn(settings.Sysctls[Prefix + name]);

    /// <summary>Whether a setting with such a value is on.</summary>
    public static bool IsOn(string value) => value != "0";

    /// <summary>The three sizes of a setting for buffers: the least, the first, the greatest.</summary>
    public static long[] Sizes(RunSettings settings, string name)
    {
        var sizes = settings.Sysctls[name].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return sizes.Length == 3
            ? [.. sizes.Select(size => Number(name, size, int.MaxValue))]
            : throw new UnsupportedException($"'{settings.Sysctls[name]}' of the setting '{name}' is not three sizes");
    }

    private static long NumberOf(RunSettings settings, string name, long most) =>
        Number(name, settings.Sysctls[name], most);

    /// <summary>A setting that is a number.</summary>
    public static long Number(string name, string? value, long most = int.MaxValue) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new UnsupportedException($"'{value}' of the setting '{name}' is no number from 0 to {most}");
}
