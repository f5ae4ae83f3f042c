using System.CommandLine;
using System.Net;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline oracle FILE...</c>: whether the specification admits what a stack did.</summary>
internal sealed class OracleCommand
{
    private const string StandardInput = "-";

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Traces: JSON Lines, captures (pcap, pcapng), or what strace prints; '-' reads the standard "
            + "input. docs/oracle.md describes the format.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "The profile that the stack is to keep to: linux-6.18, with the departures of Linux; rfc9293, "
            + "which names them; rfc9293-strict, for which SHOULD binds as MUST does. That of the trace unless it is "
            + "said, or else linux-6.18.",
        HelpName = "PROFILE",
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "Of a capture, the address of the host it was taken on, whose stack is judged; may be given "
            + "again. Without it both ends are, as seen on the wire.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _serve = new("--serve")
    {
        Description = "Judge events as they come, as JSON Lines on the standard input: each finding is a line at once, "
            + "and the report is the last.",
    };

    private readonly Option<string?> _socket = new("--socket")
    {
        Description = "With --serve: listen on this Unix socket instead; each connection is a trace.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell)
    {
        var oracle = new OracleCommand();
        var command = new DocumentedCommand(
            "oracle",
            "Judges traces of a TCP stack: system calls and what they returned, segments in and out, or either alone. "
            + "A trace conforms, violates the specification (the event, what was expected, the rule and its section "
            + "are shown), or is inconclusive, with the reason.")
        {
            Examples =
            [
                "wakeline oracle trace.jsonl",
                "wakeline oracle *.jsonl --json > verdicts.json",
                "wakeline oracle capture.pcap --host 192.0.2.1",
                "wakeline oracle --serve --socket /run/oracle.socket",
            ],
        };
        command.Add(oracle._files);
        command.Add(oracle._profile);
        command.Add(oracle._hosts);
        command.Add(oracle._serve);
        command.Add(oracle._socket);
        command.Add(oracle._json);
        command.SetAction(parsed => oracle.Run(parsed, shell));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell)
    {
        var profile = ProfileOf(parsed.GetValue(_profile));
        var files = parsed.GetRequiredValue(_files);
        var hosts = HostsOf(parsed.GetRequiredValue(_hosts));
        if (parsed.GetValue(_serve))
        {
            return OracleService.Serve(parsed.GetValue(_socket), files, profile, shell);
        }

        if (files.Length == 0)
        {
            throw new UnusableInputException("A trace is expected: wakeline oracle FILE...");
        }

        var reports = shell.Track("Judging", tell => files.Index().Select(each =>
        {
            tell($"Judging: {each.Index} of {files.Length}");
            return JudgeOne(each.Item, hosts, profile, shell.Cancellation);
        }).ToList());
        if (parsed.GetValue(_json))
        {
            shell.WriteJson(OracleListing.Of(reports), ReportJson.Default.OracleListing);
        }
        else
        {
            OracleText.Write(reports, shell);
        }

        return CodeOf(reports);
    }

    /// <summary>The exit code that says what became of traces.</summary>
    internal static int CodeOf(IReadOnlyCollection<TraceReport> reports)
    {
        bool Any(OracleVerdict verdict) => reports.Any(report => report.Report?.Verdict == verdict);
        return Any(OracleVerdict.Violates) ? ExitCode.Differs
            : reports.Any(report => !report.IsUsable) ? ExitCode.Unusable
            : Any(OracleVerdict.Inconclusive) ? ExitCode.Inconclusive
            : ExitCode.Agrees;
    }

    private static OracleProfile? ProfileOf(string? name)
    {
        if (name is not null)
        {
            CommonOptions.Require("--profile", name, [.. OracleProfile.All.Select(profile => profile.Name)]);
        }

        return OracleProfile.Find(name);
    }

    private static IReadOnlyList<IPAddress> HostsOf(string[] texts) => [.. texts.Select(text =>
        IPAddress.TryParse(text, out var host)
            ? host
            : throw new UnusableInputException($"--host takes an address, not '{text}'."))];

    /// <summary>A file that cannot be read does not keep the others from being judged.</summary>
    private static TraceReport JudgeOne(
        string file, IReadOnlyList<IPAddress> hosts, OracleProfile? profile, CancellationToken cancellation)
    {
        try
        {
            if (file == StandardInput)
            {
                return TraceFiles.Judge(
                    Console.OpenStandardInput(), "standard input", hosts, profile, cancellation);
            }

            if (Directory.Exists(file))
            {
                return new TraceReport(file, [new TraceFault(0, "a trace is expected, and it is a directory")], null);
            }

            using var stream = File.OpenRead(file);
            return TraceFiles.Judge(stream, file, hosts, profile, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new TraceReport(file, [new TraceFault(0, unreadable.Message)], null);
        }
    }
}
