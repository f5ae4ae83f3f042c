using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Numbers distinct 64-bit keys 0, 1, 2, ... in the order of their first appearance, exactly: a hash only says where to
/// look, keys are compared whole. Open addressing with linear probing over slots of 4 bytes; a key costs 8 bytes and,
/// on average, less than 10 bytes of slots.
/// </summary>
internal sealed unsafe class InternTable : IDisposable
{
    /// <summary>Stands for "no number".</summary>
    public const uint None = uint.MaxValue;

    /// <summary>The most keys that can be interned ahead of time by <see cref="Prefetch"/>.</summary>
    public const int BatchMost = 64;

    private const nuint SlotsLeast = 1024;

    private readonly MemoryBudget _budget;
    private readonly NativeArray<ulong> _keyArray;
    private NativeArray<uint> _slotArray;

    // Copies of what the arrays say, because the inner loop reads them for every key.
    private ulong* _keys;
    private uint* _slots;
    private nuint _mask;
    private nuint _roomEnd;

    public InternTable(MemoryBudget budget)
    {
        _budget = budget;
        _keyArray = new NativeArray<ulong>(SlotsLeast, budget);
        _slotArray = new NativeArray<uint>(SlotsLeast, budget);
        Attach();
    }

    /// <summary>How many keys have been numbered.</summary>
    public uint Count { get; private set; }

    /// <summary>Memory in use for keys and slots, without room for growth, in bytes.</summary>
    public long UsedBytes => Count * (long)sizeof(ulong) + (long)_slotArray.Length * sizeof(uint);

    /// <summary>The key with a number.</summary>
    public ulong KeyOf(uint number)
    {
        System.Diagnostics.Debug.Assert(number < Count, "There is no key of this number.");
        return _keys[number];
    }

    /// <summary>The number of a key, which it gets now if it has none.</summary>
    public uint Intern(ulong key)
    {
        var slot = (nuint)Hash(key) & _mask;
        while (true)
        {
            var entry = _slots[slot];
            if (entry == 0)
            {
                return Append(key, slot);
            }

            if (_keys[entry - 1] == key)
            {
                return entry - 1;
            }

            slot = (slot + 1) & _mask;
        }
    }

    /// <summary>The number of a key, or <see cref="None"/>.</summary>
    public uint Find(ulong key)
    {
        for (var slot = (nuint)Hash(key) & _mask; ; slot = (slot + 1) & _mask)
        {
            var entry = _slots[slot];
            if (entry == 0 || _keys[entry - 1] == key)
            {
                return entry - 1;
            }
        }
    }

    /// <summary>
    /// Loads what <see cref="Intern"/> will read for a batch of keys into the cache, so that the misses of all keys
    /// overlap.
    /// </summary>
    public void Prefetch(ReadOnlySpan<ulong> keys)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        Span<nuint> slots = stackalloc nuint[BatchMost];
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = (nuint)Hash(keys[i]) & _mask;
            slots[i] = slot;
            Sse.Prefetch0(_slots + slot);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            // An empty slot makes this the address before the first key; a prefetch of any address is harmless.
            Sse.Prefetch0(_keys + ((nint)_slots[slots[i]] - 1));
        }
    }

    /// <summary>Forgets every key and keeps the memory.</summary>
    public void Clear()
    {
        if (Count >= _slotArray.Length / 8)
        {
            _slotArray.Clear();
            Count = 0;
        }

        // The way to a key leads only past keys that came before it, so it is still whole when the later ones are gone.
        while (Count > 0)
        {
            _slots[SlotOf(Count)] = 0;
            Count--;
        }
    }

    public void Dispose()
    {
        _keyArray.Dispose();
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Append(ulong key, nuint slot)
    {
        if (Count >= _roomEnd)
        {
            Grow();
            slot = FreeSlot(key);
        }

        var number = Count++;
        _keys[number] = key;
        _slots[slot] = number + 1;
        return number;
    }

    /// <summary>Keeps at most three quarters of the slots in use.</summary>
    private void Grow()
    {
        if (Count == None - 1)
        {
            throw new MemoryBudgetException("the space has more parts than 32 bits can number");
        }

        _keyArray.EnsureLength((nuint)Count + 1);
        Attach();
        if (Count >= _slotArray.Length / 4 * 3)
        {
            GrowSlots();
        }
    }

    private void GrowSlots()
    {
        var larger = new NativeArray<uint>(_slotArray.Length * 2, _budget);
        _slotArray.Dispose();
        _slotArray = larger;
        Attach();
        for (var number = 0u; number < Count; number++)
        {
            _slots[FreeSlot(_keys[number])] = number + 1;
        }
    }

    private nuint SlotOf(uint entry)
    {
        var slot = (nuint)Hash(_keys[entry - 1]) & _mask;
        while (_slots[slot] != entry)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    private nuint FreeSlot(ulong key)
    {
        var slot = (nuint)Hash(key) & _mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    private void Attach()
    {
        _keys = _keyArray.Pointer;
        _slots = _slotArray.Pointer;
        _mask = _slotArray.Length - 1;
        _roomEnd = nuint.Min(_slotArray.Length / 4 * 3, _keyArray.Length);
    }
}
