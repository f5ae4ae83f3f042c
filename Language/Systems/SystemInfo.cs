namespace Wakeline;

/// <summary>A machine as part of a system.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="FirstRule">Index in <see cref="SystemInfo.Rules"/> of its first rule.</param>
/// <param name="Lane">Title of an instance's column in a sequence diagram; <c>{0}</c> stands for its number.</param>
public sealed record MachineUse(MachineInfo Machine, int FirstRule, string Lane)
{
    /// <summary>Whether there is one instance in every state.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Parts of the state that say how many instances there are, as paths; from data flow.</summary>
    public IReadOnlyList<string> CountReads { get; init; } = ["*"];
}

/// <summary>A system as data.</summary>
public sealed record SystemInfo
{
    /// <summary>Name by which commands and reports know it.</summary>
    public required string Name { get; init; }

    /// <summary>First sentence of its documentation.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Its machines, in the order in which successors are enumerated.</summary>
    public required IReadOnlyList<MachineUse> Machines { get; init; }

    /// <summary>
    /// Machines that take no step of their own: rules that effects of others fire. They count for coverage and mutants.
    /// </summary>
    public IReadOnlyList<MachineInfo> Reactive { get; init; } = [];

    /// <summary>Its bounds.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; init; } = [];

    /// <summary>Names of the predicates, in the order of the bits of <see cref="ISystem{TState}.Evaluate"/>.</summary>
    public IReadOnlyList<string> Predicates { get; init; } = [];

    /// <summary>
    /// Parts of the state that each of the predicates may read, as paths; from data flow. Empty if nothing is known.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> PredicateReads { get; init; } = [];

    /// <summary>Whether the system declares instances that can be exchanged.</summary>
    public bool HasInterchangeable { get; init; }

    /// <summary>What is demanded of it.</summary>
    public IReadOnlyList<PropertyInfo> Properties { get; init; } = [];

    /// <summary>The mutants it must catch.</summary>
    public IReadOnlyList<CaughtMutant> Caught { get; init; } = [];

    /// <summary>File of the system, relative to the repository or project.</summary>
    public string File { get; init; } = "";

    /// <summary>The rules of all machines, one after another; a <see cref="Step.Rule"/> is an index into it.</summary>
    public IReadOnlyList<RuleInfo> Rules => field ??= [.. Machines.SelectMany(use => use.Machine.Rules)];

    /// <summary>The machine a rule belongs to.</summary>
    /// <param name="rule">Index into <see cref="Rules"/>.</param>
    public MachineUse MachineOf(int rule) => Machines.Last(use => use.FirstRule <= rule);

    /// <summary>The column of a sequence diagram that a step belongs to.</summary>
    public string LaneOf(Step step) =>
        MachineOf(step.Rule).Lane.Replace("{0}", $"{step.Instance}", StringComparison.Ordinal);

    /// <summary>Finds a mutant of any of the machines.</summary>
    /// <returns>The mutation to put in force, or <see langword="null"/> if no machine has such a mutant.</returns>
    public Mutation? FindMutation(string mutant) =>
        Machines.Select(use => use.Machine).Concat(Reactive)
            .Select(machine => machine.FindMutation(mutant)).FirstOrDefault(found => found is not null);

    /// <summary>The mutant that a mutation puts in force.</summary>
    /// <returns>
    /// <see langword="null"/> for <see cref="Mutation.None"/>, and if no machine of the system has such a mutant.
    /// </returns>
    public MutantInfo? MutantOf(Mutation mutation) =>
        Machines.Select(use => use.Machine).Concat(Reactive)
            .FirstOrDefault(machine => mutation.Machine == Mutation.MachineIdOf(machine.FullName))?.Mutants
            .FirstOrDefault(mutant => mutant.Number == mutation.Number);
}
