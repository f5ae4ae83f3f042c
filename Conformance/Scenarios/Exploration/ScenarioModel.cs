using System.Diagnostics;
using Wakeline.Checking;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Expectations;
using Trace = Wakeline.Checking.Traces.Trace;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>Explores every interleaving of a scenario's threads.</summary>
/// <param name="scenario">The scenario.</param>
/// <param name="options">What is to be done.</param>
/// <param name="isTimed">Whether time is heeded; otherwise any sleep that has an end may end at any moment.</param>
internal sealed class ScenarioModel(Scenario scenario, ScenarioOptions options, bool isTimed)
{
    private const int StatesPerReport = 4096;

    private readonly ResultHistory _history = new();
    private readonly List<Outcome> _outcomes = [];
    private readonly Dictionary<Outcome, int> _numbers = [];
    private long _visited;

    /// <summary>Is told how many states were visited.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Ends the exploration.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Explores.</summary>
    /// <exception cref="ProgramSyntaxException">A call of the setup sleeps, fails unheard, or can end in more than one
    /// way.</exception>
    /// <exception cref="BoundExceededException">The scenario needs more than the model has room for.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScenarioAnalysis Explore()
    {
        var start = Stopwatch.GetTimestamp();
        var setup = SetupRun.Of(scenario, options.Mutation);
        var machine = new ScenarioMachine(scenario, setup.Ending, _history, isTimed) { Visiting = Visit };
        using var exploration = new Exploration<ScenarioState, ScenarioSuccessors>(
            new ScenarioSuccessors(machine), options.StatesMost);
        var verdicts = new ExpectationVerdict?[scenario.Expectations.Count];
        var isComplete = true;
        foreach (var first in setup.States)
        {
            var rest = exploration.RestStates(in first);
            isComplete &= rest.IsComplete;
            foreach (var (index, state) in rest.Found.Index())
            {
                if (Note(in state) is { } number)
                {
                    Judge(number, setup.Ending, verdicts, expectation => TraceOf(
                        expectation, machine, exploration.PathTo(index)));
                }
            }
        }

        return new ScenarioAnalysis
        {
            Setup = setup.Ending,
            Outcomes = _outcomes,
            Verdicts = [.. scenario.Expectations.Zip(verdicts, (expectation, verdict) =>
                verdict ?? Undisturbed(expectation, isComplete))],
            States = _visited,
            IsComplete = isComplete,
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    /// <summary>No outcome has decided the expectation: nothing violates it, or nothing shows it.</summary>
    private static ExpectationVerdict Undisturbed(Expectation expectation, bool isComplete) =>
        new(expectation, isComplete ? expectation.Kind == ExpectationKind.Always : null, -1, null);

    private void Visit()
    {
        if (++_visited % StatesPerReport == 0)
        {
            Cancellation.ThrowIfCancellationRequested();
            Progress?.Invoke(_visited);
        }
    }

    /// <summary>Notes the outcome that a state without successors is.</summary>
    /// <returns>Its number, if it is a new one.</returns>
    private int? Note(in ScenarioState state)
    {
        var threads = new ThreadEnding[scenario.Threads.Count];
        for (var thread = 0; thread < threads.Length; thread++)
        {
            var progress = state.Threads[thread];
            threads[thread] = new ThreadEnding(_history.ResultsOf(progress.History), progress.IsIn);
        }

        var outcome = new Outcome(threads.ToSequence());
        if (!_numbers.TryAdd(outcome, _outcomes.Count))
        {
            return null;
        }

        _outcomes.Add(outcome);
        return _outcomes.Count - 1;
    }

    private void Judge(
        int number, ThreadEnding setup, ExpectationVerdict?[] verdicts, Func<Expectation, Trace> traceOf)
    {
        foreach (var (index, expectation) in scenario.Expectations.Index())
        {
            var isAlways = expectation.Kind == ExpectationKind.Always;
            var isMet = expectation.IsMet(name => EndingOf(name, _outcomes[number], setup));
            if (verdicts[index] is null && isMet != isAlways)
            {
                verdicts[index] = new ExpectationVerdict(
                    expectation, !isAlways, number, isAlways ? traceOf(expectation) : null);
            }
        }
    }

    private StepEnding EndingOf(string name, Outcome outcome, ThreadEnding setup)
    {
        var place = scenario.Variables[name];
        return place.Thread >= 0 ? outcome.Of(place)
            : new StepEnding(StepFate.Returned, setup.Results[place.Index]);
    }

    private Trace TraceOf(Expectation expectation, ScenarioMachine machine, IReadOnlyList<ScenarioState> path) =>
        new ScenarioTrace(scenario, machine, _history).Along(path, expectation);
}
