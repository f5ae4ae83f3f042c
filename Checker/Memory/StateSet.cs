namespace Wakeline.Checking.Memory;

/// <summary>
/// A set of states that numbers them in the order of their first appearance and can bring each of them back.
/// </summary>
internal sealed unsafe class StateSet<TState> : IDisposable where TState : unmanaged
{
    private const long PartsKeptBytes = 16 << 20;

    private readonly InternTable _states;

    public StateSet(MemoryBudget budget)
    {
        Codec = new StateCodec(sizeof(TState), budget);
        _states = new InternTable(budget);
    }

    /// <summary>Makes successors of the state that is in the open.</summary>
    public StateCodec Codec { get; }

    /// <summary>The number of states.</summary>
    public uint Count => _states.Count;

    /// <summary>Memory in use for states, without room for growth, in bytes.</summary>
    public long UsedBytes => _states.UsedBytes + Codec.UsedBytes;

    /// <summary>The state that is in the open.</summary>
    public ref readonly TState Current => ref *(TState*)Codec.Source;

    /// <summary>Brings a state into the open.</summary>
    public ref readonly TState Load(uint index)
    {
        Codec.Load(_states.KeyOf(index));
        return ref Current;
    }

    /// <summary>The key of any state.</summary>
    public ulong KeyOf(in TState state)
    {
        *(TState*)Codec.Scratch = state;
        return Codec.TakeScratch();
    }

    /// <summary>The number of the state with a key, which it gets now if it has none.</summary>
    public uint Add(ulong key) => _states.Intern(key);

    /// <summary>The number of the state with a key, or <see cref="InternTable.None"/>.</summary>
    public uint Find(ulong key) => _states.Find(key);

    /// <summary>Loads what <see cref="Add"/> will read for a batch of keys into the cache.</summary>
    public void Prefetch(ReadOnlySpan<ulong> keys) => _states.Prefetch(keys);

    /// <summary>
    /// Forgets every state and keeps the memory; parts of states are kept for the next use too, as long as they are
    /// few.
    /// </summary>
    public void Clear()
    {
        _states.Clear();
        if (Codec.UsedBytes > PartsKeptBytes)
        {
            Codec.Forget();
        }
    }

    public void Dispose()
    {
        Codec.Dispose();
        _states.Dispose();
    }
}
