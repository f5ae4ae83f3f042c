using Wakeline.Checking.Liveness;

namespace Wakeline.Checking.Traces;

/// <summary>Tests that what a replayed trace ends with is what the trace says. Each test returns it in words.</summary>
internal sealed class ReplayDemand<TSystem, TState>(Trace trace)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly StepSearch<TState> _steps = new();

    private PropertyInfo Property => TSystem.Info.Properties.FirstOrDefault(each => each.Name == trace.Property)
        ?? throw new TraceException(
            $"The trace is about property '{trace.Property}', which system '{TSystem.Info.Name}' does not have.");

    public string State(in TState last)
    {
        var holds = IsSet(in last, Property.Predicate);
        var expected = Property.Kind switch
        {
            PropertyKind.Always => false,
            PropertyKind.Never or PropertyKind.Sometimes => true,
            _ => throw new TraceException($"No single state can decide the property '{trace.Property}'."),
        };
        Require(holds == expected, $"{NameOf(Property.Predicate)} is {!expected} in the last state");
        return $"{NameOf(Property.Predicate)} is {expected} in the last state.";
    }

    public string Rest(IReadOnlyList<TState> states)
    {
        var last = states[^1];
        RequireNoSuccessor(in last);
        if (trace.Property == ImpliedProperty.NoDeadlock)
        {
            Require(!TSystem.MayEnd(in last), "the system may end in the last state");
            return "The last state has no successors, and the system may not end in it.";
        }

        if (Property.IsLiveness)
        {
            RequireUnanswered(states);
            return $"{NameOf(Property.Goal)} is due in the last state, which has no successors.";
        }

        Require(Property.Kind == PropertyKind.AtRest, "the property is not about states without successors");
        Require(!IsSet(in last, Property.Predicate), $"{NameOf(Property.Predicate)} holds in the last state");
        return $"The last state has no successors, and {NameOf(Property.Predicate)} does not hold in it.";
    }

    public string Stutter(IReadOnlyList<TState> states)
    {
        RequireUnanswered(states);
        RequireFair([states[^1]], []);
        return $"From some state on, {NameOf(Property.Goal)} is due and does not come; the run may stay in the last "
            + "state for ever.";
    }

    public string Cycle(IReadOnlyList<TState> states)
    {
        var (first, last) = (states[trace.LoopStart], states[^1]);
        Require(StateBytes.AreEqual(in first, in last), "the cycle does not return to the state it starts in");
        RequireUnanswered(states);
        RequireFair([.. states.Skip(trace.LoopStart + 1)], [.. trace.Steps.Skip(trace.LoopStart).Select(s => s.Step)]);
        return $"From some state on, {NameOf(Property.Goal)} is due and does not come; the cycle is fair and can be "
            + "repeated for ever.";
    }

    public string Failure(in TState last)
    {
        try
        {
            TSystem.Evaluate(in last);
            TSystem.MayEnd(in last);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return FailureText.Of(failure);
        }

        _steps.Any<TSystem>(in last, _ => false);
        Require(_steps.Failure is not null, "nothing throws in the last state");
        return FailureText.Of(_steps.Failure!);
    }

    private static bool IsSet(in TState state, int predicate) => (TSystem.Evaluate(in state) >> predicate & 1) != 0;

    private static string NameOf(int predicate) => TSystem.Info.Predicates.ElementAtOrDefault(predicate) is { } name
        ? $"'{name}'" : $"predicate {predicate}";

    private void RequireNoSuccessor(in TState last)
    {
        _steps.Any<TSystem>(in last, _ => false);
        Require(_steps.Possible.Count == 0 && _steps.Failure is null, "the last state has a successor");
    }

    /// <summary>The goal is due somewhere, and holds neither there nor later.</summary>
    private void RequireUnanswered(IReadOnlyList<TState> states)
    {
        Require(Property.IsLiveness, "the property is not one of whole runs");
        var afterLastGoal = 1 + states.ToList().FindLastIndex(state => IsSet(in state, Property.Goal));
        var isUnconditional = Property.Kind == PropertyKind.AlwaysEventually;
        Require(
            states.Skip(afterLastGoal).Any(state => isUnconditional || IsSet(in state, Property.Predicate)),
            $"{NameOf(Property.Predicate)} is always followed by {NameOf(Property.Goal)}");
    }

    private static void RequireFair(IReadOnlyList<TState> cycle, IReadOnlyList<Step> steps)
    {
        var objection = new FairnessJudge<TSystem, TState>().Objection(cycle, steps);
        Require(objection is null, $"the run is not fair: {objection}");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new TraceException($"The steps can be taken, but do not show what the trace says: {otherwise}.");
        }
    }
}
