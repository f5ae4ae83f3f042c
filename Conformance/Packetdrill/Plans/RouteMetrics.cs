using System.Globalization;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>A metric of a route.</summary>
/// <param name="Name">As <c>ip route</c> names it.</param>
/// <param name="Text">Its value, as it stands there.</param>
/// <param name="IsLocked">Whether nothing on the way changes it.</param>
internal sealed record RouteMetric(string Name, string Text, bool IsLocked)
{
    /// <summary>The value as a number.</summary>
    /// <exception cref="UnsupportedException">It is none.</exception>
    public int Number => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UnsupportedException($"'{Text}' of the metric '{Name}' is no number");

    /// <summary>The value as a time, in microseconds; without a unit it is in milliseconds.</summary>
    /// <exception cref="UnsupportedException">It is none.</exception>
    public long Microseconds
    {
        get
        {
            var (number, unit) = Text.EndsWith("ms", StringComparison.Ordinal) ? (Text[..^2], 1000m)
                : Text.EndsWith('s') ? (Text[..^1], 1_000_000m)
                : (Text, 1000m);
            return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? (long)(value * unit)
                : throw new UnsupportedException($"'{Text}' of the metric '{Name}' is no time");
        }
    }
}

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

    private const string Mtu = "mtu", Hops = "hoplimit", NoCookie = "fastopen_no_cookie";

    /// <summary>The algorithm that controls congestion.</summary>
    public const string Congestion = "congctl";

    /// <summary>What both ends are asked for; there is ECN alone.</summary>
    public const string Features = "features";

    private const string Ecn = "ecn";

    /// <summary>The least time until something goes again.</summary>
    public const string TimeoutLeast = "rto_min";

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
    /// <exception cref="UnsupportedException">It is none.</exception>
    public static int Number(RunSettings settings, string name) => Find(settings.Sysctls, name)?.Number ?? 0;

    /// <summary>Whether no message on the way changes the MTU.</summary>
    public static bool IsMtuLocked(RunSettings settings) => Find(settings.Sysctls, Mtu) is { IsLocked: true };

    /// <summary>The metrics in force.</summary>
    public static IReadOnlyList<RouteMetric> Of(IReadOnlyDictionary<string, string> settings) =>
        [.. Names.Select(name => Find(settings, name)).OfType<RouteMetric>()];

    /// <summary>Settings in which the metrics count that stand for others.</summary>
    public static RunSettings Apply(RunSettings settings)
    {
        var sysctls = settings.Sysctls;
        if (Find(sysctls, Congestion) is { } algorithm)
        {
            sysctls = sysctls.SetItem("net.ipv4.tcp_congestion_control", algorithm.Text);
        }

        if (Find(sysctls, Features) is not null && sysctls["net.ipv4.tcp_ecn"] is "0" or "2")
        {
            sysctls = sysctls.SetItem("net.ipv4.tcp_ecn", "1");
        }

        if (Find(sysctls, Hops) is { } hops)
        {
            sysctls = sysctls.SetItem("net.ipv4.ip_default_ttl", hops.Text);
        }

        if (Find(sysctls, TimeoutLeast) is { } least)
        {
            sysctls = sysctls.SetItem(
                "net.ipv4.tcp_rto_min_us", least.Microseconds.ToString(CultureInfo.InvariantCulture));
        }

        return settings with
        {
            Sysctls = sysctls,
            Mtu = Number(settings, Mtu) is > 0 and var mtu ? mtu : settings.Mtu,
            NeedsNoCookies = Number(settings, NoCookie) > 0,
        };
    }

    private static RouteMetric? Find(IReadOnlyDictionary<string, string> settings, string name)
    {
        var value = settings.GetValueOrDefault(Prefix + name, "");
        return value.Length == 0 ? null
            : value.StartsWith(Lock, StringComparison.Ordinal) ? new RouteMetric(name, value[(Lock.Length + 1)..], true)
            : new RouteMetric(name, value, false);
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

            if (name == Features && value != Ecn)
            {
                throw new UnsupportedException($"'{value}' of the metric '{name}' is not known");
            }

            if (Names.Contains(name))
            {
                yield return new(Prefix + name, value);
            }
        }
    }
}
