namespace Wakeline.Cli.Mutants;

/// <summary>The kinds of reasons for which a derived mutant may survive.</summary>
internal enum SurvivorKind
{
    /// <summary>The changed table means the same.</summary>
    Equivalent,

    /// <summary>
    /// It differs in nothing that the kernel promises: more work for nothing, or a choice that is open.
    /// </summary>
    Harmless,

    /// <summary>It changes only what an observer notes of a fault, or what the environment of a system does.</summary>
    Observer,

    /// <summary>
    /// Its states have no end, or are many, so that the search came to its bound before anything was violated.
    /// </summary>
    Undecided,

    /// <summary>No system and no program gets to the row, or to where the change would be seen.</summary>
    Unreached,
}
