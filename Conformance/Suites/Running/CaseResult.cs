namespace Wakeline.Conformance.Suites.Running;

/// <summary>What came of a case, in all its repetitions.</summary>
/// <param name="Case">The case.</param>
/// <param name="Outcome">What counts: that of every repetition, or that they differ.</param>
/// <param name="Repetitions">What came of each.</param>
/// <param name="Duration">How long they took together.</param>
public sealed record CaseResult(
    SuiteCase Case, CaseOutcome Outcome, IReadOnlyList<CaseOutcome> Repetitions, TimeSpan Duration)
{
    /// <summary>
    /// What came of it among others, if it was something else than comes of it alone; <see langword="null"/> otherwise.
    /// What it does alone is what counts.
    /// </summary>
    public CaseOutcome? AmongOthers { get; init; }
}
