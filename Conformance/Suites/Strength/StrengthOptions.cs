namespace Wakeline.Conformance.Suites.Strength;

/// <summary>How the strength of cases is measured.</summary>
public sealed record StrengthOptions
{
    /// <summary>One of so many mutants is taken.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Which mutants are taken, by name.</summary>
    public Predicate<string> Takes { get; init; } = _ => true;

    /// <summary>How many cases are run for a mutant at the most.</summary>
    public int CasesMost { get; init; } = int.MaxValue;

    /// <summary>How many mutants are at work at the same time.</summary>
    public int Parallel { get; init; } = 1;
}
