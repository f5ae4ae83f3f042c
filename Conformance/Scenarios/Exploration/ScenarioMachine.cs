using Wakeline.Conformance.Programs;
using Wakeline.Model.Execution;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>
/// What can happen in a scenario: every step of the kernel's tasks, card and softirq, and what its threads do in user
/// mode. Time passes only when nothing else can happen; sleeps whose ends are closer together than
/// <see cref="Jitter"/> end in any order, and at any moment.
/// </summary>
/// <param name="scenario">The scenario.</param>
/// <param name="setup">What the calls of the setup returned.</param>
/// <param name="history">Numbers results.</param>
/// <param name="isTimed">Whether time is heeded; otherwise any sleep that has an end may end at any moment.</param>
internal sealed class ScenarioMachine(Scenario scenario, ThreadEnding setup, ResultHistory history, bool isTimed)
{
    /// <summary>How late a thread of a machine that is not overloaded may be.</summary>
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(5);

    private readonly SuccessorBuffer _kernelSteps = new();
    private readonly ThreadActions _actions = new(scenario, setup, history, isTimed);
    private readonly UnseenSteps _unseen = new(scenario);

    /// <summary>Is called for every state whose successors are asked for.</summary>
    public Action? Visiting { get; init; }

    /// <summary>Hands over the successors of a state.</summary>
    public void Successors<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        Visiting?.Invoke();
        if (TakeUnseenStep(in state, ref sink))
        {
            return;
        }

        var goesOn = TakeKernelSteps(in state, ref sink) | TakeUserSteps(in state, ref sink);
        if (!goesOn && !Settle(in state, ref sink) && isTimed)
        {
            LetTimePass(in state, ref sink);
        }
    }

    /// <summary>The step that a thread is in, or has ended last.</summary>
    public ScenarioStep LastStep(in ScenarioState state, int thread) => _actions.LastStep(in state, thread);

    /// <summary>Takes a step that no thread can see, if there is one.</summary>
    /// <returns>Whether there is one; it is the only successor.</returns>
    private bool TakeUnseenStep<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        for (var thread = 0; thread < scenario.Threads.Count; thread++)
        {
            if (CanBegin(in state, thread) && _unseen.IsBeginUnseen(thread, state.Threads[thread].Begun))
            {
                ref var next = ref sink.Begin(in state);
                _actions.Begin(ref next, thread);
                sink.Commit(ScenarioSteps.Begin, thread, 0);
                return true;
            }
        }

        _kernelSteps.Fill(in state.Kernel);
        for (var index = 0; index < _kernelSteps.Count; index++)
        {
            var step = _kernelSteps.StepAt(index);
            if (UnseenSteps.IsOfCardOnly(step))
            {
                ref var next = ref sink.Begin(in state);
                next.Kernel = _kernelSteps.StateAfter(index);
                next.Kernel.Ledger = default;
                sink.Commit(step.Rule, step.Instance, step.Choice);
                return true;
            }
        }

        return false;
    }

    private bool CanBegin(in ScenarioState state, int thread) =>
        !state.Threads[thread].IsIn && !state.Threads[thread].OwesSlots
        && state.Threads[thread].Begun < scenario.Threads[thread].Steps.Count;

    /// <summary>
    /// Steps of the kernel, which <see cref="TakeUnseenStep"/> has found; the deadline of a sleep passes when it is
    /// due.
    /// </summary>
    /// <returns>Whether the kernel goes on by itself.</returns>
    private bool TakeKernelSteps<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        var goesOn = false;
        for (var index = 0; index < _kernelSteps.Count; index++)
        {
            var step = _kernelSteps.StepAt(index);
            if (StepKinds.IsExpiry(step) && !(StepKinds.IsOfTask(step) && IsDue(in state, step.Instance)))
            {
                continue;
            }

            goesOn |= !StepKinds.IsExpiry(step);
            ref var next = ref sink.Begin(in state);
            next.Kernel = _kernelSteps.StateAfter(index);
            next.Kernel.Ledger = default;
            if (StepKinds.IsOfTask(step))
            {
                _actions.TakeUp(ref next, step.Instance);
            }

            sink.Commit(step.Rule, step.Instance, step.Choice);
        }

        return goesOn;
    }

    /// <summary>What threads do in user mode.</summary>
    /// <returns>Whether one of them goes on by itself.</returns>
    private bool TakeUserSteps<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        var goesOn = false;
        for (var thread = 0; thread < scenario.Threads.Count; thread++)
        {
            var progress = state.Threads[thread];
            if (progress.OwesSlots)
            {
                ref var next = ref sink.Begin(in state);
                _actions.NoteSlots(ref next, thread);
                sink.Commit(ScenarioSteps.NoteSlots, thread, 0);
                goesOn = true;
            }
            else if (CanBegin(in state, thread))
            {
                ref var next = ref sink.Begin(in state);
                _actions.Begin(ref next, thread);
                sink.Commit(ScenarioSteps.Begin, thread, 0);
                goesOn = true;
            }
            else if (IsInVerb(in state, thread, Verb.Sleep) && IsDue(in state, thread))
            {
                ref var next = ref sink.Begin(in state);
                _actions.End(ref next, thread);
                sink.Commit(ScenarioSteps.WakeUp, thread, 0);
            }
        }

        return goesOn;
    }

    /// <summary>Nothing goes on by itself: all who wait for that go on.</summary>
    /// <returns>Whether somebody waits.</returns>
    private bool Settle<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        var first = 0;
        while (first < scenario.Threads.Count && !IsInVerb(in state, first, Verb.Settle))
        {
            first++;
        }

        if (first == scenario.Threads.Count)
        {
            return false;
        }

        ref var next = ref sink.Begin(in state);
        for (var thread = first; thread < scenario.Threads.Count; thread++)
        {
            if (IsInVerb(in state, thread, Verb.Settle))
            {
                _actions.End(ref next, thread);
            }
        }

        sink.Commit(ScenarioSteps.Settled, first, 0);
        return true;
    }

    private void LetTimePass<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct
    {
        var least = uint.MaxValue;
        for (var thread = 0; thread < scenario.Threads.Count; thread++)
        {
            var due = state.Threads[thread].DueAndOne;
            least = due == 0 ? least : Math.Min(least, due - 1);
        }

        if (least is 0 or uint.MaxValue)
        {
            return;
        }

        ref var next = ref sink.Begin(in state);
        for (var thread = 0; thread < scenario.Threads.Count; thread++)
        {
            next.Threads[thread].DueAndOne -= next.Threads[thread].DueAndOne == 0 ? 0 : least;
        }

        sink.Commit(ScenarioSteps.TimePasses, 0, 0);
    }

    /// <summary>Whether the sleep of a thread may end; one whose length nobody knows may always.</summary>
    private bool IsDue(in ScenarioState state, int thread) =>
        !isTimed || state.Threads[thread].DueAndOne <= 1 + (uint)Jitter.TotalMicroseconds;

    private bool IsInVerb(in ScenarioState state, int thread, Verb verb) =>
        state.Threads[thread].IsIn && LastStep(in state, thread).Call.Verb == verb;
}

/// <summary>The successors of a scenario's states, for an exploration.</summary>
internal readonly struct ScenarioSuccessors(ScenarioMachine machine) : Checking.ISuccessors<ScenarioState>
{
    /// <inheritdoc/>
    public void Successors<TSink>(in ScenarioState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScenarioState>, allows ref struct =>
        machine.Successors(in state, ref sink);
}
