using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;

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
    private readonly StatesAside<TState> _aside;
    private readonly long[] _firings;

    private readonly RecentKeys _recent = new();

    // The keys of one batch come while memory brings what the batch before is compared with.
    private KeyBatch _coming = new();
    private KeyBatch _ripe = new();
    private int _foldRevision;

    private ulong* _leftOut;
    private byte _tag;

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

        _aside = new StatesAside<TState>(budget);
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

    /// <summary>Steps that were counted and not taken, since they were last handed over.</summary>
    public long StepsLeftOut { get; private set; }

    /// <summary>Which steps are counted and not taken; <see langword="null"/> for none.</summary>
    public CommutingSteps? Commuting { get; set; }

    /// <summary>Puts the start into an empty set.</summary>
    public void AddStart(in TState start)
    {
        _recent.Clear();
        _successors.Clear();
        _coming.Truncate(0);
        _ripe.Truncate(0);
        _aside.Clear();
        IsStalled = HasRefused = false;
        AllowMore(1);
        Push(_states.KeyOf(in start), new Origin(NoParent));
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
        if (Commuting is not null)
        {
            _leftOut = Commuting.LeftOutAfter(_states.TagOf(state));
        }

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
    /// <returns>How many of these steps were not taken.</returns>
    public long HandOverFirings(Span<long> firings)
    {
        var leftOut = StepsLeftOut;
        StepsLeftOut = 0;
        for (var rule = 0; rule < _firings.Length; rule++)
        {
            firings[rule] += _firings[rule];
            _firings[rule] = 0;
        }

        return leftOut;
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
        ref var scratch = ref *(TState*)Scratch();
        if (!Unsafe.AreSame(in source, in _states.Current))
        {
            scratch = source;
        }

        return ref scratch;
    }

    /// <summary>Whether a step has to be made. One that need not be counts as taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Takes(int rule, int instance, int choice)
    {
        if (Commuting is null)
        {
            return true;
        }

        var step = Commuting.NumberOf(rule, instance, choice);
        if ((_leftOut[step >> 6] >> step & 1) != 0)
        {
            Count(rule);
            StepsLeftOut++;
            return false;
        }

        _tag = Commuting.ClassOf(step);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int rule)
    {
        Count(rule);
        _isOpen = false;
        if (!_successors.IsUsable)
        {
            Take();
        }
        else if (_successors.Commit(new Origin(_parent, FanOut - 1, _tag), _parentKey))
        {
            TakeSuccessors();
        }

        _tag = CommutingSteps.TakeAll;
    }

    /// <summary>
    /// Gives the successors that wait their keys. Before anything that is shared moves or changes, and at the end.
    /// </summary>
    public void TakeSuccessors()
    {
        if (_successors.Count > 0)
        {
            TakeFolded();
        }
    }

    /// <summary>Adds the successors that wait, as far as there is room.</summary>
    public void Flush()
    {
        TakeSuccessors();
        Add(_ripe);
        Add(_coming);
    }

    /// <summary>Gives the successors that wait what they wait for, where this thread is the only one.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Settle()
    {
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

        _states.Store.Learn(_aside.States);
    }

    /// <summary>Says that keys have changed.</summary>
    public void ForgetKeys() => _recent.Clear();

    /// <summary>Adds what was set aside.</summary>
    public void AddAside()
    {
        var count = _aside.Clear();
        IsStalled = false;
        for (var i = 0; i < count; i++)
        {
            // Whatever is set aside again takes a place that was read before.
            *(TState*)_states.Codec.Scratch = _aside.Former(i);
            var origin = _aside.OriginOf(i);
            if (TryTakeScratch(origin, out var key))
            {
                Push(key, origin);
            }
        }
    }

    public void Dispose()
    {
        _aside.Dispose();
    }

    private void Count(int rule)
    {
        if ((uint)rule < (uint)_firings.Length)
        {
            _firings[rule]++;
        }

        FanOut++;
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

    private void TakeFolded()
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
        var from = _coming.Count;
        if (_states.IsFingerprinted)
        {
            AddFingerprints(unmet);
        }
        else
        {
            _coming.Add(_successors, unmet, _states.Hash);
        }

        _states.Prefetch(_coming, from, _ripe);
    }

    /// <summary>Adds some of the successors that were folded.</summary>
    private void AddFingerprints(ReadOnlySpan<int> which)
    {
        foreach (var index in which)
        {
            var key = _states.Kept(_successors.FingerprintAt(index));
            if (key != _successors.ParentKeyAt(index))
            {
                var row = _successors.PackedAt(index);
                _coming.Add(key, WithinBounds(_successors.OriginAt(index)), new ReadOnlySpan<ulong>(in row));
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
                SetAside(_successors.StateAt(i), _successors.OriginAt(i));
                _successors.Replace(i);
            }
        }
    }

    private void Take()
    {
        var origin = new Origin(_parent, FanOut - 1, _tag);
        if (TryTakeScratch(origin, out var key) && key != _parentKey)
        {
            Push(key, origin);
        }
    }

    private bool TryTakeScratch(Origin origin, out ulong key)
    {
        if (_coming.IsFull)
        {
            Turn();
        }

        if (!_coming.IsFull && _states.TryTakeScratch(out key))
        {
            return true;
        }

        SetAside(_states.Codec.Scratch, origin);
        _states.Codec.ResetScratch();
        key = 0;
        return false;
    }

    private void Push(ulong key, Origin origin)
    {
        var hash = _states.IsFingerprinted ? key : _states.Hash.Of(key);
        if (IsRecent(key, hash))
        {
            return;
        }

        if (_states.IsFingerprinted)
        {
            _coming.Add(key, WithinBounds(origin), _states.Codec.Row);
        }
        else
        {
            _coming.Add(key, hash, origin);
        }

        _states.Prefetch(_coming, _coming.Count - 1, _ripe);
    }

    /// <summary>Whether a key was met lately. Of successors that are folded, no keys are remembered.</summary>
    private bool IsRecent(ulong key, ulong hash) => !_successors.IsUsable && _recent.Meet(key, hash);

    private static Origin WithinBounds(Origin origin) => origin.Ordinal <= ushort.MaxValue
        ? origin
        : throw new MemoryBudgetException(
            $"a state has more than {ushort.MaxValue} successors, which a search by fingerprints does not tell apart");

    /// <summary>Adds one batch, which memory has brought what it needs for, and begins the next one.</summary>
    private void Turn()
    {
        Add(_ripe);
        if (_ripe.Count == 0)
        {
            (_ripe, _coming) = (_coming, _ripe);
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

    private void SetAside(byte* state, Origin origin)
    {
        _aside.Add(state, origin);
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
    public bool Takes(int rule, int instance, int choice) => expansion.Takes(rule, instance, choice);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int rule, int instance, int choice) => expansion.Commit(rule);
}
