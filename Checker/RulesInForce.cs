namespace Wakeline.Checking;

/// <summary>Which rules a run can take at all: a mutant takes some out of its machine and puts others in.</summary>
internal static class RulesInForce
{
    /// <summary>Rules that are steps of their own (no event, no emission) under a mutation.</summary>
    public static IEnumerable<int> Stepping(SystemInfo system, Mutation mutation) =>
        from use in system.Machines
        let mutant = mutation.Machine == Mutation.MachineIdOf(use.Machine.FullName)
            ? use.Machine.Mutants.FirstOrDefault(each => each.Number == mutation.Number) : null
        from rule in use.Machine.Rules
        where rule.Kind is TriggerKind.Step or TriggerKind.Timer && IsInForce(rule, mutant)
        select use.FirstRule + rule.Index;

    private static bool IsInForce(RuleInfo rule, MutantInfo? mutant) => rule.Mutant is not null
        ? rule.Mutant == mutant?.Name
        : mutant?.Kind is not (MutantKind.Named or MutantKind.DropRule) || !mutant.Rules.Contains(rule.Name);
}
