using Wakeline.Checking.Traces;
using Wakeline.Conformance.Scenarios.Expectations;

namespace Wakeline.Conformance.Scenarios;

/// <summary>What the model says of a scenario.</summary>
public sealed record ScenarioAnalysis
{
    /// <summary>What the calls of the setup returned.</summary>
    public required ThreadEnding Setup { get; init; }

    /// <summary>The outcomes, those that take the fewest steps first.</summary>
    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    /// <summary>The verdicts on the expectations, in their order.</summary>
    public required IReadOnlyList<ExpectationVerdict> Verdicts { get; init; }

    /// <summary>The number of states visited.</summary>
    public required long States { get; init; }

    /// <summary>Whether every state was visited; otherwise there may be more outcomes.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether all is known and as expected.</summary>
    public bool IsAsExpected => IsComplete && Verdicts.All(verdict => verdict.IsMet == true);
}

/// <summary>Whether an expectation is met.</summary>
/// <param name="Expectation">The expectation.</param>
/// <param name="IsMet">Whether it is; <see langword="null"/> if a bound was reached before that was decided.</param>
/// <param name="Outcome">
/// Index of the outcome that decided it: the first that violates what is always expected, or the first that shows what
/// is to be possible; -1 if there is none.
/// </param>
/// <param name="Trace">A shortest run to that outcome, if it violates the expectation.</param>
public sealed record ExpectationVerdict(Expectation Expectation, bool? IsMet, int Outcome, Trace? Trace);
