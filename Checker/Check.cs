using Wakeline.Checking.Search;

namespace Wakeline.Checking;

/// <summary>Checks systems exhaustively.</summary>
/// <example>
/// <code>
/// var report = Check.Run&lt;EpollLevel, Kernel&gt;(Parameters.Of(EpollLevel.Info));
/// foreach (var (property, violated) in report.Violations) { ... }
/// </code>
/// </example>
public static class Check
{
    /// <summary>
    /// Visits every reachable state of a system, breadth first and exactly, and judges its properties: those it
    /// declares and those of <see cref="ImpliedProperty"/>.
    /// </summary>
    /// <param name="parameters">The system's parameters, and the mutation to put in force.</param>
    /// <param name="options">How far and for what to search; <see cref="CheckOptions.Default"/> if not given.</param>
    /// <param name="progress">Told now and then how far the check has come, on the calling thread.</param>
    /// <param name="cancellation">
    /// Ends the check early; the report then says so and keeps what was found.
    /// </param>
    /// <returns>What was found. The check of a model that is wrong is a report, not an exception.</returns>
    /// <exception cref="SpecificationException">A parameter or the named property does not fit the system.</exception>
    /// <exception cref="DiskException">
    /// The directory of the options cannot be used for this check, or the disk is full; the last checkpoint is kept.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound of the options means nothing.</exception>
    public static CheckReport Run<TSystem, TState>(
        Parameters parameters, CheckOptions? options = null, IProgress<CheckProgress>? progress = null,
        CancellationToken cancellation = default)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var start = TSystem.Start(parameters);
        using var run = new CheckRun<TSystem, TState>(
            in start, parameters, options ?? CheckOptions.Default,
            new Pulse(progress, Pulse.UsualInterval, cancellation));
        return run.Run();
    }
}
