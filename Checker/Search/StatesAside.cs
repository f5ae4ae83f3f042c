using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>States that wait whole, with how they were found, until there is room or a layout for them.</summary>
internal sealed unsafe class StatesAside<TState>(MemoryBudget budget) : IDisposable where TState : unmanaged
{
    private readonly NativeArray<TState> _states = new(1, budget);
    private readonly NativeArray<Origin> _origins = new(1, budget);
    private int _count;

    /// <summary>The states. They may move when one is added.</summary>
    /// <remarks>Safety: they lie side by side in memory that this owns.</remarks>
    public ReadOnlySpan<TState> States => new(_states.Pointer, _count);

    /// <summary>How the state with an index was found.</summary>
    public Origin OriginOf(int index) => _origins[(nuint)index];

    /// <summary>Adds a state.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(byte* state, Origin origin)
    {
        _states.EnsureLength((nuint)_count + 1);
        _origins.EnsureLength((nuint)_count + 1);
        _origins[(nuint)_count] = origin;
        _states[(nuint)_count++] = *(TState*)state;
    }

    /// <summary>
    /// Forgets the states. Each may still be read, at its index, until as many have been added again.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int Clear()
    {
        var count = _count;
        _count = 0;
        return count;
    }

    /// <summary>A state that was forgotten.</summary>
    public ref readonly TState Former(int index) => ref _states[(nuint)index];

    public void Dispose()
    {
        _states.Dispose();
        _origins.Dispose();
    }
}
