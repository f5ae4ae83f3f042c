namespace Wakeline.Checking.Traces;

/// <summary>Takes the steps of a trace again, one by one, and tests that they show what the trace says.</summary>
public static class Replay
{
    /// <summary>Replays a trace.</summary>
    /// <exception cref="TraceException">
    /// The trace belongs to another system or to other rules; a step cannot be taken (the message names it, what was
    /// expected and what is possible); or the steps do not show what the trace says.
    /// </exception>
    public static ReplayReport Run<TSystem, TState>(Trace trace)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var states = States<TSystem, TState>(trace);
        var last = states[^1];
        var demand = new ReplayDemand<TSystem, TState>(trace);
        return new ReplayReport(trace, trace.Ending switch
        {
            TraceEnding.State => demand.State(in last),
            TraceEnding.Rest => demand.Rest(states),
            TraceEnding.Stutter => demand.Stutter(states),
            TraceEnding.Cycle => demand.Cycle(states),
            TraceEnding.Failure => demand.Failure(in last),
            _ => throw new TraceException($"The trace has an unknown ending '{trace.Ending}'."),
        });
    }

    /// <summary>Takes the steps of a trace, without judging what they show.</summary>
    /// <returns>The states along the trace: the start, then the state after each step.</returns>
    /// <exception cref="TraceException">The trace belongs to another system, or a step cannot be taken.</exception>
    public static IReadOnlyList<TState> States<TSystem, TState>(Trace trace)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        ArgumentNullException.ThrowIfNull(trace);
        RequireSameRules(TSystem.Info, trace);
        var search = new StepSearch<TState>();
        var states = new List<TState> { TSystem.Start(ParametersOf(TSystem.Info, trace)) };
        foreach (var (index, step) in trace.Steps.Index())
        {
            var from = states[^1];
            if (!search.Any<TSystem>(in from, candidate => candidate == step.Step))
            {
                throw Diverged(TSystem.Info, index + 1, step, search);
            }

            states.Add(search.After);
        }

        return states;
    }

    /// <summary>The parameters and the mutation a trace was made with.</summary>
    /// <exception cref="TraceException">The system has no such parameter, value or mutant.</exception>
    internal static Parameters ParametersOf(SystemInfo system, Trace trace)
    {
        var mutation = Mutation.None;
        if (trace.Mutant is { } mutant)
        {
            mutation = system.FindMutation(mutant) ?? throw new TraceException(
                $"The trace was made with the mutant '{mutant}', which system '{system.Name}' does not have.");
        }

        try
        {
            return Parameters.Of(system, trace.Settings, mutation);
        }
        catch (SpecificationException unknown)
        {
            throw new TraceException($"The trace does not fit the system: {unknown.Message}", unknown);
        }
    }

    private static void RequireSameRules(SystemInfo system, Trace trace)
    {
        if (trace.System != system.Name)
        {
            throw new TraceException($"The trace belongs to system '{trace.System}', not to '{system.Name}'.");
        }

        var rules = RuleFingerprint.Of(system);
        if (trace.RulesHash != rules)
        {
            throw new TraceException(
                $"The trace was made with another version of system '{system.Name}': its rules have the identity "
                + $"{trace.RulesHash}, those of this version {rules}. Make the trace anew.");
        }
    }

    private static TraceException Diverged<TState>(
        SystemInfo system, int number, TraceStep expected, StepSearch<TState> search) where TState : unmanaged
    {
        var possible = search.Possible.Count == 0
            ? "no step is"
            : string.Join("; ", search.Possible.Select(step => Words(system, step)));
        var broken = search.Failure is null ? "" : $" Then a step threw: {FailureText.Of(search.Failure)}";
        return new TraceException(
            $"Step {number} cannot be taken. Expected: {expected.Lane}: {expected.Rule}"
            + $"{Choice(expected.Step)}. Possible: {possible}.{broken}")
        {
            Step = number,
        };
    }

    private static string Words(SystemInfo system, Step step) =>
        $"{system.LaneOf(step)}: {system.Rules[step.Rule].Name}{Choice(step)}";

    private static string Choice(Step step) => step.Choice == 0 ? "" : $" (choice {step.Choice})";
}
