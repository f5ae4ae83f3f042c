namespace Wakeline.Cli.Mutants;

/// <summary>A mutant that nobody wrote: one thing of one row left out, or replaced by its neighbour.</summary>
internal sealed record DerivedMutant(MachineInfo Machine, MutantInfo Mutant, RuleInfo Rule)
{
    /// <summary>The mutation that puts it in force.</summary>
    public Mutation Mutation => new(Mutation.MachineIdOf(Machine.FullName), (ushort)Mutant.Number);

    /// <summary>
    /// Whether nothing changes where the row does not fire: only without a guard, or with another one, can it fire
    /// where it did not.
    /// </summary>
    public bool NeedsItsRow => Mutant.Kind is not (MutantKind.DropGuard or MutantKind.SwapGuardArgument);

    /// <summary>All that the rows of a machine have.</summary>
    public static IEnumerable<DerivedMutant> Of(MachineInfo machine) =>
        from mutant in machine.Mutants
        where mutant.Kind != MutantKind.Named
        let rule = machine.Rules.First(rule => rule.Mutant is null && rule.Name == mutant.Rules[0])
        select new DerivedMutant(machine, mutant, rule);
}
