using Wakeline.Conformance.Generation;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Why exchanges cannot make some rules fire, read off the table.</summary>
internal static class UnreachedExchanges
{
    private static readonly Cause[] s_causes =
    [
        new("The timer is armed only while something waits to be sent.",
            rule => rule is { Trigger: nameof(TcpTimer.Persist), Guards.Count: 0 }),
        new("The host counts the probes of a shut window; exchanges of the goal faults alone wait for their end.",
            rule => rule.Trigger == nameof(TcpTimer.Persist) && UnreachedRules.Has(rule, "!MayRetry")),
        new("Exchanges of the goal faults alone have an error of their path told (ICMP).",
            rule => rule.Trigger == nameof(PathError)),
        new("Exchanges of the goal faults alone use Fast Open.",
            rule => UnreachedRules.Has(rule, "IsFastOpen", "OpensFast", "MaySendBeforeHandshake")),
        new("Cases are derived from what Linux does; where the target keeps to the text they make it fire.",
            rule => UnreachedRules.Has(rule, "!SynResetsRequest")),
        new("Loss recovery is left to the host of a connection: nothing in the table asks for it.",
            rule => rule.Trigger is nameof(Resend)),
        new("Sockets do not ask this of a connection in such a state; the table says what would follow.",
            rule => rule.Trigger is nameof(ActiveOpen) or nameof(PassiveOpen) or nameof(SendData) or nameof(ReadData)
                or nameof(Close) or nameof(Abort)),
    ];

    /// <summary>The rules that no way reaches, each with its reason.</summary>
    public static IEnumerable<UnreachedGoal> Rules(GoalTable table) =>
        from rule in Connection.Info.Rules
        where rule.Mutant is null && !table.Rules.ContainsKey(rule.Index)
        select new UnreachedGoal(SuiteGoals.Rules, rule.Name, ReasonOf(rule));

    /// <summary>
    /// Pairs that the table allows, for the second stands in a state that the first may leave the connection in, and
    /// that no way reaches.
    /// </summary>
    public static IEnumerable<UnreachedGoal> Pairs(GoalTable table, bool isExhaustive)
    {
        var rules = Connection.Info.Rules.Where(rule => rule.Mutant is null).ToList();
        var unreached = Rules(table).ToDictionary(goal => goal.Goal, goal => goal.Reason);
        return from first in rules
               from second in rules
               where Follows(first, second) && !table.Pairs.ContainsKey((first.Index, second.Index))
               select new UnreachedGoal(
                   SuiteGoals.RulePairs, $"{first.Name}, then {second.Name}",
                   unreached.GetValueOrDefault(first.Name) ?? unreached.GetValueOrDefault(second.Name)
                   ?? ReasonOf(first, second, isExhaustive));
    }

    /// <summary>The reason for a rule that no way reaches; empty if none is known.</summary>
    public static string ReasonOf(RuleInfo rule) => Array.Find(s_causes, cause => cause.Explains(rule))?.Text ?? "";

    private static string ReasonOf(RuleInfo first, RuleInfo second, bool isExhaustive) =>
        second.Discharges is { } owed && !first.Owes.Contains(owed)
            ? $"{owed} is not owed after the first."
            : second.Kind == TriggerKind.Timer ? "The timer is not armed after the first, or something comes before it."
            : isExhaustive ? "After the first no stimulus makes the guards of the second hold."
            : "No way of the greatest length that is looked at leads there.";

    private static bool Follows(RuleInfo first, RuleInfo second)
    {
        var after = first.To is { } next ? [next] : first.From;
        return second.From.Count == 0 || after.Count == 0 || after.Any(second.From.Contains);
    }

    /// <summary>A reason, and which rules it is the reason for.</summary>
    private sealed record Cause(string Text, Predicate<RuleInfo> Explains);
}
