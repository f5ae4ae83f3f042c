using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Finds out what a command of the shell would set.</summary>
internal static partial class CommandBinder
{
    /// <summary>The name of the script that sets the usual defaults, whatever folder it lies in.</summary>
    private const string DefaultsScript = "defaults.sh";

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
        if (words.Any(word => word.IndexOfAny(['$', '>', '<', '|', '&', '(', ')', '*', '?']) >= 0))
        {
            throw Unknown(line);
        }

        return words switch
        {
            ["sysctl" or "/sbin/sysctl", .. var settings] => BindSysctl(line, settings),
            [var script] when Path.GetFileName(script) == DefaultsScript => SysctlProfile.UsualDefaults,
            // Nothing is remembered of connections before the script.
            ["ip", "tcp_metrics", "flush", .. ["all"] or []] => [],
            _ => throw Unknown(line),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> BindSysctl(string line, List<string> settings)
    {
        var isAny = false;
        foreach (var setting in settings.Where(setting => setting is not ("-q" or "-w" or "-qw" or "-wq")))
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Unknown(line);
            }

            var name = setting[..equals].Trim().Replace('/', '.');
            if (!SysctlProfile.Linux618.ContainsKey(name))
            {
                throw new UnsupportedException($"the setting '{name}' is not known");
            }

            isAny = true;
            yield return new(name, setting[(equals + 1)..].Trim());
        }

        if (!isAny)
        {
            throw Unknown(line);
        }
    }

    private static UnsupportedException Unknown(string line) => new(
        $"the command '{line}' is no setting by sysctl, no {DefaultsScript} and no 'ip tcp_metrics flush'");

    [GeneratedRegex(@"\n|;|&&")]
    private static partial Regex Separator();

    [GeneratedRegex("""(?>"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}
