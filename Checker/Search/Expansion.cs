using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// Collects the successors of one state after another and adds them to a set of states, in batches so that the cache
/// misses of a batch overlap. Allocates nothing once its memory is large enough.
/// </summary>
internal sealed unsafe class Expansion<TState> : IDisposable where TState : unmanaged
{
    /// <summary>The parent of the start.</summary>
    public const uint NoParent = uint.MaxValue;

    private readonly StateSet<TState> _states;
    private readonly NativeArray<uint> _parents;
    private readonly long[] _firings;
    private readonly long _statesMost;

    private readonly ulong[] _pendingKeys = new ulong[InternTable.BatchMost];
    private readonly uint[] _pendingParents = new uint[InternTable.BatchMost];
    private int _pending;

    private uint _parent;
    private bool _isOpen;

    /// <param name="states">The set to fill; empty.</param>
    /// <param name="rules">The number of rules whose firings are counted, from the first.</param>
    /// <param name="statesMost">The most states to put into the set.</param>
    /// <param name="budget">Where memory comes from.</param>
    public Expansion(StateSet<TState> states, int rules, long statesMost, MemoryBudget budget)
    {
        _states = states;
        _parents = new NativeArray<uint>(1024, budget);
        _firings = new long[rules];
        _statesMost = statesMost;
    }

    /// <summary>Successors that the present state has so far.</summary>
    public int FanOut { get; private set; }

    /// <summary>Whether only states that are already there are accepted.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether a successor was refused because the set is closed.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>How often each rule fired.</summary>
    public IReadOnlyList<long> Firings => _firings;

    /// <summary>Memory in use, without room for growth, in bytes.</summary>
    public long UsedBytes => _states.Count * (long)sizeof(uint);

    /// <summary>The state whose successor a state first was, or <see cref="NoParent"/>.</summary>
    public uint ParentOf(uint state) => _parents[state];

    /// <summary>Puts the start into an empty set.</summary>
    public void AddStart(in TState start)
    {
        _states.Add(_states.KeyOf(in start));
        _parents[0] = NoParent;
        IsClosed = _states.Count >= _statesMost;
        HasRefused = false;
        _pending = 0;
    }

    /// <summary>Brings a state into the open; the successors that come next are its.</summary>
    public ref readonly TState Open(uint state)
    {
        _parent = state;
        FanOut = 0;
        return ref _states.Load(state);
    }

    /// <summary>Puts things in order after a step threw.</summary>
    public void Abandon()
    {
        _isOpen = false;
        _states.Codec.ResetScratch();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TState Begin(in TState source)
    {
        ref var scratch = ref *(TState*)_states.Codec.Scratch;
        if (_isOpen)
        {
            _states.Codec.ResetScratch();
        }

        if (!Unsafe.AreSame(in source, in _states.Current))
        {
            scratch = source;
        }

        _isOpen = true;
        return ref scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int rule)
    {
        _isOpen = false;
        if ((uint)rule < (uint)_firings.Length)
        {
            _firings[rule]++;
        }

        FanOut++;
        _pendingKeys[_pending] = _states.Codec.TakeScratch();
        _pendingParents[_pending] = _parent;
        if (++_pending == InternTable.BatchMost)
        {
            Flush();
        }
    }

    /// <summary>Adds the successors that wait.</summary>
    public void Flush()
    {
        var keys = _pendingKeys.AsSpan(0, _pending);
        _states.Prefetch(keys);
        for (var i = 0; i < keys.Length; i++)
        {
            if (IsClosed)
            {
                HasRefused |= _states.Find(keys[i]) == InternTable.None;
            }
            else
            {
                Add(keys[i], _pendingParents[i]);
            }
        }

        _pending = 0;
    }

    public void Dispose() => _parents.Dispose();

    private void Add(ulong key, uint parent)
    {
        var before = _states.Count;
        var index = _states.Add(key);
        if (index == before)
        {
            _parents.EnsureLength((nuint)index + 1);
            _parents[index] = parent;
            IsClosed = index + 1 >= _statesMost;
        }
    }
}

/// <summary>
/// The type argument that compiles a system's successors right into an <see cref="Expansion{TState}"/>.
/// </summary>
internal readonly struct ExpansionSink<TState>(Expansion<TState> expansion) : ISuccessorSink<TState>
    where TState : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TState Begin(in TState source) => ref expansion.Begin(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int rule, int instance, int choice) => expansion.Commit(rule);
}
