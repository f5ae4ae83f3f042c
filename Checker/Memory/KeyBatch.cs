namespace Wakeline.Checking.Memory;

/// <summary>Keys that are looked up together, so that the cache misses of all of them overlap.</summary>
internal sealed class KeyBatch
{
    /// <summary>The most keys of a batch.</summary>
    public const int Most = 64;

    private readonly ulong[] _keys = new ulong[Most];
    private readonly ulong[] _hashes = new ulong[Most];
    private readonly uint[] _notes = new uint[Most];

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more keys fit.</summary>
    public bool IsFull => Count == Most;

    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    public ReadOnlySpan<uint> Notes => _notes.AsSpan(0, Count);

    /// <summary>Adds a key to a batch that is not full.</summary>
    public void Add(ulong key, ulong hash, uint note)
    {
        _keys[Count] = key;
        _hashes[Count] = hash;
        _notes[Count++] = note;
    }

    /// <summary>Keeps one of the keys, while all others are given up.</summary>
    /// <param name="index">Where it is now.</param>
    /// <param name="place">Where it goes; no greater.</param>
    public void Keep(int index, int place)
    {
        _keys[place] = _keys[index];
        _hashes[place] = _hashes[index];
        _notes[place] = _notes[index];
    }

    /// <summary>Gives up all keys but the first ones.</summary>
    public void Truncate(int count) => Count = count;
}
