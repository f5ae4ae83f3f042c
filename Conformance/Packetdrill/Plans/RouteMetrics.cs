using System.Globalization;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>
/// What <c>ip route</c> says of the route to the peer (ip-route(8)): settings like those of sysctl, under names of
/// their own. Every command that puts a route says all of them anew.
/// </summary>
internal static class RouteMetrics
{
    /// <summary>How the names of these settings begin.</summary>
    public const string Prefix = "ip.route.";

    /// <summary>What stands before a value that nothing on the way changes.</summary>
    private const string Lock = "lock";

    private const string Mtu = "mtu", Hops = "hoplimit", Congestion = "congctl", Features = "features";
    private const string NoCookie = "fastopen_no_cookie", TimeoutLeast = "rto_min";

    /// <summary>What a route is put by, and taken away by.</summary>
    private static readonly string[] s_put = ["add", "a", "append", "change", "chg", "replace", "repl", "re"];
    private static readonly string[] s_taken = ["del", "delete", "d"];

    /// <summary>Where a route leads, and how it is kept.</summary>
    private static readonly string[] s_ways =
        ["via", "dev", "proto", "scope", "src", "table", "metric", "pref", "type"];

    /// <summary>The metrics that are known.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Mtu, "advmss", "initcwnd", "initrwnd", TimeoutLeast, "quickack", Congestion, Features, Hops, NoCookie,
    ];

    /// <summary>What a route has that nothing was said of.</summary>
    public static IEnumerable<KeyValuePair<string, string>> None =>
        Names.Select(name => new KeyValuePair<string, string>(Prefix + name, ""));

    /// <summary>The settings of a command; <see langword="null"/> if it is none about routes.</summary>
    /// <param name="words">The words of the command.</param>
    /// <exception cref="UnsupportedException">It says something that is not known.</exception>
    public static IEnumerable<KeyValuePair<string, string>>? Read(IReadOnlyList<string> words)
    {
        var rest = words.Skip(1).SkipWhile(word => word is "-4" or "-6").ToList();
        if (words[0] != "ip" || rest is not ["route" or "ro" or "r", var verb, _, ..])
        {
            return null;
        }

        return s_taken.Contains(verb) ? None
            : s_put.Contains(verb) ? None.Concat(ReadMetrics(rest[3..]))
            : null;
    }

    /// <summary>A metric as a number; 0 if nothing was said.</summary>
    public static int Number(RunSettings settings, string name) => NumberOf(settings, name) is { } value
        ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnsupportedException($"'{value}' of the metric '{name}' is no number")
        : 0;

    /// <summary>Whether no message on the way changes the MTU.</summary>
    public static bool IsMtuLocked(RunSettings settings) =>
        settings.Sysctls[Prefix + Mtu].StartsWith(Lock, StringComparison.Ordinal);

    /// <summary>What a command makes of the metrics in force: its words behind the destination.</summary>
    public static IReadOnlyList<string> Words(IReadOnlyDictionary<string, string> settings) =>
    [
        .. Names.Where(name => settings.GetValueOrDefault(Prefix + name, "").Length > 0)
            .SelectMany(name => settings[Prefix + name].Split(' ').Prepend(name)),
    ];

    /// <summary>Settings in which the metrics count that stand for others.</summary>
    public static RunSettings Apply(RunSettings settings)
    {
        var sysctls = settings.Sysctls;
        if (NumberOf(settings, Congestion) is { } algorithm)
        {
            sysctls = sysctls.SetItem("net.ipv4.tcp_congestion_control", algorithm);
        }

        if (NumberOf(settings, Features) is not null && sysctls["net.ipv4.tcp_ecn"] is "0" or "2")
        {
            sysctls = sysctls.SetItem("net.ipv4.tcp_ecn", "1");
        }

        if (NumberOf(settings, Hops) is { } hops)
        {
            sysctls = sysctls.SetItem("net.ipv4.ip_default_ttl", hops);
        }

        if (NumberOf(settings, TimeoutLeast) is { } least)
        {
            sysctls = sysctls.SetItem("net.ipv4.tcp_rto_min_us", MicrosecondsOf(least));
        }

        return settings with
        {
            Sysctls = sysctls,
            Mtu = Number(settings, Mtu) is > 0 and var mtu ? mtu : settings.Mtu,
            NeedsNoCookies = Number(settings, NoCookie) > 0,
        };
    }

    private static string? NumberOf(RunSettings settings, string name)
    {
        var value = settings.Sysctls[Prefix + name];
        return value.Length == 0 ? null
            : value.StartsWith(Lock, StringComparison.Ordinal) ? value[(Lock.Length + 1)..]
            : value;
    }

    /// <summary>Times without a unit, and such in <c>ms</c>, are milliseconds.</summary>
    private static string MicrosecondsOf(string time)
    {
        var (number, unit) = time.EndsWith("ms", StringComparison.Ordinal) ? (time[..^2], 1000m)
            : time.EndsWith('s') ? (time[..^1], 1_000_000m)
            : (time, 1000m);
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? ((long)(value * unit)).ToString(CultureInfo.InvariantCulture)
            : throw new UnsupportedException($"'{time}' of the metric '{TimeoutLeast}' is no time");
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadMetrics(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var name = words[at];
            if (at + 1 == words.Count || (!s_ways.Contains(name) && !Names.Contains(name)))
            {
                throw new UnsupportedException($"'{name}' of a route is not known");
            }

            var value = words[++at];
            if (value == Lock && at + 1 < words.Count)
            {
                value = $"{Lock} {words[++at]}";
            }

            if (Names.Contains(name))
            {
                yield return new(Prefix + name, value);
            }
        }
    }
}
