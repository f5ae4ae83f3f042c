using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Suites.Systems;
using Wakeline.Conformance.Targets;
using Wakeline.Generators.Analysis;

namespace Wakeline.Cli.Commands;

/// <summary>The options of <c>conform</c> that say which cases run on what, and how.</summary>
internal sealed class ConformOptions
{
    private const int UsualSeed = 1;

    private static readonly SuiteRunOptions s_usual = new();

    private readonly Option<string[]> _targets = new("--target")
    {
        Description = "What to run on; may be given again, to compare: "
            + string.Join("; ", TargetCatalogue.All.Select(target => $"{target.Name} ({target.Summary})")) + ".",
        HelpName = "TARGET",
        DefaultValueFactory = _ => [TargetCatalogue.Model],
    };

    private readonly Option<string?> _system = new("--system")
    {
        Description = "Derive the cases from this system instead of TCP and system calls; 'wakeline systems' lists "
            + "those that ship. Targets are model, which is the system itself, and adapters.",
        HelpName = "SYSTEM",
    };

    private readonly Option<string?> _assembly = CommonOptions.Assembly();

    private readonly Option<string[]> _settings = CommonOptions.Settings();

    private readonly Option<string[]> _filters = new("--filter")
    {
        Description = $"Only cases that match KIND=VALUE,VALUE, of kinds {string.Join(", ", CaseFilter.Kinds)}; VALUE "
            + "may have * and ?. May be given again: a case has to match each.",
        HelpName = "KIND=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _suite = new("--suite")
    {
        Description = $"Only this suite: {string.Join(", ", GoalNames.Suites.Select(suite => suite.Name))}.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _goals = new("--goal")
    {
        Description = "What the cases are to cover; may be given again: "
            + string.Join("; ", GoalNames.All.Select(goal => $"{goal.Name} ({goal.Meaning})")) + ". [default: all]",
        HelpName = "GOAL",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<ulong?> _repeat = CommonOptions.Number(
        "--repeat", "N", 1_000_000, "Run each case N times; if its outcomes differ it is flaky. [default: 1]",
        least: 1);

    private readonly Option<ulong?> _parallel = CommonOptions.Number(
        "--parallel", "N", 256, "Run N cases at a time, each on a target of its own. [default: 1]", least: 1);

    private readonly Option<ulong?> _together = CommonOptions.Number(
        "--together", "N", 4096,
        "Let N cases share a target that takes several, as linux does for packets, so that they wait together; what "
        + $"does not pass so is run again alone before it counts. 1 runs each alone. [default: {s_usual.Together}]",
        least: 1);

    private readonly Option<ulong?> _timeout = CommonOptions.Number(
        "--timeout", "S", 86_400,
        $"Seconds after which a target counts as hung in a case. [default: {s_usual.Timeout.TotalSeconds}]", least: 1);

    private readonly Option<ulong?> _seed = CommonOptions.Number(
        "--seed", "S", int.MaxValue,
        "Decides what the specification leaves open to the cases, such as initial sequence numbers. "
        + $"[default: {UsualSeed}]");

    public void AddTo(Command command)
    {
        command.Add(_targets);
        command.Add(_system);
        command.Add(_assembly);
        command.Add(_settings);
        command.Add(_filters);
        command.Add(_suite);
        command.Add(_goals);
        command.Add(_repeat);
        command.Add(_parallel);
        command.Add(_together);
        command.Add(_timeout);
        command.Add(_seed);
    }

    /// <summary>Derives the cases and chooses among them.</summary>
    /// <exception cref="UnusableInputException">What is asked for is not there.</exception>
    public ConformPlan PlanOf(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var targets = parsed.GetRequiredValue(_targets);
        RequireTargets(targets);
        CaseFilter[] filters = [.. parsed.GetRequiredValue(_filters).Select(CaseFilter.Parse)];
        var goals = GoalsOf(parsed.GetRequiredValue(_goals), parsed.GetValue(_suite));
        var seed = (int)(parsed.GetValue(_seed) ?? UsualSeed);
        var derive = DerivationOf(parsed, goals, seed, shell, catalogue);
        var suite = shell.Track("Deriving cases from the specification", _ => derive());
        return new ConformPlan
        {
            Targets = targets,
            Cases = CaseFilter.Choose(suite.Cases, filters),
            Unreached = filters.Length > 0 ? [] : suite.Unreached,
            Seed = seed,
            Options = s_usual with
            {
                Repeat = (int)(parsed.GetValue(_repeat) ?? (ulong)s_usual.Repeat),
                Parallel = (int)(parsed.GetValue(_parallel) ?? (ulong)s_usual.Parallel),
                Together = (int)(parsed.GetValue(_together) ?? (ulong)s_usual.Together),
                Timeout = parsed.GetValue(_timeout) is { } seconds
                    ? TimeSpan.FromSeconds((long)seconds) : s_usual.Timeout,
            },
            Command = $"wakeline {string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)))}",
        };
    }

    /// <summary>What cases are derived from: TCP and system calls, or a system that is named.</summary>
    private Func<GeneratedSuite> DerivationOf(
        ParseResult parsed, SuiteGoals goals, int seed, Shell shell, Catalogue catalogue)
    {
        var (name, file) = (parsed.GetValue(_system), parsed.GetValue(_assembly));
        var settings = parsed.GetRequiredValue(_settings);
        if (name is null && file is null)
        {
            return settings.Length == 0
                ? () => catalogue.DeriveSuite(goals, seed, shell.Cancellation)
                : throw new UnusableInputException("--set is for the bounds of a system: it goes with --system.");
        }

        if (parsed.GetValue(_suite) is not null || (goals & SuiteGoals.Exchanges) == 0)
        {
            throw new UnusableInputException(
                "A system has one suite, of the goals rules, rule-pairs, state-events, boundaries and faults.");
        }

        var systems = CommonOptions.CatalogueOf(file, catalogue);
        var system = name is null && systems.Systems is [var only] ? only
            : systems.System(name ?? throw new UnusableInputException(
                $"'{file}' has {systems.Systems.Count} systems: --system says which."));
        var parameters = CommonOptions.ParametersOf(system.Info, settings, mutant: null);
        return () => SystemSuites.Derive(system, parameters, goals & SuiteGoals.Exchanges, seed, shell.Cancellation);
    }

    private static void RequireTargets(string[] targets)
    {
        var known = TargetCatalogue.All.Select(target => target.Name).ToList();
        if (targets.FirstOrDefault(name => !TargetCatalogue.IsKnown(name)) is { } unknown)
        {
            throw new UnusableInputException(
                $"There is no target '{unknown}'{Suggestion.For(unknown, known)}; there are "
                + $"{string.Join(", ", known)}.");
        }

        if (targets.CountBy(name => name).FirstOrDefault(each => each.Value > 1).Key is { } twice)
        {
            throw new UnusableInputException($"The target '{twice}' is given more than once.");
        }
    }

    private static SuiteGoals GoalsOf(string[] names, string? suite)
    {
        var goals = names.Length == 0 ? SuiteGoals.All : SuiteGoals.None;
        foreach (var name in names.SelectMany(each => each.Split(',')))
        {
            goals |= GoalNames.All.FirstOrDefault(goal => goal.Name == name) is { Name: not null } goal
                ? goal.Goals
                : throw Unknown("goal", name, GoalNames.All.Select(each => each.Name));
        }

        if (suite is not null)
        {
            goals &= GoalNames.Suites.FirstOrDefault(each => each.Name == suite) is { Name: not null } known
                ? known.Goals
                : throw Unknown("suite", suite, GoalNames.Suites.Select(each => each.Name));
        }

        return goals != SuiteGoals.None ? goals
            : throw new UnusableInputException(
                $"The suite '{suite}' has none of the goals {string.Join(", ", names)}.");
    }

    private static UnusableInputException Unknown(string what, string name, IEnumerable<string> known) => new(
        $"There is no {what} '{name}'{Suggestion.For(name, known)}; there are {string.Join(", ", known)}.");

    /// <summary>A word as a shell takes it.</summary>
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(sign => char.IsLetterOrDigit(sign) || "-_=.,/:+@%".Contains(sign)) ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
