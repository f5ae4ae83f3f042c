namespace Wakeline;

/// <summary>A table as data: what documents, diagrams, coverage and tools read.</summary>
public sealed record MachineInfo
{
    /// <summary>Name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace and name of the class.</summary>
    public required string FullName { get; init; }

    /// <summary>First sentence of the class's documentation.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Every location, in the order of its enumeration.</summary>
    public required IReadOnlyList<string> Locations { get; init; }

    /// <summary>Location a fresh instance is in.</summary>
    public required string Start { get; init; }

    /// <summary>Locations an instance may stay in for ever.</summary>
    public IReadOnlyList<string> Final { get; init; } = [];

    /// <summary>
    /// The part of the state where the location is kept, as a path such as <c>Tasks[self].State</c>; from data flow.
    /// Empty if it is not known.
    /// </summary>
    public string LocationPath { get; init; } = "";

    /// <summary>The rows, those of mutants last.</summary>
    public required IReadOnlyList<RuleInfo> Rules { get; init; }

    /// <summary>Named mutants first, then the ones derived from the rows.</summary>
    public IReadOnlyList<MutantInfo> Mutants { get; init; } = [];

    /// <summary>File of the table, relative to the repository or project.</summary>
    public string File { get; init; } = "";

    /// <summary>
    /// How often each rule fired in this process; <see langword="null"/> for a table that only the interpreter runs.
    /// </summary>
    public RuleCoverage? Coverage { get; init; }

    /// <summary>Finds a mutant by its name.</summary>
    /// <returns>The mutation to put in force, or <see langword="null"/> if the machine has no such mutant.</returns>
    public Mutation? FindMutation(string name)
    {
        var mutant = Mutants.FirstOrDefault(candidate => candidate.Name == name);
        return mutant is null ? null : new Mutation(Mutation.MachineIdOf(FullName), (ushort)mutant.Number);
    }

    /// <summary>The shipped rules as a Mermaid state diagram.</summary>
    public string ToMermaid() => MermaidText.Of(this);

    /// <summary>The shipped rules as a graph in Graphviz's language.</summary>
    public string ToDot() => DotText.Of(this);

    /// <summary>
    /// The shipped rules as a Markdown table, one row a rule, with its citation; then the named mutants.
    /// </summary>
    public string ToMarkdown() => MarkdownText.Of(this);
}

/// <summary>How a mutant differs from the table.</summary>
public enum MutantKind : byte
{
    /// <summary>Written in the table with <c>.Mutant(...)</c>: rows replaced by others.</summary>
    Named,

    /// <summary>A row never fires.</summary>
    DropRule,

    /// <summary>A guard counts as true.</summary>
    DropGuard,

    /// <summary>An effect, obligation, arming or cancelling does not happen.</summary>
    DropEffect,

    /// <summary>The rule stays in its location instead of going on.</summary>
    DropGoto,

    /// <summary>The argument of an effect is replaced by the next value of its enumeration.</summary>
    SwapArgument,

    /// <summary>The argument of a guard is replaced by the next value of its enumeration.</summary>
    SwapGuardArgument,
}

/// <summary>A faulty variant of a table.</summary>
public sealed record MutantInfo
{
    /// <summary>Number within the machine, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Name given in the table, or <c>kind:rule:part</c> of a derived one.</summary>
    public required string Name { get; init; }

    /// <summary>What goes wrong, in one sentence.</summary>
    public string Story { get; init; } = "";

    /// <summary>How it differs.</summary>
    public required MutantKind Kind { get; init; }

    /// <summary>Names of the rows it replaces, or the one row it changes.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>
    /// Which guard, or which of the row's effects, cancelled timers, armed timers and obligations (counted through in
    /// this
    /// order) a derived mutant changes; 0 for a whole row or its next location, -1 for a named mutant.
    /// </summary>
    public int Part { get; init; } = -1;
}
