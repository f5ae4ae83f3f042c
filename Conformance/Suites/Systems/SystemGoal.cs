namespace Wakeline.Conformance.Suites.Systems;

/// <summary>What makes a goal of a kind.</summary>
internal enum SystemGoalKind : byte
{
    /// <summary>A rule fires.</summary>
    Rule,

    /// <summary>A rule fires right after another.</summary>
    Pair,

    /// <summary>A rule fires at a location.</summary>
    Possible,

    /// <summary>A rule is asked for at a location, and refused.</summary>
    Refused,

    /// <summary>A party at a location can do nothing at all.</summary>
    Rests,

    /// <summary>A rule fires that was made possible by the step of another party before it.</summary>
    Opened,

    /// <summary>A rule is refused that was possible until the step of another party before it.</summary>
    Shut,
}

/// <summary>Something that cases have to exercise.</summary>
/// <param name="Kind">What.</param>
/// <param name="Rule">The rule, an index into <see cref="SystemInfo.Rules"/>; of a rest, the machine.</param>
/// <param name="Other">The rule before it; or the location.</param>
internal readonly record struct SystemGoal(SystemGoalKind Kind, int Rule, int Other = 0)
{
    /// <summary>The goal of suites that it belongs to.</summary>
    public SuiteGoals Suite => Kind switch
    {
        SystemGoalKind.Rule => SuiteGoals.Rules,
        SystemGoalKind.Pair => SuiteGoals.RulePairs,
        SystemGoalKind.Opened or SystemGoalKind.Shut => SuiteGoals.Boundaries,
        _ => SuiteGoals.StateEvents,
    };

    /// <summary>In words.</summary>
    public string In<TSystem, TState>(SystemView<TSystem, TState> view)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var place = Other;
        return Kind switch
        {
            SystemGoalKind.Rule => view.RuleName(Rule),
            SystemGoalKind.Pair => $"{view.RuleName(Other)}, then {view.RuleName(Rule)}",
            SystemGoalKind.Possible => $"{view.RuleName(Rule)} at {Place(view.MachineOf(Rule))}",
            SystemGoalKind.Refused => $"{view.RuleName(Rule)} at {Place(view.MachineOf(Rule))}: refused",
            SystemGoalKind.Rests => $"{view.Info.Machines[Rule].Machine.Name} at {Place(Rule)}: nothing may come",
            SystemGoalKind.Opened => $"{view.RuleName(Rule)}, which {view.RuleName(Other)} has made possible",
            _ => $"{view.RuleName(Rule)}: refused after {view.RuleName(Other)}",
        };

        string Place(int machine) => view.Info.Machines[machine].Machine.Locations[place];
    }
}

/// <summary>A way that reaches a goal: to a state, some steps more, and something that is asked for there.</summary>
/// <param name="State">The state.</param>
/// <param name="Steps">The steps from there.</param>
/// <param name="Asked">What is asked for then, and refused; <see langword="null"/> for nothing.</param>
internal sealed record SystemWay(int State, IReadOnlyList<Step> Steps, SystemRequest? Asked = null);
