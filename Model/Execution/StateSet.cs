using System.IO.Hashing;
using System.Runtime.InteropServices;
using Wakeline.Spec;

namespace Wakeline.Model.Execution;

/// <summary>
/// A set of states in the order in which they were added, compared byte by byte. It is used again and again.
/// </summary>
internal sealed class StateSet
{
    private const int ChunkSize = 16;

    private readonly List<Kernel[]> _chunks = [];
    private readonly List<ulong> _hashes = [];
    private int[] _slots = new int[64];

    /// <summary>How many states there are.</summary>
    public int Count => _hashes.Count;

    /// <summary>The state with an index.</summary>
    public ref readonly Kernel this[int index] => ref _chunks[index / ChunkSize][index % ChunkSize];

    /// <summary>Empties the set; its memory stays.</summary>
    public void Clear()
    {
        _hashes.Clear();
        Array.Clear(_slots);
    }

    /// <summary>Adds a state.</summary>
    /// <returns>Whether it was not there yet.</returns>
    public bool Add(in Kernel state)
    {
        var hash = XxHash3.HashToUInt64(BytesOf(in state));
        var slot = FindSlot(in state, hash);
        if (_slots[slot] != 0)
        {
            return false;
        }

        if (_hashes.Count / ChunkSize == _chunks.Count)
        {
            _chunks.Add(new Kernel[ChunkSize]);
        }

        _chunks[_hashes.Count / ChunkSize][_hashes.Count % ChunkSize] = state;
        _hashes.Add(hash);
        _slots[slot] = _hashes.Count;
        if (_hashes.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    private static ReadOnlySpan<byte> BytesOf(in Kernel state) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Kernel>(in state));

    private int FindSlot(in Kernel state, ulong hash)
    {
        var slot = (int)(hash & (ulong)(_slots.Length - 1));
        while (_slots[slot] != 0 && !IsSame(_slots[slot] - 1, in state, hash))
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private bool IsSame(int index, in Kernel state, ulong hash) =>
        _hashes[index] == hash && BytesOf(in this[index]).SequenceEqual(BytesOf(in state));

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var index = 0; index < _hashes.Count; index++)
        {
            var slot = (int)(_hashes[index] & (ulong)(_slots.Length - 1));
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = index + 1;
        }
    }
}
