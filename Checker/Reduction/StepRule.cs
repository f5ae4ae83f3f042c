namespace Wakeline.Checking.Reduction;

/// <summary>A rule whose steps are known well enough to say what they commute with.</summary>
/// <param name="Index">Index into <see cref="SystemInfo.Rules"/>.</param>
/// <param name="Machine">Index into <see cref="SystemInfo.Machines"/>.</param>
/// <param name="Accesses">What decides whether it fires, and what it changes.</param>
internal sealed record StepRule(int Index, int Machine, StepAccesses Accesses)
{
    public bool Equals(StepRule? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}

/// <summary>The rules of a system that are steps of their own.</summary>
internal static class StepRules
{
    private const string Everything = "*";

    /// <summary>Some of those that are in force, in the order of the tables.</summary>
    public static IEnumerable<StepRule> Of(SystemInfo system, Mutation mutation, IReadOnlySet<int> wanted)
    {
        var names = new Dictionary<string, int>();
        foreach (var index in RulesInForce.Stepping(system, mutation).Where(wanted.Contains).Order())
        {
            var machine = system.Machines.ToList().IndexOf(system.MachineOf(index));
            var use = system.Machines[machine];
            var rule = system.Rules[index];
            if (rule.Reads.Count > 0)
            {
                var isMutated = mutation.Machine == Mutation.MachineIdOf(use.Machine.FullName);
                yield return new StepRule(
                    index, machine, new StepAccesses(ReadsOf(use, rule, isMutated), rule.Writes, names));
            }
        }
    }

    /// <summary>
    /// What decides whether a rule fires: what it reads itself, and what those do that come before it. A mutant may
    /// change their order.
    /// </summary>
    private static IEnumerable<string> ReadsOf(MachineUse use, RuleInfo rule, bool isMutated)
    {
        var shadowing = isMutated
            ? use.Machine.Rules
            : use.Machine.Rules.Where(
                other => other.Index < rule.Index && !other.IsAlternative && other.Mutant is null);
        return shadowing
            .Where(other => other.Kind == rule.Kind && other.Trigger == rule.Trigger && MayMeet(other, rule))
            .SelectMany(other => other.Reads.Count > 0 ? other.Reads : [Everything])
            .Concat(rule.Reads).Concat(use.CountReads);
    }

    private static bool MayMeet(RuleInfo rule, RuleInfo other) =>
        rule.From.Count == 0 || other.From.Count == 0 || rule.From.Intersect(other.From).Any();
}
