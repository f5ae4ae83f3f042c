using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Execution;

/// <summary>Sorts the rules of the host's system: whose steps they are, and which are expiries of timers.</summary>
internal static class StepKinds
{
    private static readonly int[] s_machines =
        [.. HostSystem.Info.Machines.SelectMany((use, index) => use.Machine.Rules.Select(_ => index))];

    private static readonly bool[] s_isTask =
        [.. s_machines.Select(machine => HostSystem.Info.Machines[machine].Lane == HostSystem.TaskLane)];

    private static readonly int[] s_timers = [.. s_machines.Zip(HostSystem.Info.Rules, TimerOf)];

    /// <summary>Whether the same instance of the same machine takes both steps: they are alternatives.</summary>
    public static bool AreAlternatives(Step one, Step other) =>
        one.Instance == other.Instance && s_machines[one.Rule] == s_machines[other.Rule];

    /// <summary>Whether a step is the expiry of a timer, which happens when the host says.</summary>
    public static bool IsExpiry(Step step) => s_timers[step.Rule] >= 0;

    /// <summary>The number of the timer that expires.</summary>
    public static int TimerOf(Step step) => s_timers[step.Rule];

    /// <summary>
    /// Whether a step is taken by a task; the others are taken by the network card, softirq and timers.
    /// </summary>
    public static bool IsOfTask(Step step) => s_isTask[step.Rule];

    /// <summary>Timers of connections expire by steps of a machine of their own, one row for each timer.</summary>
    private static int TimerOf(int machine, RuleInfo rule)
    {
        if (HostSystem.Info.Machines[machine].Machine == ConnectionTimers.Info)
        {
            return (int)Enum.GetValues<TcpTimer>().Single(timer => rule.Guards.Contains($"IsArmed({timer})"));
        }

        return rule.Kind == TriggerKind.Timer ? 0 : -1;
    }
}
