using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// Runs programs of socket calls on any stack that has a loopback: what each thread shows is compared with the
/// specification. Sockets cannot be looked into there.
/// </summary>
/// <param name="target">The stack.</param>
internal sealed class StackCalls(ITarget target)
{
    /// <summary>A call that has not returned in so many microseconds is taken to sleep.</summary>
    private const long SleepLeast = 20_000;

    private readonly ModelRun _model = new();
    private readonly Dictionary<int, CallStep> _underWay = [];
    private long[] _descriptors = [];

    /// <summary>Why a program cannot be run; <see langword="null"/> if it can.</summary>
    public string? ReasonAgainst(CallProgram program) =>
        StepRequests.ReasonAgainst(program.Steps, program.Threads, target.Description);

    /// <summary>Runs a program.</summary>
    /// <returns>The first step after which a thread shows what the specification does not allow.</returns>
    public Divergence? Run(CallProgram program)
    {
        _model.BeginProgram(program);
        _descriptors = [.. Enumerable.Repeat(-1L, program.Slots)];
        _underWay.Clear();
        var stack = target.Reset(new RunSettings());
        for (var index = 0; index < program.Steps.Count; index++)
        {
            var step = program.Steps[index];
            if (_model.IsPassedOver(step))
            {
                continue;
            }

            _model.Begin(step);
            _underWay[step.Thread] = step;
            stack.Begin(step.Thread, StepRequests.Of(step, _descriptors, target.Description.Calls));
            var seen = Look(stack, program.Threads);
            if (!_model.BelieveThreads(seen))
            {
                return new Divergence(index, _model.Allowed, new Observation(seen, []));
            }

            EndReturned(stack, seen);
            _model.EndStep();
        }

        return null;
    }

    /// <summary>Looks until what is seen is allowed, or long enough to say that who has not returned sleeps.</summary>
    private Sequence<ThreadView> Look(IStack stack, int threads)
    {
        var end = stack.Now + SleepLeast;
        while (true)
        {
            var seen = Enumerable.Range(0, threads).Select(thread => ViewOf(stack, thread)).ToSequence();
            if (stack.Now >= end || _model.Allowed.Any(allowed => allowed.Threads == seen))
            {
                return seen;
            }

            stack.Advance(end);
        }
    }

    private ThreadView ViewOf(IStack stack, int thread) =>
        !_underWay.TryGetValue(thread, out var step) ? new ThreadView(ThreadPhase.Idle)
        : stack.Ending(thread) is { } answer ? new ThreadView(ThreadPhase.Returned, ResultOf(thread, step, answer))
        : new ThreadView(ThreadPhase.Asleep);

    /// <summary>Which number a descriptor gets is the target's to choose.</summary>
    private CallResult ResultOf(int thread, CallStep step, CallAnswer answer)
    {
        var expected = _model.Allowed.Select(allowed => allowed.Threads[thread].Result)
            .FirstOrDefault(result => result is { Value: >= 0 });
        return step.Result != CallStep.NoSlot && answer.Value >= 0 && expected is not null
            ? expected
            : StepRequests.ResultOf(step, answer);
    }

    private void EndReturned(IStack stack, Sequence<ThreadView> seen)
    {
        for (var thread = 0; thread < seen.Count; thread++)
        {
            if (seen[thread].Phase != ThreadPhase.Returned)
            {
                continue;
            }

            if (_underWay[thread].Result is not CallStep.NoSlot and var slot && stack.Ending(thread)!.Value >= 0)
            {
                _descriptors[slot] = stack.Ending(thread)!.Value;
            }

            _underWay.Remove(thread);
        }
    }
}
