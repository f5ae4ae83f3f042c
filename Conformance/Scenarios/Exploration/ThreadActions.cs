using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Expectations;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>What a scenario's threads do in user mode: they begin their calls, and take up what these return.</summary>
/// <param name="scenario">The scenario.</param>
/// <param name="setup">What the calls of the setup returned.</param>
/// <param name="history">Numbers results.</param>
/// <param name="isTimed">Whether time is heeded.</param>
internal sealed class ThreadActions(Scenario scenario, ThreadEnding setup, ResultHistory history, bool isTimed)
{
    private static readonly CallResult s_zero = new(0);

    private readonly int[] _slots = new int[Math.Max(scenario.Slots, 1)];
    private readonly bool[] _isShared = SharedSlots(scenario);

    /// <summary>The step that a thread is in, or has ended last.</summary>
    public ScenarioStep LastStep(in ScenarioState state, int thread) =>
        scenario.Threads[thread].Steps[state.Threads[thread].Begun - 1];

    /// <summary>Begins the next step; one whose condition is not met is passed over.</summary>
    public void Begin(ref ScenarioState state, int thread)
    {
        var step = scenario.Threads[thread].Steps[state.Threads[thread].Begun];
        var call = step.Call;
        ref var progress = ref state.Threads[thread];
        progress.Begun++;
        if (step.Condition is { } condition && !IsMet(condition, thread, progress.History))
        {
            progress.History = history.Append(progress.History, StepEnding.NotMade);
            return;
        }

        progress.IsIn = true;
        progress.DueAndOne = isTimed && call.Duration > TimeSpan.Zero ? 1 + (uint)call.Duration.TotalMicroseconds : 0;
        switch (call.Verb)
        {
            case Verb.Sleep or Verb.Settle:
                break;
            case Verb.SignalThread:
                Signals.Send(ref state.Kernel, call.Number, call.Signal);
                End(ref state, thread);
                break;
            case Verb.OpenRegularFile:
                state.Kernel.Tasks[thread].Result = OpenFiles.OpenRegular(ref state.Kernel);
                TakeUp(ref state, thread);
                break;
            default:
                Enter(ref state, thread, call);
                break;
        }
    }

    /// <summary>Takes up what a call has returned, if it has.</summary>
    public void TakeUp(ref ScenarioState state, int thread)
    {
        if (!state.Threads[thread].IsIn || !state.Kernel.Tasks[thread].IsInUserMode)
        {
            return;
        }

        var call = LastStep(in state, thread).Call;
        if (call.Verb is Verb.Fill or Verb.Drain && state.Kernel.Tasks[thread].Result > 0)
        {
            Enter(ref state, thread, call);
            return;
        }

        End(ref state, thread, ModelView.ResultOf(in state.Kernel, thread, call));
        state.Threads[thread].OwesSlots = call.Results.Any();
        if (!call.Results.Any(slot => _isShared[slot]))
        {
            NoteSlots(ref state, thread);
        }
    }

    /// <summary>Ends a step. What the kernel remembers of the call is forgotten: nobody asks for it again.</summary>
    public void End(ref ScenarioState state, int thread, CallResult? result = null)
    {
        ref var progress = ref state.Threads[thread];
        progress.IsIn = false;
        progress.DueAndOne = 0;
        progress.History = history.Append(progress.History, result ?? s_zero);
        ScenarioState.Forget(ref state.Kernel.Tasks[thread]);
    }

    /// <summary>Notes what the last call has opened, so that other threads find it.</summary>
    public void NoteSlots(ref ScenarioState state, int thread)
    {
        ref var progress = ref state.Threads[thread];
        if (progress.OwesSlots)
        {
            var result = history.LastOf(progress.History);
            var call = LastStep(in state, thread).Call;
            Assign(ref state, call.Result, result.Value);
            Assign(ref state, call.SecondResult, result.Second);
            progress.OwesSlots = false;
        }
    }

    /// <summary>Whether more than one thread names a slot.</summary>
    private static bool[] SharedSlots(Scenario scenario)
    {
        var users = new HashSet<int>[Scenario.SlotsMost];
        foreach (var step in scenario.Threads.SelectMany(thread => thread.Steps))
        {
            foreach (var slot in step.Call.UsedSlots.Concat(step.Call.Results))
            {
                (users[slot] ??= []).Add(step.Call.Thread);
            }
        }

        return [.. users.Select(threads => threads?.Count > 1)];
    }

    private bool IsMet(Expression condition, int thread, int past)
    {
        var results = history.ResultsOf(past);
        return condition.Evaluate(name => scenario.Variables[name] is { Thread: -1 } place
            ? StepEnding.Of(setup.Results[place.Index])
            : StepEnding.Of(results[scenario.Variables[name].Index])).IsTrue;
    }

    private void Enter(ref ScenarioState state, int thread, CallStep call)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot] = state.Slots[slot] - 1;
        }

        var isMacro = call.Verb is Verb.Fill or Verb.Drain;
        var made = isMacro ? call with { Number = ModelRun.FillOctets, Nonblocking = true } : call;
        SystemCalls.Enter(ref state.Kernel, thread, StepArguments.Of(made, _slots));
    }

    private static void Assign(ref ScenarioState state, int slot, int descriptor)
    {
        if (slot != CallStep.NoSlot)
        {
            state.Slots[slot] = (byte)(descriptor + 1);
        }
    }
}
