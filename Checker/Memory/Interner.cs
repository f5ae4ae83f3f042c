using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>
/// A thread's hand on an <see cref="InternTable"/>: finds keys and numbers new ones, at the same time as others do. It
/// takes numbers ahead, so that threads seldom write the same memory. It never waits, and never makes the table larger:
/// where there is no room it says so, and somebody has to call <see cref="InternTable.Grow"/> while nobody is at work.
/// </summary>
internal sealed unsafe class Interner
{
    /// <summary>Slots that are looked at together.</summary>
    private const nuint GroupLength = 4;

    private readonly InternTable _table;

    // Copies of what the table says, because the inner loop reads them for every key.
    private ulong* _keys;
    private uint* _notes;
    private byte* _tags;
    private ulong* _slots;
    private nuint _mask;
    private SlotFormat _format;
    private KeyHash _hash;
    private nuint _probesMost;
    private int _homeShift;
    private bool _isExact;

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

    /// <summary>The tag beside the key with a number.</summary>
    public byte TagOf(uint number) => _tags[number];

    /// <summary>The hash of keys.</summary>
    public KeyHash Hash => _hash;

    /// <summary>The number of a key, or <see cref="InternTable.None"/>.</summary>
    public uint Find(ulong key)
    {
        var hash = _hash.Of(key);
        var wanted = _format.Entry(hash, 0);
        var slot = (nuint)(hash >> _homeShift);
        for (nuint probes = 0; probes < _probesMost; probes++)
        {
            var entry = Volatile.Read(ref _slots[slot]);
            if (entry == 0 || IsOf(entry, wanted, key))
            {
                return (uint)entry - 1;
            }

            slot = (slot + 1) & _mask;
        }

        return InternTable.None;
    }

    /// <summary>
    /// The number of a key, which it gets now if it has none; <see cref="InternTable.None"/> if it has none and there
    /// is no room.
    /// </summary>
    public uint TryIntern(ulong key) => TryIntern(key, _hash.Of(key), default);

    /// <summary>
    /// Asks for the slots of the keys of a batch from one on. A few at a time: a processor that has more requests than
    /// it can remember, some twenty, forgets them.
    /// </summary>
    public void PrefetchSlots(KeyBatch batch, int from)
    {
        if (Sse.IsSupported)
        {
            var slots = _slots;
            var shift = _homeShift;
            foreach (var hash in batch.Hashes[from..])
            {
                Sse.Prefetch0(slots + (nuint)(hash >> shift));
            }
        }
    }

    /// <summary>
    /// Asks for the keys that some of a batch will be compared with, where a slot does not tell the key. The slots have
    /// come by now.
    /// </summary>
    public void PrefetchKeys(KeyBatch batch, int from, int end)
    {
        if (!_isExact && Sse.IsSupported)
        {
            var slots = _slots;
            var (keys, shift) = ((nint)_keys, _homeShift);
            foreach (var hash in batch.Hashes[int.Min(from, batch.Count)..int.Min(end, batch.Count)])
            {
                // An empty slot makes this the address before the first key; a prefetch of any address is harmless.
                Sse.Prefetch0((ulong*)keys + ((nint)(uint)slots[(nuint)(hash >> shift)] - 1));
            }
        }
    }

    /// <summary>
    /// Numbers a batch of keys, those that have no number yet with the parent as their note, and the tag. The batch
    /// keeps those that found no room.
    /// </summary>
    public void TryIntern(KeyBatch batch)
    {
        var keys = batch.Keys;
        var hashes = batch.Hashes;
        var origins = batch.Origins;
        var refused = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (TryIntern(keys[i], hashes[i], origins[i]) == InternTable.None)
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

    internal void Attach()
    {
        _keys = _table.Keys;
        _notes = _table.Notes;
        _tags = _table.Tags;
        _slots = _table.Slots;
        _mask = _table.SlotCount - 1;
        _format = _table.Format;
        _hash = _format.Hash;
        _probesMost = _format.ProbesMost;
        _homeShift = _format.HomeShift;
        _isExact = _format.IsExact;
    }

    internal void ReturnRange() => Next = End = 0;

    internal void Forget()
    {
        ReturnRange();
        Added = 0;
    }

    /// <param name="entry">What a slot holds.</param>
    /// <param name="wanted">The entry of the key, with any number.</param>
    /// <param name="key">The key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsOf(ulong entry, ulong wanted, ulong key) =>
        (entry ^ wanted) >> 32 == 0 && (_isExact || _keys[(uint)entry - 1] == key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint TryIntern(ulong key, ulong hash, Origin origin)
    {
        var wanted = _format.Entry(hash, 0);
        var home = (nuint)(hash >> _homeShift);
        var probes = SlotsOfOthers(home, wanted);
        var slot = (home + probes) & _mask;
        for (; probes < _probesMost; probes++)
        {
            // A slot is written after the key it leads to, so whoever sees the slot sees the key.
            var entry = Volatile.Read(ref _slots[slot]);
            if (entry == 0)
            {
                return Append(key, wanted, origin, slot, probes);
            }

            if (IsOf(entry, wanted, key))
            {
                return (uint)entry - 1;
            }

            slot = (slot + 1) & _mask;
        }

        _table.SayCrowded();
        return InternTable.None;
    }

    /// <summary>
    /// How many slots from the home of a key on hold keys with other tags, as far as that can be told for several slots
    /// at once: to find out one after another where a key ends up costs a branch that nobody can predict.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint SlotsOfOthers(nuint home, ulong wanted)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            return 0;
        }

        // Groups are aligned, so that none lies in two lines of the cache.
        var within = home & (GroupLength - 1);
        var earlier = (1U << (int)within) - 1;
        var group = home - within;
        var tag = Vector256.Create(wanted >> 32);
        for (; group <= _mask; group += GroupLength)
        {
            // Safety: there are so many slots that groups end with the last one.
            var slots = Vector256.Load(_slots + group);
            var ends = Vector256.Equals(slots, Vector256<ulong>.Zero) | Vector256.Equals(slots >>> 32, tag);
            var found = ends.ExtractMostSignificantBits() & ~earlier;
            if (found != 0)
            {
                return group + (nuint)uint.TrailingZeroCount(found) - home;
            }

            earlier = 0;
        }

        return group - home;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Append(ulong key, ulong wanted, Origin origin, nuint slot, nuint probes)
    {
        if (Next == End && !TakeRange())
        {
            return InternTable.None;
        }

        var number = Next;
        _keys[number] = key;
        if (_notes is not null)
        {
            _notes[number] = origin.Parent;
            _tags[number] = origin.Tag;
        }

        var entry = wanted + number;
        if (!IsShared)
        {
            _slots[slot] = entry;
        }
        else if (!TryPublish(entry, slot, probes, key, out var other))
        {
            return other;
        }

        Next = number + 1;
        Added++;
        return number;
    }

    /// <summary>
    /// Writes an entry into the first free slot. If another thread was faster with the same key, that key's number is
    /// given back, and none if there is no slot near enough; the entry is not written then.
    /// </summary>
    private bool TryPublish(ulong entry, nuint slot, nuint probes, ulong key, out uint other)
    {
        other = InternTable.None;
        for (; probes < _probesMost; probes++)
        {
            var seen = Interlocked.CompareExchange(ref _slots[slot], entry, 0);
            if (seen == 0)
            {
                return true;
            }

            if (IsOf(seen, entry, key))
            {
                other = (uint)seen - 1;
                return false;
            }

            slot = (slot + 1) & _mask;
        }

        _table.SayCrowded();
        return false;
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
