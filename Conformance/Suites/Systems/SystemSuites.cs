using Wakeline.Checking;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>Derives suites from systems of any kind, those of users included.</summary>
public static class SystemSuites
{
    /// <summary>
    /// The cases that reach goals, and the goals that no case reaches. The same goals and seed give the same cases.
    /// </summary>
    /// <param name="system">The system.</param>
    /// <param name="parameters">Its bounds.</param>
    /// <param name="goals">What has to be covered, of <see cref="SuiteGoals.Exchanges"/>.</param>
    /// <param name="seed">Of several ways that are equally short, decides which is taken.</param>
    /// <param name="cancellation">Ends the derivation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static GeneratedSuite Derive(
        SystemEntry system, Parameters parameters, SuiteGoals goals, int seed,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(parameters);
        var derivation = new Derivation(parameters, goals, seed, cancellation);
        system.Accept(derivation);
        return derivation.Suite!;
    }

    private sealed class Derivation(
        Parameters parameters, SuiteGoals goals, int seed, CancellationToken cancellation) : ISystemVisitor
    {
        public GeneratedSuite? Suite { get; private set; }

        public void Visit<TSystem, TState>() where TSystem : struct, ISystem<TState> where TState : unmanaged =>
            Suite = new SystemDerivation<TSystem, TState>(parameters, goals, seed, cancellation).Derive();
    }
}
