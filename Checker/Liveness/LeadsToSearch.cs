using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;
using Wakeline.Checking.Search;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// Decides a leads-to property after all states were visited: looks for a state where the premise holds without the
/// goal, and from which a fair run avoids the goal for ever.
/// <para>
/// Under a symmetry, a cycle of representatives stands for a cycle of states: taken often enough, the exchanges along
/// it come to none. So where representatives have no cycle without the goal, no run goes on for ever without it, and
/// what is left are runs that end. Where they have one, it does not say which instance takes a step, and so not whether
/// it is fair: then there is no verdict.
/// </para>
/// </summary>
internal sealed class LeadsToSearch<TSystem, TState>(
    BreadthFirstSearch<TSystem, TState> search, TraceBuilder<TSystem, TState> traces, MemoryBudget budget, Pulse pulse,
    Symmetry<TSystem, TState>? symmetry)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>The verdict on a property.</summary>
    public Verdict Judge(LeadsToMarks marks)
    {
        if (!marks.IsPremiseMet)
        {
            return new Holds { VacuousBecause = "its premise holds in no reachable state" };
        }

        if (search.IsOnDisk)
        {
            return new BoundReached(
                $"its graph has to be in memory, and the states do not fit the budget of {budget.MostMebibytes}");
        }

        try
        {
            return Find(marks, out var isUndecided) is { } trace ? new Violated(trace.Why, trace)
                : pulse.IsCancelled ? new NotChecked("it was cancelled")
                : isUndecided ? new NotChecked(
                    "a run goes round without the goal, and the symmetry reduction does not tell whether that is "
                    + "fair; check it without")
                : new Holds();
        }
        catch (MemoryBudgetException full)
        {
            search.States.Codec.Reset();
            return new BoundReached(full.Message);
        }
    }

    private Trace? Find(LeadsToMarks marks, out bool isUndecided)
    {
        isUndecided = false;
        var actors = new Actors(TSystem.Info);
        using var region = new Region(search.States.Count, budget);
        var builder = new RegionBuilder<TSystem, TState>(search, marks, actors, region, symmetry);
        var rest = builder.Build(Beat);
        if (rest != Region.None)
        {
            return RestTrace(region, rest, marks.Property);
        }

        if (region.Count == 0 || pulse.IsCancelled)
        {
            return null;
        }

        using var components = new Components(region, budget);
        var fairness = new FairComponents(region, actors, components);
        if (symmetry is not null)
        {
            isUndecided = fairness.HasAnyCycle();
            return null;
        }

        if (fairness.Find(Beat) is not { } fair || pulse.IsCancelled)
        {
            return null;
        }

        using var walk = new CycleWalk(region, actors, components, fair.Group.Id, budget);
        return CycleTrace(region, actors, fair.Entry, walk.From(fair.Entry), marks.Property);
    }

    private Trace RestTrace(Region region, uint node, WatchedProperty property)
    {
        var path = PathTo(region, node);
        var isStuck = region.FirstEdge(node) == region.EndOfEdges(node);
        return traces.Assemble(
            traces.StepsAlong(path), property.Name,
            isStuck
                ? $"{GoalOf(property)} is due, and nothing can happen any more."
                : $"{GoalOf(property)} is due, and the run may stay here for ever: no rule that can fire has to.",
            isStuck ? TraceEnding.Rest : TraceEnding.Stutter, loopStart: -1);
    }

    private Trace CycleTrace(
        Region region, Actors actors, uint entry, IReadOnlyList<(uint From, ulong Edge)> cycle,
        WatchedProperty property)
    {
        var stem = traces.StepsAlong(PathTo(region, entry));
        Step[] loop = [.. cycle.Select(each => StepAlong(region, actors, each.From, each.Edge))];
        RequireFair([.. cycle.Select(each => search.States.Load(region.StateOf(each.From)))], loop, property);
        return traces.Assemble(
            [.. stem, .. loop], property.Name,
            $"{GoalOf(property)} is due and never comes: the last {Steps(loop.Length)} can be repeated for ever, "
            + "and that is fair.",
            TraceEnding.Cycle, stem.Count);
    }

    private static string GoalOf(WatchedProperty property) =>
        TSystem.Info.Predicates.ElementAtOrDefault(property.Declared!.Goal) is { } name ? $"'{name}'" : "The goal";

    private static string Steps(int count) => count == 1 ? "step" : $"{count} steps";

    /// <summary>A shortest run from the start to where the wait begins, then on within the region.</summary>
    private List<uint> PathTo(Region region, uint node)
    {
        var within = new List<uint>();
        var at = node;
        for (; region.ParentOf(at) != Region.None; at = region.ParentOf(at))
        {
            within.Add(region.StateOf(at));
        }

        within.Reverse();
        return [.. traces.PathTo(region.StateOf(at)), .. within];
    }

    private Step StepAlong(Region region, Actors actors, uint from, ulong edge)
    {
        var number = region.ActorOf(edge);
        return traces.StepBetween(
            region.StateOf(from), region.StateOf(region.TargetOf(edge)),
            number == Actors.None ? null : actors[number].Took);
    }

    private static void RequireFair(TState[] states, Step[] loop, WatchedProperty property)
    {
        if (new FairnessJudge<TSystem, TState>().Objection(states, loop) is { } objection)
        {
            throw new InvalidOperationException(
                $"The cycle found against '{property.Name}' is not fair, which is a fault of the checker: "
                + $"{objection}.");
        }
    }

    private bool Beat()
    {
        if (pulse.IsDue)
        {
            pulse.Report(new CheckProgress(
                CheckPhase.JudgingLiveness, search.States.Count, search.Transitions, search.Depth, 0,
                budget.HeldBytes, pulse.Elapsed));
        }

        return !pulse.IsCancelled;
    }
}
