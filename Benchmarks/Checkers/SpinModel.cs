namespace Wakeline.Benchmarks.Checkers;

/// <summary>What Spin is given.</summary>
/// <param name="Name">How the comparison calls it.</param>
/// <param name="File">The model in the folder Peers, without its ending.</param>
/// <param name="States">How many states there are.</param>
internal sealed record SpinModel(string Name, string File, long States)
{
    /// <summary>Definitions for the model.</summary>
    public IReadOnlyList<string> Bounds { get; init; } = [];

    /// <summary>States that only set the scene, and are not counted.</summary>
    public int StartStates { get; init; }

    /// <summary>What the C compiler is told besides.</summary>
    public IReadOnlyList<string> CompilerArguments { get; init; } = [];

    /// <summary>Steps that Spin's stack has room for.</summary>
    public int DepthMost { get; init; } = 1_000_000;
}
