using System.CommandLine;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline check SYSTEM</c>: searches one system exhaustively.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string> _system = new("SYSTEM")
    {
        Description = "Name of the system; 'wakeline systems' lists them.",
    };

    private readonly Option<string> _set = new("--set")
    {
        Description = "Bounds that differ from their defaults, as k=v,k=v.",
        HelpName = "k=v,...",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _mutant = new("--mutant")
    {
        Description = "Put this fault into the specification; 'wakeline systems' lists the historic ones.",
        HelpName = "M",
    };

    private readonly Option<string?> _property = new("--property")
    {
        Description = "Check this property only, and stop when it is decided.",
        HelpName = "P",
    };

    private readonly Option<ulong?> _threads = CommonOptions.Number(
        "--threads", "N", CheckOptions.ThreadsMost,
        "How many threads search; counts and verdicts do not depend on it. [default: one for each core]", least: 1);

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "Write the first counterexample to this file, for 'wakeline replay'.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var check = new CheckCommand();
        var command = new DocumentedCommand(
            "check", "Visits every reachable state of a system and judges its properties.")
        {
            Examples =
            [
                "wakeline check epoll-level",
                "wakeline check epoll-edge --mutant M2 --trace m2.json",
            ],
        };
        command.Add(check._system);
        command.Add(check._set);
        command.Add(check._mutant);
        command.Add(check._property);
        command.Add(check._threads);
        command.Add(check._trace);
        command.Add(check._json);
        command.SetAction(parsed => check.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var entry = catalogue.System(parsed.GetRequiredValue(_system));
        var mutation = MutationOf(entry.Info, parsed.GetValue(_mutant));
        var parameters = Parameters.Of(entry.Info, parsed.GetRequiredValue(_set), mutation);
        var options = new CheckOptions
        {
            Property = parsed.GetValue(_property),
            Threads = (int?)parsed.GetValue(_threads) ?? CheckOptions.Default.Threads,
        };
        var file = parsed.GetValue(_trace) is { } path ? OutputFile.Prepare(path) : null;
        var report = CheckRunner.Run(entry, parameters, options, shell);
        var trace = report.Violations.Select(each => each.Verdict.Trace).FirstOrDefault(each => each is not null);
        if (file is not null && trace is not null)
        {
            file.Write(TraceFile.ToJson(trace));
            var name = parsed.GetValue(_trace);
            shell.Error.WriteLine($"The counterexample is in '{name}'; replay it with 'wakeline replay {name}'.");
        }

        if (parsed.GetValue(_json))
        {
            shell.WriteJson(ReportSections.Of(report), ReportJson.Default.SystemSection);
        }
        else
        {
            Show(report, trace, shell);
        }

        return report.AllHold ? ExitCode.Agrees : ExitCode.Differs;
    }

    private static Mutation MutationOf(SystemInfo system, string? mutant) => mutant is null
        ? Mutation.None
        : system.FindMutation(mutant) ?? throw new UnusableInputException(
            $"No machine of system '{system.Name}' has a mutant '{mutant}'; see 'wakeline systems {system.Name}'.");

    private static void Show(CheckReport report, Trace? trace, Shell shell)
    {
        SystemText.WriteFull(ReportSections.Of(report), shell.Console);
        shell.Output.WriteLine();
        if (report.Mutant is { } mutant)
        {
            shell.Output.WriteLine($"With the mutant {mutant.Name} in force: {mutant.Story}\n");
        }

        if (trace is not null)
        {
            shell.Output.WriteLine(TraceText.Of(trace, shell));
        }
    }
}
