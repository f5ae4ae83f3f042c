using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>
/// A thread's hand on an <see cref="InternTable"/>: finds keys and numbers new ones, at the same time as others do. It
/// takes numbers ahead, so that threads seldom write the same memory. It never waits, and never makes the table larger:
/// where there is no room it says so, and somebody has to call <see cref="InternTable.Grow"/> while nobody is at work.
/// </summary>
internal sealed unsafe class Interner
{
    private readonly InternTable _table;

    // Copies of what the table says, because the inner loop reads them for every key.
    private ulong* _keys;
    private uint* _notes;
    private ulong* _slots;
    private nuint _mask;
    private int _shift;

    public Interner(InternTable table)
    {
        _table = table;
        Attach();
    }

    /// <summary>Whether other threads number keys at the same time.</summary>
    public bool IsShared { get; set; }

    /// <summary>Keys that this hand has numbered.</summary>
    public long Added { get; private set; }

    /// <summary>The number that the next new key gets.</summary>
    public uint Next { get; private set; }

    /// <summary>The end of the numbers taken ahead, exclusive.</summary>
    public uint End { get; private set; }

    /// <summary>Numbers taken ahead and not given to a key.</summary>
    public uint Unused => End - Next;

    /// <summary>The key with a number.</summary>
    public ulong KeyOf(uint number) => _keys[number];

    /// <summary>The number of a key, or <see cref="InternTable.None"/>.</summary>
    public uint Find(ulong key)
    {
        var hash = InternTable.Hash(key);
        for (var slot = (nuint)(hash >> _shift); ; slot = (slot + 1) & _mask)
        {
            var entry = Volatile.Read(ref _slots[slot]);
            if (entry == 0 || IsOf(entry, hash, key))
            {
                return (uint)entry - 1;
            }
        }
    }

    /// <summary>
    /// The number of a key, which it gets now if it has none; <see cref="InternTable.None"/> if it has none and there
    /// is no room.
    /// </summary>
    public uint TryIntern(ulong key) => TryIntern(key, InternTable.Hash(key), 0);

    /// <summary>
    /// Loads what a batch will be compared with into the cache. In tight loops, so that the processor translates many
    /// addresses at a time.
    /// </summary>
    public void Prefetch(KeyBatch batch)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        var (slots, keys, shift) = ((nint)_slots, (nint)_keys, _shift);
        foreach (var hash in batch.Hashes)
        {
            Sse.Prefetch0((ulong*)slots + (nuint)(hash >> shift));
        }

        foreach (var hash in batch.Hashes)
        {
            // An empty slot makes this the address before the first key; a prefetch of any address is harmless.
            Sse.Prefetch0((ulong*)keys + ((nint)(uint)((ulong*)slots)[(nuint)(hash >> shift)] - 1));
        }
    }

    /// <summary>
    /// Numbers a batch of keys, those that have no number yet with a note each. The batch keeps those that found no
    /// room.
    /// </summary>
    public void TryIntern(KeyBatch batch)
    {
        var keys = batch.Keys;
        var hashes = batch.Hashes;
        var notes = batch.Notes;
        var refused = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (TryIntern(keys[i], hashes[i], notes[i]) == InternTable.None)
            {
                batch.Keep(i, refused++);
            }
        }

        batch.Truncate(refused);
    }

    /// <summary>Whether all keys of a batch have numbers.</summary>
    public bool HasAll(KeyBatch batch)
    {
        var hasAll = true;
        foreach (var key in batch.Keys)
        {
            hasAll &= Find(key) != InternTable.None;
        }

        return hasAll;
    }

    /// <summary>The number of bits by which a hash is shifted to give a slot.</summary>
    internal static int ShiftOf(nuint slots) => 64 - BitOperations.Log2(slots);

    internal void Attach()
    {
        _keys = _table.Keys;
        _notes = _table.Notes;
        _slots = _table.Slots;
        _mask = _table.SlotCount - 1;
        _shift = ShiftOf(_table.SlotCount);
    }

    internal void ReturnRange() => Next = End = 0;

    internal void Forget()
    {
        ReturnRange();
        Added = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsOf(ulong entry, ulong hash, ulong key) =>
        (entry ^ hash) >> 32 == 0 && _keys[(uint)entry - 1] == key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint TryIntern(ulong key, ulong hash, uint note)
    {
        for (var slot = (nuint)(hash >> _shift); ; slot = (slot + 1) & _mask)
        {
            // A slot is written after the key it leads to, so whoever sees the slot sees the key.
            var entry = Volatile.Read(ref _slots[slot]);
            if (entry == 0)
            {
                return Append(key, hash, note, slot);
            }

            if (IsOf(entry, hash, key))
            {
                return (uint)entry - 1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Append(ulong key, ulong hash, uint note, nuint slot)
    {
        if (Next == End && !TakeRange())
        {
            return InternTable.None;
        }

        var number = Next;
        _keys[number] = key;
        if (_notes is not null)
        {
            _notes[number] = note;
        }

        var entry = hash >> 32 << 32 | (ulong)number + 1;
        if (!IsShared)
        {
            _slots[slot] = entry;
        }
        else if (Publish(entry, slot, hash, key) is var other and not InternTable.None)
        {
            return other;
        }

        Next = number + 1;
        Added++;
        return number;
    }

    /// <summary>
    /// Writes an entry into the first free slot; if another thread was faster with the same key, that key's number is
    /// given back and the entry is not written.
    /// </summary>
    private uint Publish(ulong entry, nuint slot, ulong hash, ulong key)
    {
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref _slots[slot], entry, 0);
            if (seen == 0)
            {
                return InternTable.None;
            }

            if (IsOf(seen, hash, key))
            {
                return (uint)seen - 1;
            }

            slot = (slot + 1) & _mask;
        }
    }

    private bool TakeRange()
    {
        if (!_table.TryReserve(out var first, out var end))
        {
            return false;
        }

        Next = first;
        End = end;
        return true;
    }
}
