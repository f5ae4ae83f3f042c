using System.Diagnostics;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>When a case has to be over, in real time.</summary>
/// <param name="most">How long it may take.</param>
/// <param name="cancellation">Ends the run.</param>
internal sealed class CaseDeadline(TimeSpan most, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Requires that there is time left.</summary>
    /// <exception cref="TargetException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Require()
    {
        cancellation.ThrowIfCancellationRequested();
        if (Elapsed > most)
        {
            throw new TargetException($"the case is not over after {most.TotalSeconds:0.#} s");
        }
    }
}
