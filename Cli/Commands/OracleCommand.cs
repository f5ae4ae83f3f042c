using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Packetdrill;
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
        Description = "Traces (JSON Lines); '-' reads the standard input. docs/oracle.md describes the format.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _profile = new("--profile")
    {
        Description = "The profile that the stack is to keep to.",
        HelpName = "PROFILE",
        DefaultValueFactory = _ => ModelScripts.Profiles[0],
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
            ],
        };
        command.Add(oracle._files);
        command.Add(oracle._profile);
        command.Add(oracle._json);
        command.SetAction(parsed => oracle.Run(parsed, shell));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell)
    {
        var profile = parsed.GetRequiredValue(_profile);
        CommonOptions.Require("--profile", profile, ModelScripts.Profiles);
        var files = parsed.GetRequiredValue(_files);
        var reports = shell.Track("Judging", tell => files.Index().Select(each =>
        {
            tell($"Judging: {each.Index} of {files.Length}");
            return JudgeOne(each.Item, shell.Cancellation);
        }).ToList());
        if (parsed.GetValue(_json))
        {
            shell.WriteJson(OracleListing.Of(profile, reports), ReportJson.Default.OracleListing);
        }
        else
        {
            OracleText.Write(reports, shell);
        }

        bool Any(OracleVerdict verdict) => reports.Exists(report => report.Report?.Verdict == verdict);
        return Any(OracleVerdict.Violates) ? ExitCode.Differs
            : reports.Exists(report => !report.IsUsable) ? ExitCode.Unusable
            : Any(OracleVerdict.Inconclusive) ? ExitCode.Inconclusive
            : ExitCode.Agrees;
    }

    /// <summary>A file that cannot be read does not keep the others from being judged.</summary>
    private static TraceReport JudgeOne(string file, CancellationToken cancellation)
    {
        try
        {
            if (file == StandardInput)
            {
                return TraceFiles.Judge(Console.OpenStandardInput(), "standard input", cancellation);
            }

            using var stream = File.OpenRead(file);
            return TraceFiles.Judge(stream, file, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new TraceReport(file, [new TraceFault(0, unreadable.Message)], null);
        }
    }
}
