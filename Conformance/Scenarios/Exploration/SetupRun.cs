using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>The setup of a scenario on the model: one call after the other, each until it has returned.</summary>
/// <param name="Ending">What the calls returned.</param>
/// <param name="States">The states the threads may begin in.</param>
internal sealed record SetupRun(ThreadEnding Ending, IReadOnlyList<ScenarioState> States)
{
    /// <summary>Runs the setup.</summary>
    /// <exception cref="ProgramSyntaxException">A call sleeps, fails unheard, or can end in more than one
    /// way.</exception>
    /// <exception cref="BoundExceededException">The scenario needs more than the model has room for.</exception>
    public static SetupRun Of(Scenario scenario, Mutation mutation)
    {
        var run = new ModelRun(mutation);
        run.BeginProgram(threads: 1, Math.Max(scenario.Slots, 1));
        var results = new List<CallResult>();
        foreach (var (index, step) in scenario.Setup.Index())
        {
            run.Begin(step.Call);
            var seen = run.Allowed[0];
            Require(run.Allowed.Count == 1, scenario, step, "can end in more than one way");
            Require(seen.Threads[0].Result is not null, scenario, step, "sleeps for ever");
            var result = seen.Threads[0].Result!;
            Require(
                result.Error == Errno.None || scenario.Variables.Values.Contains(new StepPlace(-1, index))
                    || step.Call.Verb is Verb.Fill or Verb.Drain,
                scenario, step, $"fails with {result.Error}; give its result a name if that is meant");
            results.Add(result);
            run.Believe(seen);
            run.EndStep();
        }

        return new SetupRun(
            new ThreadEnding(results.ToSequence(), false), [.. run.Believed.Select(state => Begin(in state, run))]);
    }

    private static ScenarioState Begin(in Kernel kernel, ModelRun run)
    {
        var state = new ScenarioState { Kernel = kernel };
        state.Kernel.Ledger = default;
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            ScenarioState.Forget(ref state.Kernel.Tasks[task]);
        }

        for (var slot = 0; slot < run.Slots.Count; slot++)
        {
            state.Slots[slot] = (byte)(run.Slots[slot] + 1);
        }

        return state;
    }

    private static void Require(bool holds, Scenario scenario, ScenarioStep step, string otherwise)
    {
        if (!holds)
        {
            throw new ProgramSyntaxException(
                $"{scenario.Source}: line {step.Line}: in the setup, '{step.Text}' {otherwise}.");
        }
    }
}
