using System.Diagnostics;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Scenarios.Exploration;
using Wakeline.Model;

namespace Wakeline.Conformance.Scenarios;

/// <summary>Finds out what may come of a scenario, and what comes of it on the kernel of this machine.</summary>
public static class ScenarioVerification
{
    /// <summary>Explores every interleaving of the model.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">What is to be done.</param>
    /// <param name="progress">Is told how many states were visited.</param>
    /// <param name="cancellation">Ends the exploration.</param>
    /// <exception cref="Programs.ProgramSyntaxException">The setup does not come to one end.</exception>
    /// <exception cref="BoundExceededException">The scenario needs more than the model has room for.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ScenarioAnalysis Explore(
        Scenario scenario, ScenarioOptions options, Action<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var model = new ScenarioModel(scenario, options, isTimed: true)
        {
            Progress = progress,
            Cancellation = cancellation,
        };
        return model.Explore();
    }

    /// <summary>The fault with a name, or <see langword="null"/> if the specification has none.</summary>
    public static Mutation? FindMutant(string name) => HostSystem.Info.FindMutation(name);

    /// <summary>Runs a scenario on the kernel of this machine, and compares what comes of it with the model.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="analysis">What the model says.</param>
    /// <param name="options">What is to be done.</param>
    /// <param name="progress">Is told on the calling thread how many runs are over.</param>
    /// <param name="cancellation">Ends the comparison after the run under way.</param>
    /// <exception cref="KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static KernelRuns Compare(
        Scenario scenario, ScenarioAnalysis analysis, ScenarioOptions options, Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(options);
        return Sandbox.Run<int, KernelRuns>(
            (sandbox, report) =>
            {
                using var driver = new LinuxDriver(sandbox);
                return new ScenarioComparison(driver, scenario, analysis, options).Complete(report, cancellation);
            },
            progress);
    }
}

/// <summary>The runs of one scenario on the kernel.</summary>
internal sealed class ScenarioComparison(
    LinuxDriver driver, Scenario scenario, ScenarioAnalysis analysis, ScenarioOptions options)
{
    private readonly Dictionary<Outcome, int> _seen = analysis.Outcomes.ToDictionary(outcome => outcome, _ => 0);
    private readonly Dictionary<Outcome, int> _others = [];
    private ScenarioAnalysis? _untimed;

    /// <summary>Does all runs.</summary>
    public KernelRuns Complete(Action<int> report, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var random = new Random(unchecked((int)(options.Seed ^ (options.Seed >> 32))));
        for (var run = 0; run < options.Repeat; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = new ConcurrentRun(driver, scenario, random).Run(_seen.ContainsKey);
            var counts = _seen.ContainsKey(outcome) ? _seen : _others;
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            report(run + 1);
        }

        return new KernelRuns
        {
            Runs = options.Repeat,
            Seen = [.. analysis.Outcomes.Select(outcome => _seen[outcome])],
            Others = [.. _others.Select(each => new OtherOutcome(each.Key, each.Value, KindOf(each.Key)))],
            Elapsed = Stopwatch.GetElapsedTime(start),
            Kernel = EnvironmentReport.Read(driver.Sandbox).Release,
        };
    }

    /// <summary>On a machine that is busy enough, a sleep that has an end may end at any time.</summary>
    private OtherOutcomeKind KindOf(Outcome outcome)
    {
        if (!analysis.IsComplete)
        {
            return OtherOutcomeKind.Unknown;
        }

        if (!scenario.Threads.Any(thread => thread.Steps.Any(step => step.Call.Duration > TimeSpan.Zero)))
        {
            return OtherOutcomeKind.Difference;
        }

        _untimed ??= new ScenarioModel(scenario, options, isTimed: false).Explore();
        return _untimed.Outcomes.Contains(outcome) ? OtherOutcomeKind.Late
            : _untimed.IsComplete ? OtherOutcomeKind.Difference
            : OtherOutcomeKind.Unknown;
    }
}
