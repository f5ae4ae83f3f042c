using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>Keys that are looked up together, so that the cache misses of all of them overlap.</summary>
internal sealed class KeyBatch
{
    /// <summary>The most keys of a batch.</summary>
    public const int Most = 64;

    private readonly ulong[] _keys = new ulong[Most];
    private readonly ulong[] _hashes = new ulong[Most];
    private readonly Origin[] _origins = new Origin[Most];
    private ulong[] _rows = [];
    private int _rowWords;

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>How many more keys fit.</summary>
    public int Room => Most - Count;

    /// <summary>Whether no more keys fit.</summary>
    public bool IsFull => Count == Most;

    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>How each state was found.</summary>
    public ReadOnlySpan<Origin> Origins => _origins.AsSpan(0, Count);

    /// <summary>The packed form of a state, where keys are fingerprints.</summary>
    public ReadOnlySpan<ulong> RowAt(int index) => _rows.AsSpan(index * _rowWords, _rowWords);

    /// <summary>Adds a state by its fingerprint to a batch that is not full.</summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="origin">How it was found.</param>
    /// <param name="row">Its packed form, of as many words as those of the others in the batch.</param>
    public void Add(ulong fingerprint, Origin origin, ReadOnlySpan<ulong> row)
    {
        if (row.Length * Most > _rows.Length)
        {
            Array.Resize(ref _rows, row.Length * Most);
        }

        _rowWords = row.Length;
        for (var word = 0; word < row.Length; word++)
        {
            _rows[(Count * _rowWords) + word] = row[word];
        }

        Add(fingerprint, fingerprint, origin);
    }

    /// <summary>Adds a key to a batch that is not full.</summary>
    public void Add(ulong key, ulong hash, Origin origin)
    {
        _keys[Count] = key;
        _hashes[Count] = hash;
        _origins[Count++] = origin;
    }

    /// <summary>
    /// Adds some of the successors that were folded last, but for those that are their parents, to a batch that has
    /// room for all.
    /// </summary>
    /// <param name="successors">The successors.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="hash">The hash of keys.</param>
    public void Add(SuccessorRing successors, ReadOnlySpan<int> which, KeyHash hash)
    {
        Debug.Assert(which.Length <= Room, "A batch has no room.");

        // Safety: there is room for all keys, and a place is moved on from once for each of them at most.
        ref var keyPlace = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), Count);
        ref var hashPlace = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_hashes), Count);
        ref var originPlace = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_origins), Count);
        nint count = 0;
        foreach (var index in which)
        {
            var key = successors.PackedAt(index);
            Unsafe.Add(ref keyPlace, count) = key;
            Unsafe.Add(ref hashPlace, count) = hash.Of(key);
            Unsafe.Add(ref originPlace, count) = successors.OriginAt(index);
            count += Unsafe.BitCast<bool, byte>(key != successors.ParentKeyAt(index));
        }

        Count += (int)count;
    }

    /// <summary>Keeps one of the keys, while all others are given up.</summary>
    /// <param name="index">Where it is now.</param>
    /// <param name="place">Where it goes; no greater.</param>
    public void Keep(int index, int place)
    {
        _keys[place] = _keys[index];
        _hashes[place] = _hashes[index];
        _origins[place] = _origins[index];
    }

    /// <summary>Gives up all keys but the first ones.</summary>
    public void Truncate(int count) => Count = count;
}
