using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Finds out what commands of the shell would set.</summary>
internal sealed partial class CommandBinder
{
    /// <summary>The name of the script that sets the usual defaults, whatever folder it lies in.</summary>
    private const string DefaultsScript = "defaults.sh";

    /// <summary>The name of the script that writes settings by their files, whatever folder it lies in.</summary>
    private const string SettingsScript = "set_sysctls.py";

    private const string SettingsFolder = "/proc/sys/";

    /// <summary>How deep scripts run scripts.</summary>
    private const int NestingMost = 4;

    /// <summary>How many characters a script that is run may have.</summary>
    private const int ScriptLengthMost = 1 << 16;

    /// <summary>Queues of devices that neither delay nor drop what a script makes a stack send.</summary>
    private static readonly string[] s_plainQueues = ["noqueue", "pfifo", "pfifo_fast", "bfifo"];

    /// <summary>Commands that only show something, or pass time before anything happens.</summary>
    private static readonly string[] s_shown =
    [
        "nstat", "true", ":", "ss", "netstat", "cat", "date", "uname", "sync", "dmesg", "printf",
    ];

    /// <summary>What can be shown of the network.</summary>
    private static readonly string[] s_parts =
        ["addr", "address", "a", "link", "l", "route", "r", "neigh", "tcp_metrics"];

    /// <summary>What reads the output of what only shows something.</summary>
    private static readonly string[] s_readers = ["cat", "grep", "egrep", "head", "tail", "awk", "sed", "wc", "sort"];

    /// <summary>Settings that change nothing for connections between a script and a stack.</summary>
    private static readonly string[] s_indifferent =
    [
        "net.core.default_qdisc", "net.core.rmem_default", "net.core.wmem_default", "net.core.netdev_max_backlog",
        "net.ipv4.tcp_allowed_congestion_control", "net.ipv4.tcp_max_orphans", "net.ipv4.ip_forward",
        "net.ipv4.ip_nonlocal_bind", "net.ipv4.conf.", "net.ipv4.neigh.", "net.ipv6.conf.", "net.ipv6.neigh.",
        "net.ipv4.tcp_child_ehash_entries", "net.ipv4.tcp_low_latency", "net.ipv4.tcp_mem", "net.ipv4.ip_early_demux",
        "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.fib_", "net.ipv4.icmp_", "net.ipv4.igmp_", "net.ipv4.inet_peer_", "net.ipv4.ipfrag_", "net.ipv4.udp_",
        "net.ipv4.tcp_plb_",
    ];

    private readonly int _nesting;
    private string? _folder;

    private CommandBinder(string? folder, int nesting) => (_folder, _nesting) = (folder, nesting);

    /// <summary>What commands set, by name.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="folder">The folder that the names of scripts count from, if it is known.</param>
    /// <exception cref="UnsupportedException">They do something else.</exception>
    public static ImmutableDictionary<string, string> Bind(string commands, string? folder) =>
        new CommandBinder(folder, 0).Bind(commands);

    private ImmutableDictionary<string, string> Bind(string commands)
    {
        var set = ImmutableDictionary<string, string>.Empty;
        foreach (var command in ShellCommand.Split(commands))
        {
            set = set.SetItems(Bind(command));
        }

        return set;
    }

    private IEnumerable<KeyValuePair<string, string>> Bind(ShellCommand command)
    {
        var output = command.Output is { } file && !file.StartsWith("/dev/", StringComparison.Ordinal) ? file : null;
        if (command.Words.Concat(command.Pipe?.Words ?? []).Any(word => word.IndexOfAny(['$', '(', ')', '`']) >= 0))
        {
            throw Unknown(command);
        }

        return command switch
        {
            { Words: ["echo", .. var value], Pipe: null } when output is not null =>
                BindSettings(command, [$"{output}={string.Join(' ', value.SkipWhile(IsEchoFlag))}"]),
            { Words: ["echo", .. var value], Pipe: { Words: ["tee", var written], Pipe: null } } when output is null =>
                BindSettings(command, [$"{written}={string.Join(' ', value.SkipWhile(IsEchoFlag))}"]),
            _ when output is not null => throw Unknown(command),
            { Words: ["echo", ..] } when OnlyShows(command.Pipe) => [],
            { Words: [var name, ..] } when s_shown.Contains(name) && OnlyShows(command.Pipe) => [],
            { Words: ["ip", var part, "show" or "list" or "ls", ..] } when s_parts.Contains(part)
                && OnlyShows(command.Pipe) => [],
            { Pipe: null } => BindOne(command, command.Words),
            _ => throw Unknown(command),
        };
    }

    private static bool IsEchoFlag(string word) => word is "-n" or "-e" or "-ne";

    private static bool OnlyShows(ShellCommand? reader) => reader is null
        || (reader.Words is [var name, ..] && s_readers.Contains(name) && OnlyShows(reader.Pipe));

    private IEnumerable<KeyValuePair<string, string>> BindOne(ShellCommand command, List<string> words)
    {
        switch (words)
        {
            case ["sysctl" or "/sbin/sysctl" or "/usr/sbin/sysctl", .. var settings]:
                return BindSettings(command, [.. settings.Where(word => !FlagPattern().IsMatch(word))]);
            case [var python, .. var written] when Path.GetFileName(python) == SettingsScript:
                return BindSettings(command, written);
            case ["." or "source" or "sh" or "bash" or "/bin/sh" or "/bin/bash", var shell]:
                return BindScript(command, shell);
            case ["cd", var folder]:
                _folder = _folder is null ? null : Path.Combine(_folder, folder);
                return [];
            case ["ip", ..] when RouteMetrics.Read(words) is { } metrics:
                return metrics;
            case ["set", ['-' or '+', ..]]:
            case ["exit", "0"]:
            // Nothing is remembered of connections before the script.
            case ["ip", "tcp_metrics", "flush" or "delete" or "del", ..]:
            case ["ip", "route" or "neigh", "flush", ..]:
            case ["tc", "qdisc", "show" or "list" or "ls", ..] or ["tc", "-s", "qdisc", ..]:
                return [];
            // What is sent leaves in its order and at once, as from these.
            case ["tc", "qdisc", "add" or "replace" or "change", "dev", _, "root", .. var queue]
                when queue.Any(s_plainQueues.Contains):
            case ["tc", "qdisc", "del" or "delete", "dev", _, "root", ..]:
                return [];
            case [var script] when script.EndsWith(".sh", StringComparison.Ordinal):
                return BindScript(command, script);
            default:
                throw Unknown(command);
        }
    }

    /// <summary>A script that lies where it is said is read; the usual defaults are known without.</summary>
    private ImmutableDictionary<string, string> BindScript(ShellCommand command, string script)
    {
        var isDefaults = Path.GetFileName(script) == DefaultsScript;
        var path = _folder is null ? null : Path.Combine(_folder, script);
        if (path is null || _nesting == NestingMost || !File.Exists(path))
        {
            return isDefaults ? SysctlProfile.UsualDefaults : throw Unknown(command);
        }

        try
        {
            return new CommandBinder(_folder, _nesting + 1).Bind(ReadScript(path));
        }
        catch (UnsupportedException) when (isDefaults)
        {
            return SysctlProfile.UsualDefaults;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnsupportedException($"the script '{script}' cannot be read: {failure.Message}");
        }
    }

    /// <summary>No more than a script may have: a file may be a device without end.</summary>
    private static string ReadScript(string path)
    {
        using var reader = new StreamReader(path);
        var text = new char[ScriptLengthMost + 1];
        var length = reader.ReadBlock(text);
        return length <= ScriptLengthMost
            ? new string(text, 0, length)
            : throw new UnsupportedException($"a script of more than {ScriptLengthMost} characters");
    }

    /// <summary>Settings as <c>name=value</c>, with points or slashes in the name, or the path of its file.</summary>
    private static List<KeyValuePair<string, string>> BindSettings(ShellCommand command, List<string> settings)
    {
        if (settings.Count == 0)
        {
            throw Unknown(command);
        }

        var set = new List<KeyValuePair<string, string>>();
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Unknown(command);
            }

            var path = setting[..equals].Trim();
            var name = path[(path.StartsWith(SettingsFolder, StringComparison.Ordinal) ? SettingsFolder.Length : 0)..]
                .Replace('/', '.');
            if (IsKnown(name))
            {
                set.Add(new(name, setting[(equals + 1)..].Trim()));
            }
            else if (!IsIndifferent(name) && !command.Words.Any(word => IgnoringPattern().IsMatch(word)))
            {
                throw new UnsupportedException($"the setting '{name}' is not known");
            }
        }

        return set;
    }

    private static bool IsKnown(string name) => SysctlProfile.Linux618.ContainsKey(name);

    private static bool IsIndifferent(string name) => s_indifferent.Any(
        each => each[^1] is '.' or '_' ? name.StartsWith(each, StringComparison.Ordinal) : name == each);

    private static UnsupportedException Unknown(ShellCommand command) => new(
        $"the command '{command.Text}' is no setting by sysctl, {SettingsScript} or echo, no {DefaultsScript} and no "
        + "'ip tcp_metrics flush'");

    [GeneratedRegex("^-[eqwn]+$")]
    private static partial Regex FlagPattern();

    [GeneratedRegex("^-[qwn]*e[eqwn]*$")]
    private static partial Regex IgnoringPattern();
}
