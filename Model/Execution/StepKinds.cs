namespace Wakeline.Model.Execution;

/// <summary>Sorts the rules of the host's system: whose steps they are, and which are expiries of timers.</summary>
internal static class StepKinds
{
    private static readonly bool[] s_isTimer =
        [.. HostSystem.Info.Rules.Select(rule => rule.Kind == TriggerKind.Timer)];

    private static readonly bool[] s_isTask =
        [.. HostSystem.Info.Machines.SelectMany(use => use.Machine.Rules.Select(_ => use.Lane == HostSystem.TaskLane))];

    private static readonly int[] s_machines =
        [.. HostSystem.Info.Machines.SelectMany((use, index) => use.Machine.Rules.Select(_ => index))];

    /// <summary>Whether the same instance of the same machine takes both steps: they are alternatives.</summary>
    public static bool AreAlternatives(Step one, Step other) =>
        one.Instance == other.Instance && s_machines[one.Rule] == s_machines[other.Rule];

    /// <summary>Whether a step is the expiry of a timer, which happens when the host says.</summary>
    public static bool IsExpiry(Step step) => s_isTimer[step.Rule];

    /// <summary>
    /// Whether a step is taken by a task; the others are taken by the network card, softirq and timers.
    /// </summary>
    public static bool IsOfTask(Step step) => s_isTask[step.Rule];
}
