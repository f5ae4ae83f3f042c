namespace Wakeline.Checking.Reduction;

/// <summary>A rule whose steps may commute with others.</summary>
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
    /// <summary>Some of those that are in force, in the order of the tables.</summary>
    public static IEnumerable<StepRule> Of(SystemInfo system, Mutation mutation, IReadOnlySet<int> wanted)
    {
        var names = new Dictionary<string, int>();
        var inForce = RulesInForce.Stepping(system, mutation).Where(wanted.Contains).ToHashSet();
        foreach (var (machine, use) in system.Machines.Index())
        {
            var isMutated = mutation.Machine == Mutation.MachineIdOf(use.Machine.FullName);
            foreach (var rule in use.Machine.Rules.Where(rule => inForce.Contains(use.FirstRule + rule.Index)))
            {
                yield return new StepRule(
                    use.FirstRule + rule.Index, machine,
                    new StepAccesses(ReadsOf(use, rule, isMutated), Accesses.WrittenBy(rule), names));
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
            .Where(other => (other.Kind, other.Trigger) == (rule.Kind, rule.Trigger) && other.SharesLocationWith(rule))
            .Append(rule).SelectMany(Accesses.ReadBy).Concat(use.CountReads);
    }
}
