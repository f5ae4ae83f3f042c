using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Spec.Sockets;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The settings of a script as the model follows them.</summary>
internal static class ModelSettings
{
    private const string Prefix = "net.ipv4.tcp_";

    /// <summary>Octets of the headers of IPv4 and TCP without options.</summary>
    private const int Headers = 40;

    /// <summary>
    /// Settings that may have any value: they are about options that the model never agrees on, about congestion
    /// control, which it has not, or about buffers that scripts do not fill.
    /// </summary>
    private static readonly string[] s_indifferent =
    [
        "sack", "dsack", "timestamps", "window_scaling", "ecn", "fastopen", "fastopen_key", "congestion_control",
        "recovery", "early_retrans", "slow_start_after_idle", "syncookies", "syn_retries", "synack_retries",
        "no_metrics_save", "moderate_rcvbuf", "autocorking", "min_tso_segs", "wmem", "comp_sack_nr", "fack", "frto",
        "min_rtt_wlen", "pacing_ca_ratio", "pacing_ss_ratio", "limit_output_bytes", "reordering",
    ];

    /// <summary>Settings that the model has itself.</summary>
    private static readonly string[] s_followed =
        ["net.core.somaxconn", "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_rmem", "net.ipv4.tcp_retries2"];

    /// <summary>The model's settings.</summary>
    /// <exception cref="UnsupportedException">The script sets what the model does not follow.</exception>
    public static NetworkNamespace Of(RunSettings settings)
    {
        if (settings.IpVersion != "ipv4")
        {
            throw new UnsupportedException($"the model has no '{settings.IpVersion}', only ipv4");
        }

        foreach (var (name, value) in settings.Sysctls)
        {
            if (value != SysctlProfile.Linux618[name] && !s_followed.Contains(name)
                && !s_indifferent.Any(each => name == Prefix + each))
            {
                throw new UnsupportedException($"the model does not follow the setting '{name}={value}'");
            }
        }

        var mss = settings.Mtu - Headers;
        if (mss <= 0)
        {
            throw new UnsupportedException($"no segment fits an MTU of {settings.Mtu}");
        }

        return NetworkNamespace.Linux with
        {
            Mss = (ushort)mss,
            ReceiveBuffer = ReceiveWindow(settings, mss),
            SomaxConn = (ushort)NumberOf(settings, "net.core.somaxconn", ushort.MaxValue),
            Retries = (byte)NumberOf(settings, "net.ipv4.tcp_retries2", byte.MaxValue),
            AbortOnOverflow = NumberOf(settings, "net.ipv4.tcp_abort_on_overflow", 1) == 1,
        };
    }

    /// <summary>
    /// Half of the buffer is for text, in whole segments, and without window scaling a header can tell no more than
    /// 65,535 octets (net/ipv4/tcp_output.c tcp_select_initial_window, with tcp_adv_win_scale 1).
    /// </summary>
    private static int ReceiveWindow(RunSettings settings, int mss)
    {
        const string Name = "net.ipv4.tcp_rmem";
        var sizes = settings.Sysctls[Name].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var space = (int)(Number(Name, sizes.ElementAtOrDefault(1), int.MaxValue) / 2);
        return Math.Min(space > mss ? space / mss * mss : space, ushort.MaxValue);
    }

    private static long NumberOf(RunSettings settings, string name, long most) =>
        Number(name, settings.Sysctls[name], most);

    private static long Number(string name, string? value, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new UnsupportedException($"'{value}' of the setting '{name}' is no number from 0 to {most}");
}
