using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Finds out what a command of the shell would set.</summary>
internal static partial class CommandBinder
{
    /// <summary>The name of the script that sets the usual defaults, whatever folder it lies in.</summary>
    private const string DefaultsScript = "defaults.sh";

    /// <summary>The name of the script that writes settings by their files, whatever folder it lies in.</summary>
    private const string SettingsScript = "set_sysctls.py";

    /// <summary>Queues of devices that neither delay nor drop what a script makes a stack send.</summary>
    private static readonly string[] s_plainQueues = ["noqueue", "pfifo", "pfifo_fast", "bfifo"];

    private const string SettingsFolder = "/proc/sys/";

    /// <summary>What a command sets, by name.</summary>
    /// <exception cref="UnsupportedException">It does something else.</exception>
    public static ImmutableDictionary<string, string> Bind(string command)
    {
        var set = ImmutableDictionary<string, string>.Empty;
        foreach (var line in Separator().Split(command.Replace("\\\n", " ", StringComparison.Ordinal)))
        {
            var words = Word().Matches(line).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal)
                .Replace("'", "", StringComparison.Ordinal)).ToList();
            set = words is [] || words[0].StartsWith('#') ? set : set.SetItems(BindOne(line.Trim(), words));
        }

        return set;
    }

    private static IEnumerable<KeyValuePair<string, string>> BindOne(string line, List<string> words)
    {
        words = WithoutSilence(words);
        if (words is ["echo", .. var value, ">", var file])
        {
            return BindSettings(line, [$"{file}={string.Join(' ', value)}"]);
        }

        if (words.Any(word => word.IndexOfAny(['$', '>', '<', '|', '&', '(', ')', '*', '?']) >= 0))
        {
            throw Unknown(line);
        }

        return words switch
        {
            ["sysctl" or "/sbin/sysctl", .. var settings] => BindSettings(
                line, [.. settings.Where(setting => !FlagPattern().IsMatch(setting))]),
            [var script, .. var settings] when Path.GetFileName(script) == SettingsScript =>
                BindSettings(line, settings),
            [var script] when Path.GetFileName(script) == DefaultsScript => SysctlProfile.UsualDefaults,
            // Nothing is remembered of connections before the script.
            ["ip", "tcp_metrics", "flush", .. ["all"] or []] => [],
            // What is sent leaves in its order and at once, as from these; what is counted is only shown.
            ["tc", "qdisc", "add" or "replace" or "change", "dev", _, "root", .. var queue]
                when queue.Any(s_plainQueues.Contains) => [],
            ["nstat", ..] or ["true"] => [],
            _ => throw Unknown(line),
        };
    }

    /// <summary>A command as it is without what keeps it quiet or lets it fail.</summary>
    private static List<string> WithoutSilence(List<string> words) => words switch
    {
        [.. var rest, "||", "true" or ":"] => WithoutSilence(rest),
        [.. var rest, ">/dev/null" or "2>/dev/null" or "&>/dev/null" or "2>&1"] => WithoutSilence(rest),
        [.. var rest, ">" or "2>", "/dev/null"] => WithoutSilence(rest),
        _ => words,
    };

    /// <summary>Settings as <c>name=value</c>, with points or slashes in the name, or the path of its file.</summary>
    private static IEnumerable<KeyValuePair<string, string>> BindSettings(string line, List<string> settings)
    {
        if (settings.Count == 0)
        {
            throw Unknown(line);
        }

        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Unknown(line);
            }

            var path = setting[..equals].Trim();
            var name = path[(path.StartsWith(SettingsFolder, StringComparison.Ordinal) ? SettingsFolder.Length : 0)..]
                .Replace('/', '.');
            if (!SysctlProfile.Linux618.ContainsKey(name))
            {
                throw new UnsupportedException($"the setting '{name}' is not known");
            }

            yield return new(name, setting[(equals + 1)..].Trim());
        }
    }

    private static UnsupportedException Unknown(string line) => new(
        $"the command '{line}' is no setting by sysctl, {SettingsScript} or echo, no {DefaultsScript} and no "
        + "'ip tcp_metrics flush'");

    [GeneratedRegex("^-[eqw]+$")]
    private static partial Regex FlagPattern();

    [GeneratedRegex(@"\n|;|&&")]
    private static partial Regex Separator();

    [GeneratedRegex("""(?>"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}
