namespace Wakeline.Conformance.Suites.Strength;

/// <summary>How the strength of cases is measured.</summary>
public sealed record StrengthOptions
{
    /// <summary>One of so many mutants is taken.</summary>
    public int Every { get; init; } = 1;

    /// <summary>How many mutants are at work at the same time.</summary>
    public int Parallel { get; init; } = 1;
}
