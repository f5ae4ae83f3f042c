using System.CommandLine;
using System.Text;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline run FILE...</c>: scripts of the packetdrill language, run on the model.</summary>
internal sealed class RunCommand
{
    private const string StandardInput = "-";
    private const string Scripts = "*.pkt";

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Scripts, or folders with scripts (*.pkt); '-' reads the standard input. docs/packetdrill.md "
            + "describes the language.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _on = new("--on")
    {
        Description = "What to run them on: 'model', the specification in virtual time; 'linux', this host's kernel in "
            + "real time, with a network namespace and a TUN device of its own, which takes root; 'cmd:PROGRAM', the "
            + "stack behind an adapter (docs/adapters.md); or a stack that an adapter is shipped for "
            + "(docs/targets.md), such as 'lwip'.",
        HelpName = "TARGET",
        DefaultValueFactory = _ => TargetCatalogue.Model,
    };

    private readonly Option<string> _profile = new("--profile")
    {
        Description = "Whose settings hold where a script sets none, and which departures from RFC 9293 the model "
            + "makes.",
        HelpName = string.Join('|', ModelScripts.Profiles),
        DefaultValueFactory = _ => ModelScripts.Profiles[0],
    };

    private readonly Option<string[]> _define = new("--define", "-D")
    {
        Description = "Replace a word of the scripts, as WORD=value; may be given again.",
        HelpName = "WORD=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "Write down what the model was asked and what it did, for 'wakeline oracle'; for one script.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell)
    {
        var run = new RunCommand();
        var command = new DocumentedCommand(
            "run",
            "Runs scripts of the packetdrill language in virtual time against the model: system calls, packets in and "
            + "out, and what they expect. A script passes, fails (what is expected and what came are shown), or is "
            + "unsupported, with the reason.")
        {
            Examples =
            [
                "wakeline run Conformance/Scripts/handshake/passive.pkt",
                "wakeline run Conformance/Scripts --json > runs.json",
                "wakeline run script.pkt -D MSS=1460 --profile linux-6.18",
                "wakeline run Conformance/Scripts/handshake --on linux",
                "wakeline run Conformance/Scripts/handshake --on \"cmd:wakeline adapter\"",
                "wakeline run script.pkt --trace script.jsonl",
            ],
        };
        command.Add(run._files);
        command.Add(run._on);
        command.Add(run._profile);
        command.Add(run._define);
        command.Add(run._trace);
        command.Add(run._json);
        command.SetAction(parsed => run.Run(parsed, shell));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell)
    {
        var on = parsed.GetRequiredValue(_on);
        if (!TargetCatalogue.IsKnown(on))
        {
            CommonOptions.Require("--on", on, [.. TargetCatalogue.All.Select(target => target.Name)]);
        }

        if (on == TargetCatalogue.Linux && !LinuxScripts.IsPermitted)
        {
            throw new UnusableInputException(
                "--on linux makes a network namespace and a TUN device: it takes root and /dev/net/tun.");
        }

        var profile = parsed.GetRequiredValue(_profile);
        CommonOptions.Require("--profile", profile, ModelScripts.Profiles);
        var definitions = DefinitionsOf(parsed.GetRequiredValue(_define));
        var files = FilesOf(parsed.GetRequiredValue(_files));
        var traceFile = PrepareTrace(parsed.GetValue(_trace), files.Count);
        using var trace = traceFile is null ? null : new MemoryStream();
        using var scripts = on is TargetCatalogue.Model or TargetCatalogue.Linux ? null : Open(on);
        var reports = shell.Track("Running", tell => files.Index().Select(each =>
        {
            shell.Cancellation.ThrowIfCancellationRequested();
            tell($"Running: {each.Index} of {files.Count}");
            return RunOne(each.Item, (text, name) => scripts is not null ? scripts.Run(text, name, definitions, trace)
                : on == TargetCatalogue.Linux ? LinuxScripts.Run(text, name, definitions, trace)
                : ModelScripts.Run(text, name, definitions, profile, trace));
        }).ToList());
        if (trace is not null)
        {
            traceFile?.Write(Encoding.UTF8.GetString(trace.ToArray()));
        }

        if (parsed.GetValue(_json))
        {
            shell.WriteJson(
                RunListing.Of(on, profile, reports), ReportJson.Default.RunListing);
        }
        else
        {
            RunText.Write(reports, shell);
        }

        bool Any(ScriptVerdict verdict) => reports.Exists(report => report.Verdict == verdict);
        return Any(ScriptVerdict.Failed) ? ExitCode.Differs
            : Any(ScriptVerdict.Unusable) ? ExitCode.Unusable
            : Any(ScriptVerdict.Unsupported) ? ExitCode.Inconclusive
            : ExitCode.Agrees;
    }

    /// <summary>A file that cannot be read does not keep the others from being run.</summary>
    private static ScriptReport RunOne(string file, Func<string, string, ScriptReport> run)
    {
        try
        {
            var (text, name) = file == StandardInput
                ? (Console.In.ReadToEnd(), "standard input")
                : (File.ReadAllText(file), file);
            return run(text, name);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new ScriptReport(file, ScriptVerdict.Unusable, [new ScriptFinding(0, 0, unreadable.Message)]);
        }
    }

    private static TargetScripts Open(string target)
    {
        try
        {
            return TargetScripts.Open(target);
        }
        catch (TargetException refused)
        {
            throw new UnusableInputException($"--on {target}: {refused.Message}.");
        }
    }

    private static OutputFile? PrepareTrace(string? file, int scripts) =>
        file is null ? null
        : scripts == 1 ? OutputFile.Prepare(file)
        : throw new UnusableInputException($"--trace is for one script, not {scripts}.");

    private static List<string> FilesOf(string[] arguments)
    {
        var files = new List<string>();
        foreach (var argument in arguments)
        {
            if (!Directory.Exists(argument))
            {
                files.Add(argument);
                continue;
            }

            var found = Directory.EnumerateFiles(argument, Scripts, SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal).ToList();
            files.AddRange(found.Count > 0
                ? found
                : throw new UnusableInputException($"The folder '{argument}' has no scripts ({Scripts})."));
        }

        return files;
    }

    private static Dictionary<string, string> DefinitionsOf(string[] definitions)
    {
        var words = new Dictionary<string, string>();
        foreach (var definition in definitions)
        {
            var equals = definition.IndexOf('=', StringComparison.Ordinal);
            var word = equals < 0 ? "" : definition[..equals];
            if (!ModelScripts.IsDefinition(word, definition[(equals + 1)..]))
            {
                throw new UnusableInputException($"--define takes WORD=value, not '{definition}'.");
            }

            words[word] = definition[(equals + 1)..];
        }

        return words;
    }
}
