using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// Collects the successors of one state after another, for one thread, and adds them to a set of states, in batches so
/// that the cache misses of a batch overlap. Allocates nothing once its memory is large enough.
/// <para>
/// What is shared between threads moves only between two states. A successor for which there is no room until then, or
/// which has bits that the layout of the set does not know, is set aside whole, and added then.
/// </para>
/// </summary>
internal sealed unsafe class Expansion<TState> : IDisposable where TState : unmanaged
{
    /// <summary>The parent of the start.</summary>
    public const uint NoParent = uint.MaxValue;

    private readonly StateSet<TState> _states;
    private readonly SuccessorRing _successors;
    private readonly NativeArray<TState> _aside;
    private readonly NativeArray<ushort> _asideOrdinals;
    private readonly long[] _firings;

    private readonly RecentKeys _recent = new();

    // The keys of one batch come while memory brings what the batch before is compared with.
    private KeyBatch _coming = new();
    private KeyBatch _ripe = new();
    private int _asideCount;
    private int _foldRevision;

    private uint _parent;
    private ulong _parentKey;
    private bool _isOpen;
    private long _addedMost;

    /// <param name="states">This thread's view of the set to fill.</param>
    /// <param name="rules">The number of rules whose firings are counted, from the first.</param>
    /// <param name="budget">Where memory comes from.</param>
    /// <param name="isOneByOne">Whether each successor is looked at before the next one is made.</param>
    public Expansion(StateSet<TState> states, int rules, MemoryBudget budget, bool isOneByOne = false)
    {
        _states = states;
        _successors = states.Codec.Successors;
        if (isOneByOne)
        {
            _successors.TurnOff();
        }

        _aside = new NativeArray<TState>(1, budget);
        _asideOrdinals = new NativeArray<ushort>(1, budget);
        _firings = new long[rules];
    }

    /// <summary>Successors that the present state has so far.</summary>
    public int FanOut { get; private set; }

    /// <summary>Whether only states that are already there are accepted.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether a successor was refused because the set is closed.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>
    /// Whether successors wait for room, or for a wider layout; they have to get it before the next state is opened.
    /// </summary>
    public bool IsStalled { get; private set; }

    /// <summary>Puts the start into an empty set.</summary>
    public void AddStart(in TState start)
    {
        _recent.Clear();
        _successors.Clear();
        _coming.Truncate(0);
        _ripe.Truncate(0);
        _asideCount = 0;
        IsStalled = HasRefused = false;
        AllowMore(1);
        _parent = NoParent;
        Push(_states.KeyOf(in start), 0);
        MakeRoom();
    }

    /// <summary>How many more states are accepted; after them, only what is already there is.</summary>
    public void AllowMore(long states)
    {
        _addedMost = _states.Added + states;
        IsClosed = states <= 0;
    }

    /// <summary>Brings a state into the open; the successors that come next are its.</summary>
    public ref readonly TState Open(uint state)
    {
        _parent = state;
        FanOut = 0;
        ref readonly var opened = ref _states.Load(state);
        _parentKey = _states.CurrentKey;
        return ref opened;
    }

    /// <summary>The successor last begun, until it is kept, where successors are taken one by one.</summary>
    public ref TState Successor => ref *(TState*)_states.Codec.Scratch;

    /// <summary>Whether the successor last begun is none of the states up to a number, exclusive.</summary>
    public bool IsNew(uint end)
    {
        var successor = Successor;
        if (!_states.Codec.TryTakeScratch(out var key))
        {
            // It has bits or parts that no state has.
            return true;
        }

        Successor = successor;
        return _states.Find(key) >= end;
    }

    /// <summary>Adds how often each rule fired since the last call to a count.</summary>
    public void HandOverFirings(Span<long> firings)
    {
        for (var rule = 0; rule < _firings.Length; rule++)
        {
            firings[rule] += _firings[rule];
            _firings[rule] = 0;
        }
    }

    /// <summary>Says that the state in the open has no more successors.</summary>
    public void Close()
    {
        if (_successors.Count > 0)
        {
            TakeSuccessors();
        }
    }

    /// <summary>Puts things in order after a step threw, and closes the state in the open.</summary>
    public void Abandon()
    {
        _isOpen = false;
        _states.Codec.ResetScratch();
        Close();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TState Begin(in TState source)
    {
        ref var scratch = ref *(TState*)Scratch();
        if (!Unsafe.AreSame(in source, in _states.Current))
        {
            scratch = source;
        }

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
        if (!_successors.IsUsable)
        {
            Take();
        }
        else if (_successors.Commit())
        {
            TakeSuccessors();
        }
    }

    /// <summary>Adds the successors that wait, as far as there is room.</summary>
    public void Flush()
    {
        Add(_ripe);
        Add(_coming);
    }

    /// <summary>Gives the successors that wait what they wait for, where this thread is the only one.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Settle()
    {
        Close();
        while (IsStalled)
        {
            MakeRoom();
            Learn();
            AddAside();
        }
    }

    /// <summary>Adds every successor that waits, where this thread is the only one.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Complete()
    {
        do
        {
            Settle();
            Flush();
        }
        while (IsStalled);
    }

    /// <summary>Makes room and adds the successors that have keys. While no thread is at work.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void MakeRoom()
    {
        do
        {
            _states.Store.Grow();
            Flush();
        }
        while (_ripe.Count + _coming.Count > 0);
    }

    /// <summary>
    /// Makes the layout fit for what was set aside. While no thread is at work and no successor with a key waits in any
    /// of them, because keys may change.
    /// </summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Learn()
    {
        ForgetKeys();

        // Safety: the states lie side by side in memory that this expansion owns and nobody moves meanwhile.
        _states.Store.Learn(new ReadOnlySpan<TState>(_aside.Pointer, _asideCount));
    }

    /// <summary>Says that keys have changed.</summary>
    public void ForgetKeys() => _recent.Clear();

    /// <summary>Adds what was set aside.</summary>
    public void AddAside()
    {
        var count = _asideCount;
        _asideCount = 0;
        IsStalled = false;
        for (var i = 0; i < count; i++)
        {
            // Whatever is set aside again takes a place that was read before.
            *(TState*)_states.Codec.Scratch = _aside[(nuint)i];
            var ordinal = _asideOrdinals[(nuint)i];
            if (TryTakeScratch(ordinal, out var key))
            {
                Push(key, ordinal);
            }
        }
    }

    public void Dispose()
    {
        _aside.Dispose();
        _asideOrdinals.Dispose();
    }

    /// <summary>A copy of the state in the open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Scratch()
    {
        if (_successors.IsUsable)
        {
            return _successors.Begin();
        }

        if (_isOpen)
        {
            _states.Codec.ResetScratch();
        }

        _isOpen = true;
        return _states.Codec.Scratch;
    }

    private void TakeSuccessors()
    {
        if (_foldRevision != _successors.Revision)
        {
            _foldRevision = _successors.Revision;
            ForgetKeys();
        }

        var count = _successors.Count;
        if (_coming.Room < count)
        {
            Turn();
        }

        var isFull = _coming.Room < count;
        var unknown = _successors.Fold();
        if (isFull)
        {
            SetAside(uint.MaxValue, count);
            return;
        }

        if (unknown != 0)
        {
            SetAside(unknown, count);
        }

        var unmet = _successors.Sift(_recent);
        if (_states.IsFingerprinted)
        {
            AddFingerprints(unmet, FanOut - count);
        }
        else
        {
            _coming.Add(_successors, unmet, _parentKey, _parent, _states.Hash);
        }
    }

    /// <summary>Adds some of the last successors of the state in the open.</summary>
    private void AddFingerprints(ReadOnlySpan<int> which, int before)
    {
        foreach (var index in which)
        {
            var key = _states.Kept(_successors.FingerprintAt(index));
            if (key != _parentKey)
            {
                var row = _successors.PackedAt(index);
                _coming.Add(key, _parent, OrdinalOf(before + index), new ReadOnlySpan<ulong>(in row));
            }
        }
    }

    /// <summary>Sets some successors aside; what stands in their places then adds nothing.</summary>
    private void SetAside(uint which, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if ((which >> i & 1) != 0)
            {
                SetAside(_successors.StateAt(i), FanOut - count + i);
                _successors.Replace(i);
            }
        }
    }

    private void Take()
    {
        if (TryTakeScratch(FanOut - 1, out var key) && key != _parentKey)
        {
            Push(key, FanOut - 1);
        }
    }

    private bool TryTakeScratch(int ordinal, out ulong key)
    {
        if (_coming.IsFull)
        {
            Turn();
        }

        if (!_coming.IsFull && _states.TryTakeScratch(out key))
        {
            return true;
        }

        SetAside(_states.Codec.Scratch, ordinal);
        _states.Codec.ResetScratch();
        key = 0;
        return false;
    }

    private void Push(ulong key, int ordinal)
    {
        if (_states.IsFingerprinted)
        {
            if (!IsRecent(key, key))
            {
                _coming.Add(key, _parent, OrdinalOf(ordinal), _states.Codec.Row);
            }

            return;
        }

        var hash = _states.Hash.Of(key);
        if (!IsRecent(key, hash))
        {
            _coming.Add(key, hash, _parent);
        }
    }

    /// <summary>Whether a key was met lately. Of successors that are folded, no keys are remembered.</summary>
    private bool IsRecent(ulong key, ulong hash) => !_successors.IsUsable && _recent.Meet(key, hash);

    private static ushort OrdinalOf(int ordinal) => ordinal <= ushort.MaxValue
        ? (ushort)ordinal
        : throw new MemoryBudgetException(
            $"a state has more than {ushort.MaxValue} successors, which a search by fingerprints does not tell apart");

    /// <summary>Adds one batch, and has memory bring what the next one needs.</summary>
    private void Turn()
    {
        Add(_ripe);
        if (_ripe.Count == 0)
        {
            (_ripe, _coming) = (_coming, _ripe);
            _states.Prefetch(_ripe);
        }
    }

    private void Add(KeyBatch batch)
    {
        if (IsClosed)
        {
            HasRefused |= !_states.HasAll(batch);
            batch.Truncate(0);
            return;
        }

        _states.TryAdd(batch);
        IsStalled |= batch.Count > 0;
        if (_states.Added > _addedMost)
        {
            IsClosed = HasRefused = true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetAside(byte* state, int ordinal)
    {
        _aside.EnsureLength((nuint)_asideCount + 1);
        _asideOrdinals.EnsureLength((nuint)_asideCount + 1);
        _asideOrdinals[(nuint)_asideCount] = _states.IsFingerprinted ? OrdinalOf(ordinal) : (ushort)0;
        _aside[(nuint)_asideCount++] = *(TState*)state;
        IsStalled = true;
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
