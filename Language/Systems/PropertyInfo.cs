namespace Wakeline;

/// <summary>What a property demands of the runs of a system.</summary>
public enum PropertyKind : byte
{
    /// <summary>The predicate holds in every reachable state.</summary>
    Always,

    /// <summary>The predicate holds in no reachable state.</summary>
    Never,

    /// <summary>The predicate holds in some reachable state: the model does what it is for.</summary>
    Sometimes,

    /// <summary>The predicate holds in every reachable state that has no successor.</summary>
    AtRest,

    /// <summary>
    /// From every state where the predicate holds, every fair run reaches one where the second holds.
    /// </summary>
    LeadsTo,

    /// <summary>Every fair run reaches a state where the predicate holds, again and again.</summary>
    AlwaysEventually,
}

/// <summary>A property as data.</summary>
public sealed record PropertyInfo
{
    /// <summary>Name of the property; that of its predicate unless the system names it.</summary>
    public required string Name { get; init; }

    /// <summary>What the property demands.</summary>
    public required PropertyKind Kind { get; init; }

    /// <summary>Index of the predicate, of the premise for <see cref="PropertyKind.LeadsTo"/>.</summary>
    public required int Predicate { get; init; }

    /// <summary>
    /// Index of what a fair run reaches: the second predicate of <see cref="PropertyKind.LeadsTo"/>, the predicate of
    /// <see cref="PropertyKind.AlwaysEventually"/>; -1 for a property of states.
    /// </summary>
    public int Goal { get; init; } = -1;

    /// <summary>Whether the property is one of whole runs, and depends on the fairness of rules.</summary>
    public bool IsLiveness => Kind is PropertyKind.LeadsTo or PropertyKind.AlwaysEventually;

    /// <summary>The property in words.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Line of the property in the file of the system, from 1.</summary>
    public int Line { get; init; }
}

/// <summary>A parameter (bound) of a system.</summary>
/// <param name="Name">Name, as in <c>--set waiters=3</c>.</param>
/// <param name="Default">Value if none is given.</param>
/// <param name="Least">Least value that means anything.</param>
/// <param name="Most">Greatest value the state has room for.</param>
/// <param name="Meaning">What it bounds.</param>
public sealed record ParameterInfo(string Name, int Default, int Least, int Most, string Meaning);

/// <summary>A mutant together with the property that must catch it, and the bounds at which it does.</summary>
/// <param name="Mutant">Name of the mutant, unique among the machines of the system.</param>
/// <param name="Property">Name of the property that is violated.</param>
/// <param name="Bounds">Parameters that differ from their defaults, as <c>waiters=2,events=1</c>.</param>
public sealed record CaughtMutant(string Mutant, string Property, string Bounds);
