namespace Wakeline.Checking.Memory;

/// <summary>
/// Numbers distinct 64-bit keys, exactly: a hash only says where to look, keys are compared whole. Open addressing with
/// linear probing over slots of 8 bytes, which hold a number and half of the key's hash; a key costs 8 bytes and, on
/// average, less than 15 bytes of slots.
/// <para>
/// Threads number keys through an <see cref="Interner"/> each. A key is written before the slot that leads to it, and a
/// slot is written once, so that nobody needs a lock; what would move anything, or take it away, is done here, while no
/// other thread is at work.
/// </para>
/// </summary>
internal sealed unsafe class InternTable : IDisposable
{
    /// <summary>Stands for "no number".</summary>
    public const uint None = uint.MaxValue;

    /// <summary>Numbers that an interner takes at a time.</summary>
    internal const uint RangeLength = 256;

    private const nuint SlotsLeast = 1024;
    private const ulong NumberBits = uint.MaxValue;

    private readonly MemoryBudget _budget;
    private readonly List<Interner> _interners = [];
    private readonly NativeArray<ulong> _keyArray;
    private readonly NativeArray<uint>? _noteArray;
    private NativeArray<ulong> _slotArray;
    private long _reserved;
    private long _roomEnd;

    /// <param name="budget">Where memory comes from.</param>
    /// <param name="hasNotes">Whether each key has a 32-bit note beside it.</param>
    public InternTable(MemoryBudget budget, bool hasNotes = false)
    {
        _budget = budget;
        _keyArray = new NativeArray<ulong>(SlotsLeast, budget);
        _noteArray = hasNotes ? new NativeArray<uint>(SlotsLeast, budget) : null;
        _slotArray = new NativeArray<ulong>(SlotsLeast, budget);
        MeasureRoom();
    }

    /// <summary>How many keys have been numbered. Not while other threads are at work.</summary>
    public uint Count
    {
        get
        {
            var count = _reserved;
            foreach (var interner in _interners)
            {
                count -= interner.Unused;
            }

            return (uint)count;
        }
    }

    /// <summary>Memory in use for keys, notes and slots, without room for growth, in bytes.</summary>
    public long UsedBytes => Count * (long)(sizeof(ulong) + (_noteArray is null ? 0 : sizeof(uint)))
        + (long)_slotArray.Length * sizeof(ulong);

    internal ulong* Keys => _keyArray.Pointer;

    internal uint* Notes => _noteArray is null ? null : _noteArray.Pointer;

    internal ulong* Slots => _slotArray.Pointer;

    internal nuint SlotCount => _slotArray.Length;

    /// <summary>The key with a number.</summary>
    public ulong KeyOf(uint number) => _keyArray[number];

    /// <summary>The note beside the key with a number.</summary>
    public uint NoteOf(uint number) => _noteArray![number];

    /// <summary>A hand on the table for one more thread.</summary>
    public Interner AddInterner()
    {
        var interner = new Interner(this);
        _interners.Add(interner);
        return interner;
    }

    /// <summary>Says whether several threads are about to number keys at the same time.</summary>
    public void Share(bool isShared)
    {
        foreach (var interner in _interners)
        {
            interner.IsShared = isShared;
        }
    }

    /// <summary>
    /// Makes room for as many more keys, and for what each thread takes ahead. Numbers and keys stay as they are.
    /// </summary>
    /// <exception cref="MemoryBudgetException">There is no more memory; the table is as it was.</exception>
    public void Grow(long more)
    {
        var wanted = _reserved + more + _interners.Count * RangeLength;
        if (wanted >= None)
        {
            throw new MemoryBudgetException("the space has more parts than 32 bits can number");
        }

        try
        {
            _keyArray.EnsureLength((nuint)wanted);
            _noteArray?.EnsureLength((nuint)wanted);
            while (RoomIn(_slotArray.Length) < wanted)
            {
                DoubleSlots();
            }
        }
        finally
        {
            MeasureRoom();
        }
    }

    /// <summary>
    /// Closes the gaps that threads left in the numbers they took ahead, by giving the last keys the free numbers.
    /// </summary>
    public void Settle()
    {
        var count = Count;
        if (count < _reserved && _interners.Count > 1)
        {
            var last = (uint)_reserved;
            foreach (var interner in _interners)
            {
                for (var free = interner.Next; free < interner.End && free < count; free++)
                {
                    do
                    {
                        last--;
                    }
                    while (IsFree(last));
                    Renumber(last, free);
                }
            }
        }

        _reserved = count;
        foreach (var interner in _interners)
        {
            interner.ReturnRange();
        }
    }

    /// <summary>Replaces every key by another one, as different from the others as before, under its number.</summary>
    public void Rekey(Func<ulong, ulong> replacement)
    {
        _slotArray.Clear();
        for (var number = 0u; number < _reserved; number++)
        {
            if (!IsFree(number))
            {
                var key = replacement(_keyArray[number]);
                _keyArray[number] = key;
                Place(Hash(key) & ~NumberBits | (ulong)number + 1);
            }
        }
    }

    /// <summary>Forgets every key and keeps the memory.</summary>
    public void Clear()
    {
        var count = Count;
        if (count >= _slotArray.Length / 8 || _interners.Count > 1)
        {
            _slotArray.Clear();
        }
        else
        {
            for (; count > 0; count--)
            {
                _slotArray[SlotOf(count - 1)] = 0;
            }
        }

        _reserved = 0;
        foreach (var interner in _interners)
        {
            interner.Forget();
        }
    }

    /// <summary>
    /// Numbers keys that are all new, in their order. A 0 keeps its number free, unless that is the first. While no
    /// thread is at work that has numbers left.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="notes">A note beside each; none for a table without notes.</param>
    /// <exception cref="MemoryBudgetException">There is no more memory; the table is as it was.</exception>
    public void Append(ReadOnlySpan<ulong> keys, ReadOnlySpan<uint> notes)
    {
        Grow(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var number = _reserved++;
            _keyArray[(nuint)number] = keys[i];
            if (_noteArray is not null)
            {
                _noteArray[(nuint)number] = notes[i];
            }

            if (keys[i] != 0 || number == 0)
            {
                Place(Hash(keys[i]) & ~NumberBits | (ulong)number + 1);
            }
        }
    }

    /// <summary>
    /// Sees to it that no number below <see cref="Count"/> is given to a key later: those that threads took ahead are
    /// given up, with a 0 in the place of a key.
    /// </summary>
    public void Seal()
    {
        foreach (var interner in _interners.OrderByDescending(each => each.End))
        {
            if (interner.End == _reserved)
            {
                _reserved = interner.Next;
            }
            else
            {
                new Span<ulong>(_keyArray.Pointer + interner.Next, (int)interner.Unused).Clear();
            }

            interner.ReturnRange();
        }
    }

    /// <summary>Forgets every key and gives the memory back.</summary>
    public void Release()
    {
        _keyArray.Reset(SlotsLeast);
        _noteArray?.Reset(SlotsLeast);
        _slotArray.Reset(SlotsLeast);
        _reserved = 0;
        foreach (var interner in _interners)
        {
            interner.Forget();
        }

        MeasureRoom();
    }

    public void Dispose()
    {
        _keyArray.Dispose();
        _noteArray?.Dispose();
        _slotArray.Dispose();
    }

    /// <summary>
    /// The finalizer of MurmurHash3 (Appleby, public domain): a bijection in which every input bit changes every output
    /// bit with a probability near one half.
    /// </summary>
    internal static ulong Hash(ulong key)
    {
        unchecked
        {
            key ^= key >> 33;
            key *= 0xff51afd7ed558ccdUL;
            key ^= key >> 33;
            key *= 0xc4ceb9fe1a85ec53UL;
            return key ^ (key >> 33);
        }
    }

    /// <summary>
    /// Gives numbers to one thread. Safe to call from several; the only thing that all of them write.
    /// </summary>
    internal bool TryReserve(out uint first, out uint end)
    {
        var seen = Volatile.Read(ref _reserved);
        while (seen < _roomEnd)
        {
            var next = long.Min(seen + RangeLength, _roomEnd);
            var before = Interlocked.CompareExchange(ref _reserved, next, seen);
            if (before == seen)
            {
                first = (uint)seen;
                end = (uint)next;
                return true;
            }

            seen = before;
        }

        first = end = 0;
        return false;
    }

    /// <summary>At most four fifths of the slots are in use.</summary>
    private static long RoomIn(nuint slots) => (long)(slots / 5 * 4);

    private bool IsFree(uint number)
    {
        foreach (var interner in _interners)
        {
            if (number >= interner.Next && number < interner.End)
            {
                return true;
            }
        }

        return false;
    }

    private void Renumber(uint from, uint to)
    {
        ref var entry = ref _slotArray[SlotOf(from)];
        entry = entry & ~NumberBits | (ulong)to + 1;
        _keyArray[to] = _keyArray[from];
        if (_noteArray is not null)
        {
            _noteArray[to] = _noteArray[from];
        }
    }

    /// <summary>
    /// The place of an entry comes from the half of the hash that it carries, so that entries move in the order in
    /// which they lie, and no key is looked at.
    /// </summary>
    private void DoubleSlots()
    {
        var smaller = _slotArray;
        _slotArray = new NativeArray<ulong>(smaller.Length * 2, _budget);
        for (nuint slot = 0; slot < smaller.Length; slot++)
        {
            if (smaller[slot] is var entry and not 0)
            {
                Place(entry);
            }
        }

        smaller.Dispose();
    }

    private void Place(ulong entry)
    {
        var slot = Home(entry);
        while (_slotArray[slot] != 0)
        {
            slot = (slot + 1) & (_slotArray.Length - 1);
        }

        _slotArray[slot] = entry;
    }

    private nuint SlotOf(uint number)
    {
        var slot = Home(Hash(_keyArray[number]));
        while ((uint)_slotArray[slot] != number + 1)
        {
            slot = (slot + 1) & (_slotArray.Length - 1);
        }

        return slot;
    }

    private nuint Home(ulong hash) => (nuint)(hash >> Interner.ShiftOf(_slotArray.Length));

    private void MeasureRoom()
    {
        var keys = (long)(_noteArray is null ? _keyArray.Length : nuint.Min(_keyArray.Length, _noteArray.Length));
        _roomEnd = long.Min(RoomIn(_slotArray.Length), keys);
        foreach (var interner in _interners)
        {
            interner.Attach();
        }
    }
}
