using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// Runs a scenario on any stack that has a loopback, in one order: each call begins when all that the one before has
/// brought has happened. What comes of it has to be among the outcomes of the specification.
/// </summary>
/// <param name="target">The stack.</param>
/// <param name="scenario">The threads and their calls.</param>
internal sealed class StackScenario(ITarget target, Scenario scenario)
{
    /// <summary>Nothing has happened for so many microseconds: who has not returned sleeps for ever.</summary>
    private const long QuietLeast = 50_000;

    private static readonly CallResult s_zero = new(0);

    private readonly long[] _descriptors = [.. Enumerable.Repeat(-1L, scenario.Slots)];
    private readonly List<CallResult>[] _results = [.. scenario.Threads.Select(_ => new List<CallResult>())];
    private readonly bool[] _isAsleep = new bool[scenario.Threads.Count];

    /// <summary>Why it cannot be run; <see langword="null"/> if it can.</summary>
    public string? ReasonAgainst()
    {
        var steps = scenario.Setup.Concat(scenario.Threads.SelectMany(thread => thread.Steps)).ToList();
        return StepRequests.ReasonAgainst(
                steps.Select(step => step.Call).Where(call => call.Verb != Verb.Settle), scenario.Threads.Count,
                target.Description)
            ?? (steps.Exists(step => step.Condition is not null) ? "a call is made under a condition" : null);
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="TargetException">A call before the threads begin does not return.</exception>
    public Outcome Run()
    {
        var stack = target.Reset(new RunSettings());
        foreach (var step in scenario.Setup)
        {
            Begin(stack, 0, step.Call);
            Await(stack, () => stack.Ending(0) is not null);
            if (!TakeUp(stack, 0, step.Call, []))
            {
                throw new TargetException($"{step.Text} does not return before the threads begin");
            }
        }

        while (BeginNext(stack))
        {
            Await(stack, () => false);
            TakeUpAll(stack);
        }

        return new Outcome(scenario.Threads.Index()
            .Select(each => new ThreadEnding(_results[each.Index].ToSequence(), _isAsleep[each.Index])).ToSequence());
    }

    /// <summary>An outcome without the numbers of descriptors, which are the target's to choose.</summary>
    public Outcome Normalised(Outcome outcome) => new(outcome.Threads.Index().Select(each => each.Item with
    {
        Results = each.Item.Results.Index().Select(result =>
            scenario.Threads[each.Index].Steps[result.Index].Call.Results.Any() && result.Item.Value >= 0
                ? s_zero
                : result.Item).ToSequence(),
    }).ToSequence());

    /// <summary>The first thread that is not asleep makes its next call; one that is to settle lets others go first.
    /// </summary>
    private bool BeginNext(IStack stack)
    {
        foreach (var settles in (bool[])[false, true])
        {
            for (var thread = 0; thread < _results.Length; thread++)
            {
                var steps = scenario.Threads[thread].Steps;
                if (_isAsleep[thread] || _results[thread].Count == steps.Count
                    || (steps[_results[thread].Count].Call.Verb == Verb.Settle) != settles)
                {
                    continue;
                }

                if (settles)
                {
                    _results[thread].Add(s_zero);
                }
                else
                {
                    Begin(stack, thread, steps[_results[thread].Count].Call);
                    _isAsleep[thread] = true;
                }

                return true;
            }
        }

        return false;
    }

    private void Begin(IStack stack, int thread, CallStep call) =>
        stack.Begin(thread, StepRequests.Of(call, _descriptors, target.Description.Calls));

    private void TakeUpAll(IStack stack)
    {
        for (var thread = 0; thread < _results.Length; thread++)
        {
            if (_isAsleep[thread])
            {
                var call = scenario.Threads[thread].Steps[_results[thread].Count].Call;
                _isAsleep[thread] = !TakeUp(stack, thread, call, _results[thread]);
            }
        }
    }

    private bool TakeUp(IStack stack, int thread, CallStep call, List<CallResult> results)
    {
        if (stack.Ending(thread) is not { } answer)
        {
            return false;
        }

        results.Add(StepRequests.ResultOf(call, answer));
        if (call.Result is not CallStep.NoSlot and var slot)
        {
            _descriptors[slot] = answer.Value;
        }

        return true;
    }

    /// <summary>Waits until something is so, or nothing has happened for long enough.</summary>
    private static void Await(IStack stack, Func<bool> isSo)
    {
        for (var end = stack.Now + QuietLeast; !isSo() && stack.Now < end;)
        {
            stack.Advance(end);
        }
    }
}
