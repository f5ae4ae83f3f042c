using System.Globalization;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnLinux;

namespace Wakeline.Conformance.Targets;

/// <summary>What results on the host's kernel may hang on.</summary>
internal static class LinuxEnvironment
{
    private const string ClockSource = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

    /// <summary>
    /// Settings that change what is sent and when, as they are in a namespace that nobody has changed.
    /// </summary>
    private static readonly string[] s_settings =
    [
        "net.ipv4.tcp_congestion_control", "net.ipv4.tcp_available_congestion_control", "net.ipv4.tcp_sack",
        "net.ipv4.tcp_dsack", "net.ipv4.tcp_timestamps", "net.ipv4.tcp_window_scaling", "net.ipv4.tcp_ecn",
        "net.ipv4.tcp_fastopen", "net.ipv4.tcp_recovery", "net.ipv4.tcp_early_retrans", "net.ipv4.tcp_frto",
        "net.ipv4.tcp_rfc1337", "net.ipv4.tcp_tw_reuse", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_rto_min_us", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.ipv4.tcp_challenge_ack_limit",
        "net.core.somaxconn",
    ];

    /// <summary>The version of the kernel.</summary>
    public static string Release => HostKernel.ReadFile("/proc/sys/kernel/osrelease") ?? "of unknown version";

    /// <summary>The environment of the calling thread's network namespace.</summary>
    public static IReadOnlyDictionary<string, string> Read(LinuxNetwork network)
    {
        var found = new Dictionary<string, string>
        {
            ["kernel"] = Release,
            ["build"] = HostKernel.ReadFile("/proc/sys/kernel/version") ?? "",
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["time"] = $"real, {HostKernel.ReadFile(ClockSource) ?? "of an unknown clock"}",
            ["interface"] = "TUN, no offloads",
            ["mtu"] = network.Mtu.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var name in s_settings)
        {
            if (LinuxNetwork.Read(name) is { } value)
            {
                found[name] = string.Join(' ', value.Split(
                    (char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return found;
    }
}
