using Wakeline.Checking.Search;
using Wakeline.Checking.Simulation;

namespace Wakeline.Checking;

/// <summary>Runs systems at random, where there are too many states to visit all of them.</summary>
public static class Simulate
{
    /// <summary>
    /// Takes random runs of a system and judges every state on the way. Each run draws how it chooses: evenly, with
    /// some rules much likelier than others, or by priorities that change a few times.
    /// </summary>
    /// <param name="parameters">The system's parameters, and the mutation to put in force.</param>
    /// <param name="options">How many runs, how long, from which seed.</param>
    /// <param name="progress">Told now and then how far the simulation has come, on the calling thread.</param>
    /// <param name="cancellation">Ends the simulation early; the report keeps what was found.</param>
    /// <exception cref="SpecificationException">A parameter or the named property does not fit the system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound of the options means nothing.</exception>
    public static SimulationReport Run<TSystem, TState>(
        Parameters parameters, SimulationOptions? options = null, IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellation = default)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var pulse = new Pulse<SimulationProgress>(progress, Pulse.UsualInterval, cancellation);
        var simulation = new Simulation<TSystem, TState>(
            parameters, options ?? new SimulationOptions(), cancellation);
        simulation.Run((runs, steps) =>
        {
            if (pulse.IsDue)
            {
                pulse.Report(new SimulationProgress(runs, steps, pulse.Elapsed));
            }
        });
        return simulation.Report(pulse.Elapsed);
    }
}
