using Wakeline.Spec;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Systems;
using Wakeline.Spec.Systems.Network;

namespace Wakeline.Benchmarks.InSpin;

/// <summary>A system that a search in C takes its steps from. Between visits, that search holds the states.</summary>
internal abstract unsafe class ExploredSystem
{
    /// <summary>What a visit returns if a property does not hold in the state.</summary>
    public const int Unsound = -1;

    /// <summary>Bytes of a state as the search holds it.</summary>
    public abstract int VectorBytes { get; }

    /// <summary>Opens a system.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Its bounds.</param>
    /// <param name="mask">
    /// A file with the bits of a state that change within these bounds; empty for states as they are.
    /// </param>
    public static ExploredSystem Open(string name, string settings, string mask) => name switch
    {
        "pipe" => new GeneratedSystem<PipeReadWrite, PipeScene>(settings, mask),
        "epoll-level" => new GeneratedSystem<EpollLevel, Kernel>(settings, mask),
        "pipeline" => new GeneratedSystem<Pipeline, Kernel>(settings, mask),
        _ => throw new ArgumentException($"the library has no system '{name}'", nameof(name)),
    };

    /// <summary>Writes the state that the system starts in.</summary>
    public abstract void Start(byte* vector);

    /// <summary>Judges a state and makes its successors.</summary>
    /// <param name="depth">
    /// How many states are open before this one, depth first: the successors of those stay where they are.
    /// </param>
    /// <param name="vector">The state.</param>
    /// <param name="successors">Where the successors lie, side by side.</param>
    /// <returns>Their number, or <see cref="Unsound"/>.</returns>
    public abstract int Visit(int depth, byte* vector, out byte* successors);
}
