using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Numbers states by fingerprints, of which two states may have the same: the later one is then taken for the first
/// and missed. Of each state stay a fingerprint, in a slot of 8 bytes, and by which step of which state it was found;
/// of those that are still to be visited also the packed state, a row. Open addressing with linear probing; threads
/// write slots by compare-and-swap, and what would move anything is done here, while none is at work.
/// </summary>
/// <param name="bits">The bits of a fingerprint that are looked at, the topmost ones.</param>
/// <param name="budget">Where memory comes from.</param>
internal sealed unsafe class FingerprintTable(int bits, MemoryBudget budget) : IDisposable
{
    private const nuint SlotsLeast = 1024;
    private const double FillMost = 0.85;

    private readonly NativeArray<ulong> _slotArray = new(SlotsLeast, budget);
    private readonly NativeArray<uint> _parentArray = new(SlotsLeast, budget);
    private readonly NativeArray<ushort> _ordinalArray = new(SlotsLeast, budget);
    private readonly NativeArray<byte> _tagArray = new(SlotsLeast, budget);
    private readonly NativeArray<ulong> _rowArray = new(SlotsLeast, budget);
    private readonly List<ulong> _run = [];
    private int _rowWords = 1;
    private int _hands;
    private long _count;
    private long _roomEnd;

    /// <summary>The number of states.</summary>
    public uint Count => (uint)Volatile.Read(ref _count);

    /// <summary>The first state that has a row.</summary>
    public uint FirstRow { get; private set; }

    /// <summary>Memory in use, without room for growth, in bytes.</summary>
    public long UsedBytes => (long)_slotArray.Length * sizeof(ulong)
        + _count * (sizeof(uint) + sizeof(ushort) + sizeof(byte))
        + (_count - FirstRow) * _rowWords * sizeof(ulong);

    /// <summary>The fingerprint as it is kept: never zero, which stands for none.</summary>
    public ulong Kept(ulong fingerprint)
    {
        var kept = fingerprint & ulong.MaxValue << (64 - bits);
        return kept == 0 ? 1UL << (64 - bits) : kept;
    }

    /// <summary>The state as whose successor a state was found.</summary>
    public uint ParentOf(uint number) => _parentArray[number];

    /// <summary>Which of the successors of its parent a state is, from 0.</summary>
    public int OrdinalOf(uint number) => _ordinalArray[number];

    /// <summary>The tag of the step by which a state was found.</summary>
    public byte TagOf(uint number) => _tagArray[number];

    /// <summary>The packed form of a state that has a row.</summary>
    public ulong* RowOf(uint number) => _rowArray.Pointer + (nuint)(number - FirstRow) * (nuint)_rowWords;

    /// <summary>Says that one more thread is going to add states.</summary>
    public void AddHand() => _hands++;

    /// <summary>
    /// Adds the states of a batch that are not there. If there is no room, the batch stays as it is.
    /// </summary>
    /// <returns>How many were added.</returns>
    public int TryAdd(KeyBatch batch)
    {
        if (Volatile.Read(ref _count) >= _roomEnd)
        {
            return 0;
        }

        var added = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (TryTakeSlot(batch.Keys[i]))
            {
                var number = (uint)(Interlocked.Increment(ref _count) - 1);
                var origin = batch.Origins[i];
                _parentArray[number] = origin.Parent;
                _ordinalArray[number] = (ushort)origin.Ordinal;
                _tagArray[number] = origin.Tag;
                batch.RowAt(i).CopyTo(new Span<ulong>(RowOf(number), _rowWords));
                added++;
            }
        }

        batch.Truncate(0);
        return added;
    }

    /// <summary>Whether all states of a batch are there.</summary>
    public bool HasAll(KeyBatch batch)
    {
        var hasAll = true;
        foreach (var key in batch.Keys)
        {
            var slot = HomeOf(key);
            while (_slotArray[slot] is var found && found != key && found != 0)
            {
                slot = After(slot);
            }

            hasAll &= _slotArray[slot] == key;
        }

        return hasAll;
    }

    /// <summary>Asks for the slots of the keys of a batch from one on.</summary>
    public void Prefetch(KeyBatch batch, int from)
    {
        if (Sse.IsSupported)
        {
            foreach (var key in batch.Keys[from..])
            {
                Sse.Prefetch0(_slotArray.Pointer + HomeOf(key));
            }
        }
    }

    /// <summary>Makes room for as many more states, and for one batch more of each thread.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory; the table is as it was.</exception>
    public void Grow(long more)
    {
        var wanted = _count + more + _hands * KeyBatch.Most;
        _parentArray.EnsureLength((nuint)wanted);
        _ordinalArray.EnsureLength((nuint)wanted);
        _tagArray.EnsureLength((nuint)wanted);
        _rowArray.EnsureLength((nuint)(wanted - FirstRow) * (nuint)_rowWords);
        if (wanted > _slotArray.Length * FillMost)
        {
            var before = _slotArray.Length;
            _slotArray.EnsureLength((nuint)(wanted / FillMost) + 1);
            Spread(before);
        }

        MeasureRoom();
    }

    /// <summary>Gives up the rows of the states before one.</summary>
    public void DropRowsBefore(uint first)
    {
        var bytes = (nuint)(_count - first) * (nuint)_rowWords * sizeof(ulong);
        Buffer.MemoryCopy(RowOf(first), _rowArray.Pointer, bytes, bytes);
        FirstRow = first;
        MeasureRoom();
    }

    /// <summary>Gives rows more words, of which the new ones are zero.</summary>
    /// <exception cref="MemoryBudgetException">There is no more memory; the table is as it was.</exception>
    public void WidenRows(int words)
    {
        if (words <= _rowWords)
        {
            return;
        }

        _rowArray.EnsureLength(_rowArray.Length / (nuint)_rowWords * (nuint)words);
        var rows = _rowArray.Pointer;
        for (var row = (nuint)(_count - FirstRow); row-- > 0;)
        {
            var wide = new Span<ulong>(rows + row * (nuint)words, words);
            new Span<ulong>(rows + row * (nuint)_rowWords, _rowWords).CopyTo(wide);
            wide[_rowWords..].Clear();
        }

        _rowWords = words;
        MeasureRoom();
    }

    /// <summary>Replaces the packed form of a state that has a row.</summary>
    public void SetRow(uint number, ReadOnlySpan<ulong> row)
    {
        var place = new Span<ulong>(RowOf(number), _rowWords);
        row.CopyTo(place);
        place[row.Length..].Clear();
    }

    public void Dispose()
    {
        _slotArray.Dispose();
        _parentArray.Dispose();
        _ordinalArray.Dispose();
        _tagArray.Dispose();
        _rowArray.Dispose();
    }

    private bool TryTakeSlot(ulong key)
    {
        for (var slot = HomeOf(key); ; slot = After(slot))
        {
            var found = Volatile.Read(ref _slotArray[slot]);
            if (found == 0)
            {
                found = Interlocked.CompareExchange(ref _slotArray[slot], key, 0);
                if (found == 0)
                {
                    return true;
                }
            }

            if (found == key)
            {
                return false;
            }
        }
    }

    /// <summary>The first slots for a key; keys in ascending order have homes in ascending order.</summary>
    private nuint HomeOf(ulong key) => (nuint)Math.BigMul(key, (ulong)_slotArray.Length, out _);

    private nuint After(nuint slot) => slot + 1 == _slotArray.Length ? 0 : slot + 1;

    /// <summary>
    /// Moves fingerprints to where they belong in a longer array. Homes only move on; so one run of slots in use after
    /// another can be taken out and put back, the last ones first. What lies at the very beginning, and may have its
    /// home at the end, comes last.
    /// </summary>
    private void Spread(nuint before)
    {
        nuint begin = 0;
        for (; _slotArray[begin] != 0; begin++)
        {
            TakeOut(begin);
        }

        var first = _run.Count;
        for (var slot = before - 1; slot > begin; slot--)
        {
            if (_slotArray[slot] != 0)
            {
                TakeOut(slot);
            }
            else
            {
                PutBack(first);
            }
        }

        PutBack(0);
    }

    private void TakeOut(nuint slot)
    {
        _run.Add(_slotArray[slot]);
        _slotArray[slot] = 0;
    }

    private void PutBack(int first)
    {
        for (; _run.Count > first; _run.RemoveAt(_run.Count - 1))
        {
            TryTakeSlot(_run[^1]);
        }
    }

    private void MeasureRoom()
    {
        var rows = FirstRow + (long)(_rowArray.Length / (nuint)_rowWords);
        var numbers = (long)nuint.Min(_parentArray.Length, nuint.Min(_ordinalArray.Length, _tagArray.Length));
        _roomEnd = Math.Min(Math.Min(rows, numbers), (long)(_slotArray.Length * FillMost)) - _hands * KeyBatch.Most;
    }
}
