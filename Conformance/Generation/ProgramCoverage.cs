using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;

namespace Wakeline.Conformance;

/// <summary>Which rows of the tables programs of system calls reach.</summary>
public static class ProgramCoverage
{
    /// <summary>
    /// What the covering programs of <c>wakeline verify</c> fire on the model. Rules count only where
    /// <see cref="RuleCoverage.Switch"/> is set.
    /// </summary>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The rows, each by the full name of its machine and its index.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlySet<(string Machine, int Rule)> OfCoveringPrograms(CancellationToken cancellation)
    {
        var machines = new RuleTally().Machines;
        return CoveringSet.Derive(cancellation).Fired
            .Select(fired => (machines[fired.Machine].FullName, fired.Rule)).ToHashSet();
    }
}
