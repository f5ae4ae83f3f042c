using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Numbers distinct keys of up to 64 bits, exactly. Open addressing with linear probing over slots of 8 bytes, which
/// hold a number and 32 bits of the key's hash; a key costs 8 bytes and, on average, less than 15 bytes of slots. Where
/// a slot does not tell a key (<see cref="SlotFormat"/>), keys are compared whole.
/// <para>
/// Threads number keys through an <see cref="Interner"/> each. A key is written before the slot that leads to it, and a
/// slot is written once, so that nobody needs a lock; what would move anything, or take it away, is done here, while no
/// other thread is at work.
/// </para>
/// </summary>
internal sealed unsafe partial class InternTable : IDisposable
{
    /// <summary>Stands for "no number".</summary>
    public const uint None = uint.MaxValue;

    /// <summary>Numbers that an interner takes at a time.</summary>
    internal const uint RangeLength = 256;

    /// <summary>Bits that every key may have.</summary>
    internal const int WidthMost = 64;

    private const nuint SlotsLeast = 1024;
    private const int WidthLeast = 32;
    private const int WidthStep = 4;
    private const ulong NumberBits = uint.MaxValue;

    private readonly MemoryBudget _budget;
    private readonly List<Interner> _interners = [];
    private readonly NativeArray<ulong> _keyArray;
    private readonly NativeArray<uint>? _noteArray;
    private readonly NativeArray<byte>? _tagArray;
    private readonly NativeArray<ulong> _slotArray;
    private long _reserved;
    private long _roomEnd;
    private volatile bool _isCrowded;

    /// <param name="budget">Where memory comes from.</param>
    /// <param name="hasNotes">Whether each key has a 32-bit note and an 8-bit tag beside it.</param>
    /// <param name="width">Bits that keys have; <see cref="Widen"/> allows more.</param>
    public InternTable(MemoryBudget budget, bool hasNotes = false, int width = WidthMost)
    {
        _budget = budget;
        _keyArray = new NativeArray<ulong>(SlotsLeast, budget);
        _noteArray = hasNotes ? new NativeArray<uint>(SlotsLeast, budget) : null;
        _tagArray = hasNotes ? new NativeArray<byte>(SlotsLeast, budget) : null;
        _slotArray = new NativeArray<ulong>(SlotsLeast, budget);
        Format = new SlotFormat(new KeyHash(int.Max(width, WidthLeast)), SlotsLeast);
        MeasureRoom();
    }

    /// <summary>How slots are made of keys.</summary>
    public SlotFormat Format { get; private set; }

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
    public long UsedBytes => Count * (long)(sizeof(ulong) + (_noteArray is null ? 0 : sizeof(uint) + sizeof(byte)))
        + (long)_slotArray.Length * sizeof(ulong);

    internal ulong* Keys => _keyArray.Pointer;

    internal uint* Notes => _noteArray is null ? null : _noteArray.Pointer;

    internal byte* Tags => _tagArray is null ? null : _tagArray.Pointer;

    internal ulong* Slots => _slotArray.Pointer;

    internal nuint SlotCount => _slotArray.Length;

    /// <summary>The key with a number.</summary>
    public ulong KeyOf(uint number) => _keyArray[number];

    /// <summary>The note beside the key with a number.</summary>
    public uint NoteOf(uint number) => _noteArray![number];

    /// <summary>The tag beside the key with a number.</summary>
    public byte TagOf(uint number) => _tagArray![number];

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
            _tagArray?.EnsureLength((nuint)wanted);
            while (_isCrowded || RoomIn(_slotArray.Length) < wanted)
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

    /// <summary>
    /// Allows keys of more bits, and of a few more than asked for, because all slots are made anew. Numbers and keys
    /// stay as they are.
    /// </summary>
    public void Widen(int width)
    {
        if (width > Format.Hash.Width)
        {
            Reformat(int.Min((width + WidthStep - 1) / WidthStep * WidthStep, WidthMost));
        }
    }

    /// <summary>
    /// Replaces every key by another one, as different from the others as before, under its number. Keys may have any
    /// number of bits from then on.
    /// </summary>
    public void Rekey(Func<ulong, ulong> replacement)
    {
        for (var number = 0u; number < _reserved; number++)
        {
            if (!IsFree(number))
            {
                _keyArray[number] = replacement(_keyArray[number]);
            }
        }

        Reformat(WidthMost);
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
        _isCrowded = _hasGaps = false;
        foreach (var interner in _interners)
        {
            interner.Forget();
        }
    }

    public void Dispose()
    {
        _keyArray.Dispose();
        _noteArray?.Dispose();
        _tagArray?.Dispose();
        _slotArray.Dispose();
    }

    /// <summary>Says that an entry would lie too far from its home. Any thread may.</summary>
    internal void SayCrowded() => _isCrowded = true;

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
            _tagArray![to] = _tagArray[from];
        }
    }

    private void DoubleSlots()
    {
        var before = Format;
        _slotArray.EnsureLength(_slotArray.Length * 2);
        _isCrowded = false;
        Format = new SlotFormat(before.Hash, _slotArray.Length);
        if (before.IsExact != Format.IsExact || !TrySpread(before))
        {
            PlaceAll();
        }
    }

    /// <summary>
    /// Moves entries from the lower half of the slots to where they belong, keys unseen. The home of an entry doubles,
    /// or doubles and moves on by one; so nothing moves to before the run of slots that it is in, and one run after
    /// another can be taken out and put back, the last ones first. What lies at the very beginning, and may have its
    /// home at the end, comes last.
    /// </summary>
    /// <returns>Whether it could be done; if not, entries are missing.</returns>
    private bool TrySpread(SlotFormat before)
    {
        const int Most = 4096;
        var run = stackalloc MovedEntry[Most];
        var slots = _slotArray.Pointer;
        var (end, after) = (_slotArray.Length / 2, Format);
        nuint begin = 0;
        var count = 0;
        for (; slots[begin] != 0 && count < Most; begin++)
        {
            run[count++] = TakeOut(slots, begin, before);
        }

        var first = count;
        for (var slot = end - 1; slot > begin && count < Most; slot--)
        {
            if (slots[slot] != 0)
            {
                run[count++] = TakeOut(slots, slot, before);
                continue;
            }

            while (count > first)
            {
                count--;
                if (!TryPlace(run[count].Hash, run[count].Number, after, slots))
                {
                    return false;
                }
            }
        }

        var isDone = count < Most;
        while (isDone && count > 0)
        {
            count--;
            isDone = TryPlace(run[count].Hash, run[count].Number, after, slots);
        }

        return isDone;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MovedEntry TakeOut(ulong* slots, nuint slot, SlotFormat before)
    {
        var entry = slots[slot];
        slots[slot] = 0;
        return new MovedEntry(before.HashIn(slot, entry), (uint)entry - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPlace(ulong hash, uint number, SlotFormat format, ulong* slots)
    {
        var home = format.HomeOf(hash);
        for (nuint probes = 0; probes < format.ProbesMost; probes++)
        {
            var slot = (home + probes) & format.Mask;
            if (slots[slot] == 0)
            {
                slots[slot] = format.Entry(hash, number);
                return true;
            }
        }

        return false;
    }

    private bool TryPlace(ulong hash, uint number) => TryPlace(hash, number, Format, _slotArray.Pointer);

    private void Reformat(int width)
    {
        Format = new SlotFormat(new KeyHash(width), _slotArray.Length);
        PlaceAll();
        MeasureRoom();
    }

    /// <summary>Makes all slots anew; needs no memory.</summary>
    private void PlaceAll()
    {
        if (!TryPlaceAll())
        {
            Format = Format.Comparing();
            TryPlaceAll();
        }
    }

    private bool TryPlaceAll()
    {
        const uint Ahead = 32;
        _slotArray.Clear();
        for (var number = 0u; number < _reserved; number++)
        {
            if (number + Ahead < _reserved)
            {
                Prefetch(Format.Hash.Of(_keyArray[number + Ahead]));
            }

            if (!IsFree(number) && !IsGap(number) && !TryPlace(Format.Hash.Of(_keyArray[number]), number))
            {
                return false;
            }
        }

        return true;
    }

    private void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_slotArray.Pointer + Format.HomeOf(hash));
        }
    }

    private nuint SlotOf(uint number)
    {
        var slot = Format.HomeOf(Format.Hash.Of(_keyArray[number]));
        while ((uint)_slotArray[slot] != number + 1)
        {
            slot = (slot + 1) & (_slotArray.Length - 1);
        }

        return slot;
    }

    private void MeasureRoom()
    {
        var keys = (long)(_noteArray is null
            ? _keyArray.Length : nuint.Min(_keyArray.Length, nuint.Min(_noteArray.Length, _tagArray!.Length)));
        _roomEnd = long.Min(RoomIn(_slotArray.Length), keys);
        foreach (var interner in _interners)
        {
            interner.Attach();
        }
    }

    private readonly record struct MovedEntry(ulong Hash, uint Number);
}
