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
    private readonly Func<Trace, ReplayReport> _replay;

    private SystemEntry(SystemInfo info, int stateBytes, CheckSystem check, Func<Trace, ReplayReport> replay)
    {
        Info = info;
        StateBytes = stateBytes;
        _check = check;
        _replay = replay;
    }

    private delegate CheckReport CheckSystem(
        Parameters parameters, CheckOptions? options, IProgress<CheckProgress>? progress,
        CancellationToken cancellation);

    /// <summary>The system as data.</summary>
    public SystemInfo Info { get; }

    /// <summary>Size of a state in memory, in bytes.</summary>
    public int StateBytes { get; }

    /// <summary>Makes the entry of a system.</summary>
    public static SystemEntry Of<TSystem, TState>() where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        new(TSystem.Info, Unsafe.SizeOf<TState>(), Checking.Check.Run<TSystem, TState>, Replay.Run<TSystem, TState>);

    /// <inheritdoc cref="Checking.Check.Run{TSystem, TState}"/>
    public CheckReport Check(
        Parameters parameters, CheckOptions? options = null, IProgress<CheckProgress>? progress = null,
        CancellationToken cancellation = default) => _check(parameters, options, progress, cancellation);

    /// <inheritdoc cref="Replay.Run{TSystem, TState}"/>
    public ReplayReport ReplayTrace(Trace trace) => _replay(trace);
}
