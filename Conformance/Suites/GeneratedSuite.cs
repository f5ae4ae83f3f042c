namespace Wakeline.Conformance.Suites;

/// <summary>What was derived from the specification.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Unreached">Goals that none of them reaches.</param>
/// <param name="Reached">How many goals of each kind are reached.</param>
public sealed record GeneratedSuite(
    IReadOnlyList<SuiteCase> Cases,
    IReadOnlyList<UnreachedGoal> Unreached,
    IReadOnlyDictionary<SuiteGoals, int> Reached);

/// <summary>A goal that no case reaches.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Goal">What should have been exercised.</param>
/// <param name="Reason">Why it is not.</param>
public sealed record UnreachedGoal(SuiteGoals Kind, string Goal, string Reason);
