using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Conform;

/// <summary>What cases are to cover, as the command line says it.</summary>
internal static class GoalNames
{
    /// <summary>The words, each with what it stands for.</summary>
    public static IReadOnlyList<(string Name, SuiteGoals Goals, string Meaning)> All { get; } =
    [
        ("rules", SuiteGoals.Rules, "every rule of the table of connections"),
        ("rule-pairs", SuiteGoals.RulePairs, "every two rules that can fire one after the other"),
        ("state-events", SuiteGoals.StateEvents, "every event in every state, refused ones included"),
        ("boundaries", SuiteGoals.Boundaries, "numbers at, beside and far from the boundaries of guards"),
        ("faults", SuiteGoals.Faults, "every derived fault of the table that a run can show and none of these does"),
        ("exchanges", SuiteGoals.Exchanges, "all of these"),
        ("calls", SuiteGoals.Calls, "programs of system calls that fire every rule they can reach"),
        ("wake-ups", SuiteGoals.WakeUps, "threads that wait: who may wake, who must, how many"),
        ("all", SuiteGoals.All, "everything"),
    ];

    /// <summary>The suites, each with the goals that its cases reach.</summary>
    public static IReadOnlyList<(string Name, SuiteGoals Goals)> Suites { get; } =
    [
        ("tcp", SuiteGoals.Exchanges), ("calls", SuiteGoals.Calls), ("wake-ups", SuiteGoals.WakeUps),
    ];

    /// <summary>The word for a goal.</summary>
    public static string Of(SuiteGoals goals) => All.First(each => each.Goals == goals).Name;
}
