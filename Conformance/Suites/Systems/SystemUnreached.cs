namespace Wakeline.Conformance.Suites.Systems;

/// <summary>The goals of a system that no case reaches, each with its reason.</summary>
internal sealed class SystemUnreached<TSystem, TState>(
    SystemView<TSystem, TState> view, SystemSpace<TSystem, TState> space, SystemGoalTable<TSystem, TState> table)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>Those that belong to some goals of suites.</summary>
    public IEnumerable<UnreachedGoal> Of(SuiteGoals goals) =>
        Rules().Concat(Pairs()).Concat(Places()).Concat(Boundaries()).Where(each => (goals & each.Kind) != 0);

    private string Nowhere => space.IsComplete
        ? $"In none of the {space.Count:N0} states that can be reached within these bounds."
        : $"In none of the {space.Count:N0} states that were visited; there are more.";

    private IEnumerable<UnreachedGoal> Rules() =>
        from rule in Enumerable.Range(0, view.Info.Rules.Count)
        let info = view.Info.Rules[rule]
        where info.Mutant is null && !table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Rule, rule))
        select new UnreachedGoal(
            SuiteGoals.Rules, view.RuleName(rule),
            SystemGoalTable<TSystem, TState>.IsStep(info)
                ? Nowhere : "It is no step of its own: effects of other rules make it fire.");

    /// <summary>Of rules that fire, those that never follow each other; one line for each that comes first.</summary>
    private IEnumerable<UnreachedGoal> Pairs()
    {
        var firing = table.Stepping.Where(rule => table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Rule, rule)))
            .ToList();
        foreach (var first in firing)
        {
            var never = firing.Where(second =>
                !table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Pair, second, first))).ToList();
            if (never.Count > 0)
            {
                yield return new UnreachedGoal(
                    SuiteGoals.RulePairs, $"{view.RuleName(first)}, then {Names(never)}", Nowhere);
            }
        }
    }

    /// <summary>Locations where nobody comes, and rules that are never possible, or never refused, where they begin.
    /// </summary>
    private IEnumerable<UnreachedGoal> Places()
    {
        foreach (var (number, use) in view.Info.Machines.Index())
        {
            for (var place = 0; place < use.Machine.Locations.Count; place++)
            {
                var (name, at) = ($"{use.Machine.Name} at {use.Machine.Locations[place]}", place);
                if (!table.IsPlaced(number, place))
                {
                    yield return new UnreachedGoal(SuiteGoals.StateEvents, name, Nowhere);
                    continue;
                }

                var here = table.Stepping.Where(rule =>
                    view.MachineOf(rule) == number && view.Info.Rules[rule].IsIn(use.Machine.Locations[at])).ToList();
                var never = here.Where(rule =>
                    !table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Possible, rule, at))).ToList();
                var always = here.Where(rule =>
                    !table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Refused, rule, at))).ToList();
                if (never.Count > 0)
                {
                    yield return new UnreachedGoal(SuiteGoals.StateEvents, $"{name}: {Names(never)}", Nowhere);
                }

                if (always.Count > 0)
                {
                    yield return new UnreachedGoal(
                        SuiteGoals.StateEvents, $"{name}: refusal of {Names(always)}",
                        "Wherever a party is there, it can take it.");
                }
            }
        }
    }

    private IEnumerable<UnreachedGoal> Boundaries() =>
        from rule in table.Stepping
        where table.Ways.ContainsKey(new SystemGoal(SystemGoalKind.Rule, rule))
        from kind in new[] { SystemGoalKind.Opened, SystemGoalKind.Shut }
        where !table.Ways.Keys.Any(each => each.Kind == kind && each.Rule == rule)
        select new UnreachedGoal(
            SuiteGoals.Boundaries,
            $"{view.RuleName(rule)}, made {(kind == SystemGoalKind.Opened ? "possible" : "impossible")} by another",
            "No step of another party does so while its own stays where it is.");

    private string Names(List<int> rules) => string.Join(", or ", rules.Select(view.RuleName));
}
