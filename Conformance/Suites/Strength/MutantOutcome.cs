namespace Wakeline.Conformance.Suites.Strength;

/// <summary>What came of a faulty stack.</summary>
/// <param name="Mutant">The name of the fault.</param>
/// <param name="Story">What goes wrong.</param>
/// <param name="IsReached">Whether any case makes the rule fire that is at fault.</param>
/// <param name="KilledBy">The case that notices; <see langword="null"/> if none does.</param>
/// <param name="Reason">How it notices; empty if none does.</param>
public sealed record MutantOutcome(string Mutant, string Story, bool IsReached, string? KilledBy, string Reason);
