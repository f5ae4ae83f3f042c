using System.Runtime.CompilerServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// A thread's view of a set of states, which numbers them as they appear and can bring each of them back. One thread
/// alone numbers them in the order of their first appearance.
/// </summary>
internal sealed unsafe class StateSet<TState> : IDisposable where TState : unmanaged
{
    private readonly Interner _states;
    private readonly FingerprintTable? _fingerprints;
    private readonly bool _ownsStore;
    private long _fingerprintsAdded;

    /// <param name="budget">Where memory comes from.</param>
    /// <param name="fingerprintBits">Bits of fingerprints that stand for states; none if states are kept.</param>
    public StateSet(MemoryBudget budget, int fingerprintBits = 0)
        : this(new StateStore(sizeof(TState), budget, fingerprintBits), ownsStore: true) { }

    private StateSet(StateStore store, bool ownsStore)
    {
        Store = store;
        _ownsStore = ownsStore;
        Codec = store.AddCodec();
        _states = store.States.AddInterner();
        _fingerprints = store.Fingerprints;
    }

    /// <summary>
    /// Where states are read by their numbers, if the table holds only those that are new; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public IStateArchive? Archive { get; set; }

    /// <summary>What all views of the set share.</summary>
    public StateStore Store { get; }

    /// <summary>Makes successors of the state that is in the open.</summary>
    public StateCodec Codec { get; }

    /// <summary>Whether keys are fingerprints, so that states other than those of a level cannot be had.</summary>
    public bool IsFingerprinted => _fingerprints is not null;

    /// <summary>The number of states. Not while other threads are at work.</summary>
    public uint Count => Archive?.Count ?? Store.Count;

    /// <summary>States that were added through this view.</summary>
    public long Added => _states.Added + _fingerprintsAdded;

    /// <summary>The state that is in the open.</summary>
    public ref readonly TState Current => ref *(TState*)Codec.Source;

    /// <summary>The key of the state last loaded.</summary>
    public ulong CurrentKey { get; private set; }

    /// <summary>The hash of keys. It changes when the layout becomes wider.</summary>
    public KeyHash Hash => _states.Hash;

    /// <summary>A view of the same set for another thread.</summary>
    public StateSet<TState> ForAnotherThread() =>
        new(Store, ownsStore: false) { Archive = Archive?.ForAnotherThread() };

    /// <summary>Brings a state into the open.</summary>
    public ref readonly TState Load(uint index)
    {
        if (_fingerprints is not null)
        {
            Codec.LoadRow(_fingerprints.RowOf(index));
            CurrentKey = _fingerprints.Kept(Codec.Fingerprint);
            return ref Current;
        }

        CurrentKey = Archive is null ? _states.KeyOf(index) : Archive.KeyOf(index);
        Codec.Load(CurrentKey);
        return ref Current;
    }

    /// <summary>The state as whose successor a state was first found.</summary>
    public uint ParentOf(uint index) =>
        _fingerprints?.ParentOf(index) ?? Archive?.ParentOf(index) ?? Store.States.NoteOf(index);

    /// <summary>
    /// The tag of the step by which a state was found; 0 if that is not known any more, because states are elsewhere.
    /// </summary>
    public byte TagOf(uint index) =>
        _fingerprints?.TagOf(index) ?? (Archive is null ? _states.TagOf(index) : (byte)0);

    /// <summary>Which successor of that state it is, where keys are fingerprints.</summary>
    public int OrdinalOf(uint index) => _fingerprints!.OrdinalOf(index);

    /// <summary>
    /// The key of any state, for a set that no other thread works at: memory may move. The state in the open stays.
    /// </summary>
    public ulong KeyOf(in TState state)
    {
        if (!Store.Layout.HasBase)
        {
            Store.Learn(new ReadOnlySpan<TState>(in state));
        }

        return TryKeyOf(in state, out var key) ? key : KeyOfNew(in state);
    }

    /// <summary>
    /// Adds a batch of states by their keys, with how they were found; those that are there stay as they are.
    /// The batch keeps those that found no room.
    /// </summary>
    public void TryAdd(KeyBatch batch)
    {
        if (_fingerprints is not null)
        {
            _fingerprintsAdded += _fingerprints.TryAdd(batch);
        }
        else
        {
            _states.TryIntern(batch);
        }
    }

    /// <summary>Whether all states of a batch are there.</summary>
    public bool HasAll(KeyBatch batch) => _fingerprints?.HasAll(batch) ?? _states.HasAll(batch);

    /// <summary>
    /// Asks for what <see cref="TryAdd"/> will read, in two stages: one for the keys of a batch that was added to, one
    /// for as many of the batch before.
    /// </summary>
    /// <param name="coming">The batch that is added to.</param>
    /// <param name="from">The first of its keys that is new.</param>
    /// <param name="ripe">The batch that is going to be looked up next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(KeyBatch coming, int from, KeyBatch ripe)
    {
        if (_fingerprints is not null)
        {
            _fingerprints.Prefetch(coming, from);
        }
        else
        {
            _states.PrefetchSlots(coming, from);
            _states.PrefetchKeys(ripe, from, coming.Count);
        }
    }

    /// <summary>The key of the state in the scratch copy of the codec, as its method of that name says.</summary>
    public bool TryTakeScratch(out ulong key)
    {
        var isTaken = Codec.TryTakeScratch(out key);
        key = Kept(key);
        return isTaken;
    }

    /// <summary>What is kept of a key: of a fingerprint, as many bits as were asked for.</summary>
    public ulong Kept(ulong key) => _fingerprints?.Kept(key) ?? key;

    /// <summary>The number of the state with a key, or <see cref="InternTable.None"/>.</summary>
    public uint Find(ulong key) => _states.Find(key);

    /// <summary>Forgets every state and keeps the memory.</summary>
    public void Clear() => Store.Clear();

    /// <summary>
    /// Puts the layout in good order, if there is memory to hold the states meanwhile. Numbers stay, keys change. While
    /// no other thread is at work.
    /// </summary>
    public void Rearrange(MemoryBudget budget)
    {
        if (_fingerprints is not null)
        {
            RearrangeRows(_fingerprints, budget);
            return;
        }

        const long PartsBytes = 256;
        var count = Count;
        if (budget.MostBytes - budget.HeldBytes < count * (sizeof(TState) + PartsBytes))
        {
            return;
        }

        using var states = new NativeArray<TState>(count, budget);
        using var parents = new NativeArray<uint>(count, budget);
        using var tags = new NativeArray<byte>(count, budget);
        for (var index = 0u; index < count; index++)
        {
            states[index] = Load(index);
            parents[index] = ParentOf(index);
            tags[index] = TagOf(index);
        }

        Store.Arrange();
        var batch = new KeyBatch();
        for (var index = 0u; index < count; index++)
        {
            var key = KeyOf(in states[index]);
            batch.Add(key, Hash.Of(key), new Origin(parents[index], Tag: tags[index]));
            for (TryAdd(batch); batch.Count > 0; TryAdd(batch))
            {
                Store.Grow();
            }
        }
    }

    public void Dispose()
    {
        if (_ownsStore)
        {
            Store.Dispose();
        }
    }

    private void RearrangeRows(FingerprintTable table, MemoryBudget budget)
    {
        var first = table.FirstRow;
        using var states = new NativeArray<TState>(Count - first + 1, budget);
        for (var index = first; index < Count; index++)
        {
            states[index - first] = Load(index);
        }

        Store.Arrange();
        for (var index = first; index < Count; index++)
        {
            KeyOf(in states[index - first]);
            table.SetRow(index, Codec.Row);
        }
    }

    private ulong KeyOfNew(in TState state)
    {
        var wanted = state;
        var open = Current;
        ulong key;
        while (!TryKeyOf(in wanted, out key))
        {
            Store.Grow();
            Store.Learn(new ReadOnlySpan<TState>(in wanted));
            Reopen(in open);
        }

        return key;
    }

    /// <summary>A wider layout may have closed the state in the open.</summary>
    private void Reopen(in TState open)
    {
        ulong key;
        while (!TryKeyOf(in open, out key))
        {
            Store.Grow();
        }

        Codec.Load(key);
        CurrentKey = key;
    }

    private bool TryKeyOf(in TState state, out ulong key)
    {
        *(TState*)Codec.Scratch = state;
        if (TryTakeScratch(out key))
        {
            return true;
        }

        Codec.ResetScratch();
        return false;
    }
}
