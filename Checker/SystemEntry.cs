using System.Runtime.CompilerServices;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking;

/// <summary>
/// A system that a tool can list, check and replay without knowing its type. The types are bound here, when the entry
/// is made, so that nothing is looked up by reflection and the checker is compiled for the system.
/// </summary>
public sealed class SystemEntry
{
    private readonly CheckSystem _check;
    private readonly SimulateSystem _simulate;
    private readonly Func<Parameters, IReadOnlyList<int>, ExploredState> _explore;
    private readonly Func<Trace, ReplayReport> _replay;
    private readonly Action<ISystemVisitor> _visit;

    private SystemEntry(
        SystemInfo info, int stateBytes, CheckSystem check, SimulateSystem simulate,
        Func<Parameters, IReadOnlyList<int>, ExploredState> explore, Func<Trace, ReplayReport> replay,
        Action<ISystemVisitor> visit)
    {
        Info = info;
        StateBytes = stateBytes;
        _check = check;
        _simulate = simulate;
        _explore = explore;
        _replay = replay;
        _visit = visit;
    }

    private delegate CheckReport CheckSystem(
        Parameters parameters, CheckOptions? options, IProgress<CheckProgress>? progress,
        CancellationToken cancellation);

    private delegate SimulationReport SimulateSystem(
        Parameters parameters, SimulationOptions? options, IProgress<SimulationProgress>? progress,
        CancellationToken cancellation);

    /// <summary>The system as data.</summary>
    public SystemInfo Info { get; }

    /// <summary>Size of a state in memory, in bytes.</summary>
    public int StateBytes { get; }

    /// <summary>Makes the entry of a system.</summary>
    public static SystemEntry Of<TSystem, TState>() where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        new(
            TSystem.Info, Unsafe.SizeOf<TState>(), Checking.Check.Run<TSystem, TState>,
            Checking.Simulate.Run<TSystem, TState>, Checking.Explore.At<TSystem, TState>,
            Replay.Run<TSystem, TState>,
            visitor => visitor.Visit<TSystem, TState>());

    /// <inheritdoc cref="Checking.Check.Run{TSystem, TState}"/>
    public CheckReport Check(
        Parameters parameters, CheckOptions? options = null, IProgress<CheckProgress>? progress = null,
        CancellationToken cancellation = default) => _check(parameters, options, progress, cancellation);

    /// <inheritdoc cref="Checking.Simulate.Run{TSystem, TState}"/>
    public SimulationReport Simulate(
        Parameters parameters, SimulationOptions? options = null, IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellation = default) => _simulate(parameters, options, progress, cancellation);

    /// <inheritdoc cref="Checking.Explore.At{TSystem, TState}"/>
    public ExploredState Explore(Parameters parameters, IReadOnlyList<int> path) => _explore(parameters, path);

    /// <inheritdoc cref="Replay.Run{TSystem, TState}"/>
    public ReplayReport ReplayTrace(Trace trace) => _replay(trace);

    /// <summary>Hands the types of the system to whoever needs them.</summary>
    internal void Accept(ISystemVisitor visitor) => _visit(visitor);
}

/// <summary>Takes the types of a system.</summary>
internal interface ISystemVisitor
{
    void Visit<TSystem, TState>() where TSystem : struct, ISystem<TState> where TState : unmanaged;
}
