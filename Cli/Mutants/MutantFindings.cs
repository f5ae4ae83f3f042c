namespace Wakeline.Cli.Mutants;

/// <summary>What a survey of derived mutants came to.</summary>
/// <param name="Fates">What became of each mutant, machine by machine.</param>
/// <param name="Grounds">Where they were put in force.</param>
/// <param name="Programs">How many programs that the kernel has run judged those that survive.</param>
/// <param name="Checks">How often a system was checked with a mutant in force.</param>
/// <param name="Elapsed">Time taken.</param>
internal sealed record MutantFindings(
    IReadOnlyList<MutantFate> Fates, IReadOnlyList<MutantGround> Grounds, int Programs, long Checks, TimeSpan Elapsed);
