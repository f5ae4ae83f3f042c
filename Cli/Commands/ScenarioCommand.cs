using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Scenarios.Text;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline scenario FILE</c>: what may come of threads that run at the same time.</summary>
internal sealed class ScenarioCommand
{
    private const string StandardInput = "-";
    private const string Linux = "linux";

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A scenario; '-' reads the standard input. docs/scenarios.md describes the notation.",
    };

    private readonly Option<string?> _on = new("--on")
    {
        Description = "Run it on the kernel of this machine too, and compare: 'linux'.",
        HelpName = Linux,
    };

    private readonly Option<ulong?> _repeat = CommonOptions.Number(
        "--repeat", "N", 1_000_000, "How often the kernel runs it. [default: 200]");

    private readonly Option<ulong?> _seed = CommonOptions.Number(
        "--seed", "S", ulong.MaxValue, "Seed of the delays between the calls of a run. [default: 1]");

    private readonly Option<ulong?> _states = CommonOptions.Number(
        "--states", "N", int.MaxValue, "The most states of the model to visit. [default: 2000000]");

    private readonly Option<string?> _mutant = new("--mutant")
    {
        Description = "Put this fault into the specification; 'wakeline systems' lists the historic ones.",
        HelpName = "M",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell)
    {
        var scenario = new ScenarioCommand();
        var command = new DocumentedCommand(
            "scenario",
            "Computes from every interleaving of a scenario's threads what may come of it: who returns what, and who "
            + "sleeps for ever. What the scenario expects is judged, and a violation shown by a shortest run.")
        {
            Examples =
            [
                "wakeline scenario samples/scenarios/wakeup/epoll10.scenario",
                "wakeline scenario samples/scenarios/wakeup/epoll10.scenario --on linux --repeat 1000",
                "wakeline scenario samples/scenarios/wakeup/epoll61.scenario --mutant M5",
            ],
        };
        command.Add(scenario._file);
        command.Add(scenario._on);
        command.Add(scenario._repeat);
        command.Add(scenario._seed);
        command.Add(scenario._states);
        command.Add(scenario._mutant);
        command.Add(scenario._json);
        command.SetAction(parsed => scenario.Run(parsed, shell));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell)
    {
        var scenario = Read(parsed.GetRequiredValue(_file));
        var isOnLinux = parsed.GetValue(_on) switch
        {
            null => false,
            Linux => true,
            var other => throw new UnusableInputException($"There is no '{other}' to run on; '--on linux' is all."),
        };
        var usual = new ScenarioOptions();
        var options = usual with
        {
            Repeat = (int)(parsed.GetValue(_repeat) ?? (ulong)usual.Repeat),
            Seed = parsed.GetValue(_seed) ?? usual.Seed,
            Mutation = MutationOf(parsed.GetValue(_mutant)),
            StatesMost = (int)Math.Max(parsed.GetValue(_states) ?? (ulong)usual.StatesMost, 1),
        };
        var analysis = Explore(scenario, options, shell);
        var runs = isOnLinux ? Compare(scenario, analysis, options, shell) : null;
        if (parsed.GetValue(_json))
        {
            shell.WriteJson(ScenarioListing.Of(scenario, analysis, runs), ReportJson.Default.ScenarioListing);
        }
        else
        {
            new OutcomeText(scenario, analysis, runs, shell).Write();
        }

        return analysis.IsAsExpected && runs?.Agrees != false ? ExitCode.Agrees : ExitCode.Differs;
    }

    private static Mutation MutationOf(string? mutant) => mutant is null
        ? Mutation.None
        : ScenarioVerification.FindMutant(mutant) ?? throw new UnusableInputException(
            $"No machine of the kernel has a mutant '{mutant}'; see 'wakeline systems'.");

    private static ScenarioAnalysis Explore(Scenario scenario, ScenarioOptions options, Shell shell)
    {
        try
        {
            return shell.Track("Exploring", tell => ScenarioVerification.Explore(
                scenario, options, states => tell($"Exploring: {Figures.Counted(states, "state")}"),
                shell.Cancellation));
        }
        catch (BoundExceededException bound)
        {
            throw new UnusableInputException(
                $"{scenario.Source}: the scenario needs more than the model has room for: {bound.Message}");
        }
    }

    private static KernelRuns Compare(
        Scenario scenario, ScenarioAnalysis analysis, ScenarioOptions options, Shell shell) =>
        shell.Track("Running on the kernel", tell => ScenarioVerification.Compare(
            scenario, analysis, options, runs => tell($"Running on the kernel: {runs} of {options.Repeat}"),
            shell.Cancellation));

    private static Scenario Read(string file) => file == StandardInput
        ? ScenarioText.Parse(Console.In.ReadToEnd(), "standard input")
        : ScenarioText.Parse(File.ReadAllText(file), file);
}
