using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets.Profiles;

namespace Wakeline.Cli.Conform;

/// <summary>What came of a case on a target, in the light of what is known of the target.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Deviation">The known departure that it shows; <see langword="null"/> for none.</param>
internal sealed record JudgedCase(CaseResult Result, KnownDeviation? Deviation)
{
    public SuiteCase Case => Result.Case;

    public CaseOutcome Outcome => Result.Outcome;

    /// <summary>The verdict, in which a departure that is known is told from one that is not.</summary>
    public CaseVerdict Verdict => Deviation is null ? Outcome.Verdict : CaseVerdict.Deviates;

    /// <summary>Whether the target did not do what the specification admits.</summary>
    public bool Departs => Verdict is CaseVerdict.Deviates || IsFault;

    /// <summary>Whether it is a departure that nobody knows of, or no outcome to rely on.</summary>
    public bool IsFault => Verdict is CaseVerdict.Failed or CaseVerdict.Flaky or CaseVerdict.Broken;

    /// <summary>Outcomes that differ, each once with how often it came; one if none does.</summary>
    public IReadOnlyList<(CaseOutcome Outcome, int Times)> Outcomes => Verdict == CaseVerdict.Flaky
        ? [.. Result.Repetitions.GroupBy(each => each.Verdict).Select(same => (same.First(), same.Count()))]
        : [(Outcome, Result.Repetitions.Count)];
}
