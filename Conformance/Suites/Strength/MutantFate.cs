namespace Wakeline.Conformance.Suites.Strength;

/// <summary>What is known of a faulty stack.</summary>
public enum MutantFate
{
    /// <summary>A case notices it.</summary>
    Noticed,

    /// <summary>
    /// Wherever its row fires, the connection is left as by the table, and the socket is told the same.
    /// </summary>
    Equal,

    /// <summary>What it leaves differs, and nothing that a user or a peer can do shows it.</summary>
    Hidden,

    /// <summary>The connection is left as by the table; the socket is told otherwise.</summary>
    Told,

    /// <summary>It shows, and the oracle admits it: the specification leaves it to the stack.</summary>
    Lawful,

    /// <summary>No way was found that shows it, and not all were looked at.</summary>
    Unfound,

    /// <summary>No way makes its row fire.</summary>
    Unreached,
}

/// <summary>A faulty stack, and what is known of it.</summary>
/// <param name="Mutant">The name of the fault.</param>
/// <param name="Fate">What is known.</param>
/// <param name="Evidence">The case that notices, or how much was looked at.</param>
public sealed record MutantStanding(string Mutant, MutantFate Fate, string Evidence);
