using System.Runtime.InteropServices;
using Wakeline.Checking;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// A system, as it is, of which every state that is visited is noted, to find the bits that change within some bounds.
/// </summary>
internal readonly struct ChangingBits<TSystem, TState> : ISystem<TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    // One search at a time, by one thread.
    private static TState s_start;
    private static TState s_changing;

    public static SystemInfo Info => TSystem.Info;

    /// <summary>Searches all states, once.</summary>
    /// <returns>Ones for the bits that change.</returns>
    public static byte[] Find(string settings)
    {
        s_start = TSystem.Start(Parameters.Of(TSystem.Info, settings, Mutation.None));
        s_changing = default;
        Check.Run<ChangingBits<TSystem, TState>, TState>(
            Parameters.Of(TSystem.Info, settings, Mutation.None), new CheckOptions { Threads = 1 });
        return MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in s_changing)).ToArray();
    }

    public static TState Start(Parameters parameters) => TSystem.Start(parameters);

    public static void Successors<TSink>(in TState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<TState>, allows ref struct => TSystem.Successors(in state, ref sink);

    public static ulong Evaluate(in TState state)
    {
        var start = MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in s_start));
        var visited = MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state));
        var changing = MemoryMarshal.AsBytes(new Span<TState>(ref s_changing));
        for (var at = 0; at < changing.Length; at++)
        {
            changing[at] |= (byte)(start[at] ^ visited[at]);
        }

        return TSystem.Evaluate(in state);
    }

    public static bool MayEnd(in TState state) => TSystem.MayEnd(in state);
}
