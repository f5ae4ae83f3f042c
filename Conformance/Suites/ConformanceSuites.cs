using Wakeline.Conformance.Suites.Generation;

namespace Wakeline.Conformance.Suites;

/// <summary>Derives test suites from the specification.</summary>
public static class ConformanceSuites
{
    /// <summary>The cases that reach goals. The same goals and seed give the same cases.</summary>
    /// <param name="goals">What has to be covered.</param>
    /// <param name="seed">Decides what is left open, such as initial sequence numbers.</param>
    /// <param name="cancellation">Ends the derivation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<SuiteCase> Generate(
        SuiteGoals goals, int seed, CancellationToken cancellation = default) =>
        Derive(goals, seed, cancellation).Cases;

    /// <summary>The cases that reach goals, and the goals that no case reaches.</summary>
    /// <param name="goals">What has to be covered.</param>
    /// <param name="seed">Decides what is left open, such as initial sequence numbers.</param>
    /// <param name="cancellation">Ends the derivation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static GeneratedSuite Derive(SuiteGoals goals, int seed, CancellationToken cancellation = default) =>
        SuiteDerivation.Derive(goals, seed, cancellation);
}
