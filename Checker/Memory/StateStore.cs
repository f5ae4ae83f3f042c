namespace Wakeline.Checking.Memory;

/// <summary>
/// What the threads of a search share: the layout of packed states, the numbers of parts, the numbers of states. It is
/// changed other than by interning only while a single thread is at work.
/// </summary>
internal sealed unsafe class StateStore : IDisposable
{
    private const long PartsKeptBytes = 16 << 20;

    private readonly MemoryBudget _budget;
    private readonly List<StateCodec> _codecs = [];
    private readonly Interner _partInterner;
    private int _levels;

    /// <param name="stateBytes">The size of a state.</param>
    /// <param name="budget">Where memory comes from.</param>
    /// <param name="fingerprintBits">Bits of fingerprints that stand for states; none if states are kept.</param>
    public StateStore(int stateBytes, MemoryBudget budget, int fingerprintBits = 0)
    {
        _budget = budget;
        Fingerprints = fingerprintBits == 0 ? null : new FingerprintTable(fingerprintBits, budget);
        Layout = new StateLayout(stateBytes, budget);
        Parts = new InternTable(budget);
        States = new InternTable(budget, hasNotes: true, width: 0);
        _partInterner = Parts.AddInterner();
        _partInterner.TryIntern(0);
    }

    /// <summary>Which bits of a state vary.</summary>
    public StateLayout Layout { get; }

    /// <summary>Numbers of parts of states.</summary>
    public InternTable Parts { get; }

    /// <summary>Numbers of states; the note beside each is the state as whose successor it was first found.</summary>
    public InternTable States { get; }

    /// <summary>Fingerprints of states, if those are kept instead.</summary>
    public FingerprintTable? Fingerprints { get; }

    /// <summary>The number of states. Not while other threads are at work.</summary>
    public uint Count => Fingerprints?.Count ?? States.Count;

    /// <summary>Memory in use, without room for growth, in bytes.</summary>
    public long UsedBytes => Fingerprints?.UsedBytes
        ?? States.UsedBytes + (Layout.Levels == 0 ? 0 : Parts.UsedBytes);

    /// <summary>
    /// Takes the states away when there is no more memory, because they are kept elsewhere; <see langword="null"/> if
    /// they are kept here.
    /// </summary>
    public Action<MemoryBudgetException>? Overflow { get; set; }

    /// <summary>Changes whenever the keys of states do.</summary>
    public int Revision { get; private set; }

    /// <summary>Levels of the tree that keys are made by.</summary>
    public int Levels => _levels;

    /// <summary>A codec for one more thread.</summary>
    public StateCodec AddCodec()
    {
        var codec = new StateCodec(
            Layout, _levels, _codecs.Count == 0 ? _partInterner : Parts.AddInterner(), Fingerprints is not null,
            _budget);
        _codecs.Add(codec);
        Fingerprints?.AddHand();
        return codec;
    }

    /// <summary>Says whether several threads are about to work at the same time.</summary>
    public void Share(bool isShared)
    {
        Parts.Share(isShared);
        States.Share(isShared);
    }

    /// <summary>Makes room for a good many more parts and states.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Grow()
    {
        try
        {
            GrowTables();
        }
        catch (MemoryBudgetException full) when (Overflow is not null)
        {
            Overflow(full);
            GrowTables();
        }
    }

    /// <summary>Ends a level: states up to one will not be visited any more.</summary>
    public void EndLevel(uint end)
    {
        States.Settle();
        Fingerprints?.DropRowsBefore(uint.Min(end, Fingerprints.Count));
    }

    /// <summary>
    /// Makes the layout wide enough for some states. Keys of states change if their tree gets more levels; numbers do
    /// not.
    /// </summary>
    public void Learn<TState>(ReadOnlySpan<TState> states) where TState : unmanaged
    {
        var isFirst = !Layout.HasBase;
        var padded = stackalloc ulong[Layout.Words];
        var hasLearned = false;
        foreach (ref readonly var state in states)
        {
            *(TState*)padded = state;
            hasLearned |= Layout.Learn(padded);
        }

        if (hasLearned)
        {
            Adopt();
        }

        if (isFirst)
        {
            ResetCodecs();
        }
    }

    /// <summary>Gives an empty store a layout that it had before.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Restore(LayoutRecord layout)
    {
        Layout.Restore(layout);
        _levels = layout.Levels;
        Widen();
        Parts.Clear();
        AttachCodecs();
        ResetCodecs();
    }

    /// <summary>Makes keys of states what they are in the tree that the layout needs by now.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public void Widen(ReadOnlySpan<ulong> keys, Span<ulong> wider)
    {
        Parts.Grow(keys.Length * (Layout.Levels - _levels));
        for (var i = 0; i < keys.Length; i++)
        {
            wider[i] = keys[i];
            for (var level = _levels; level < Layout.Levels; level++)
            {
                wider[i] = KeyOneLevelUp(wider[i]);
            }
        }
    }

    /// <summary>Forgets every state, and puts the layout in good order for those that come.</summary>
    public void Arrange()
    {
        Revision++;
        States.Clear();
        Layout.Arrange();
        Fingerprints?.WidenRows(Layout.PackedWords);
        _levels = Layout.Levels;
        Widen();
        AttachCodecs();
        ForgetParts();
    }

    /// <summary>
    /// Forgets every state and keeps the memory; parts of states are kept for the next use too, as long as they are
    /// few.
    /// </summary>
    public void Clear()
    {
        States.Clear();
        if (Parts.UsedBytes > PartsKeptBytes)
        {
            ForgetParts();
        }
    }

    public void Dispose()
    {
        foreach (var codec in _codecs)
        {
            codec.Dispose();
        }

        Fingerprints?.Dispose();
        Layout.Dispose();
        Parts.Dispose();
        States.Dispose();
    }

    private void ForgetParts()
    {
        Parts.Clear();
        _partInterner.TryIntern(0);
        ResetCodecs();
    }

    private void ResetCodecs()
    {
        foreach (var codec in _codecs)
        {
            codec.Reset();
        }
    }

    /// <summary>
    /// Brings what depends on the layout up to it. Memory is taken before anything changes, so that states can still be
    /// brought back if there is none.
    /// </summary>
    private void Adopt()
    {
        if (Fingerprints is not null)
        {
            Fingerprints.WidenRows(Layout.PackedWords);
            _levels = Layout.Levels;
        }

        AttachCodecs();
        if (_levels < Layout.Levels && Overflow is not null)
        {
            throw new WiderTreeException();
        }

        Widen();
        while (_levels < Layout.Levels)
        {
            Parts.Grow(States.Count + 1L);
            _levels++;
            try
            {
                AttachCodecs();
            }
            catch
            {
                _levels--;
                throw;
            }

            Revision++;
            States.Rekey(KeyOneLevelUp);
        }
    }

    private void Widen() => States.Widen(Layout.Levels == 0 ? Layout.VaryingBits : InternTable.WidthMost);

    /// <summary>The tree so far is the left half of the new one, and the right half is all zeros.</summary>
    private ulong KeyOneLevelUp(ulong key) => key == 0 ? 0 : _partInterner.TryIntern(key);

    private void GrowTables()
    {
        if (Fingerprints is not null)
        {
            Fingerprints.Grow(more: 2 * KeyBatch.Most);
            return;
        }

        Parts.Grow(more: 2 * KeyBatch.Most);
        States.Grow(more: 2 * KeyBatch.Most);
    }

    /// <summary>The first codec, which brings states back at the end, comes last.</summary>
    private void AttachCodecs()
    {
        for (var i = _codecs.Count - 1; i >= 0; i--)
        {
            _codecs[i].Attach(_levels, _budget);
        }
    }
}

/// <summary>
/// States need a tree with more levels, so that all their keys change, and these are not all in memory.
/// </summary>
internal sealed class WiderTreeException : Exception;
