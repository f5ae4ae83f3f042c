namespace Wakeline.Checking.Memory;

/// <summary>
/// Remembers which keys a thread met last, exactly and in the nearest cache: most successors of neighbouring states are
/// the same, and need not be looked up again.
/// </summary>
internal sealed class RecentKeys
{
    private const int Places = 1 << 13;

    private readonly ulong[] _keys = new ulong[Places];

    public RecentKeys() => Clear();

    /// <summary>Whether a key is remembered; it is from now on, instead of another one.</summary>
    public bool Meet(ulong key, ulong hash)
    {
        ref var place = ref _keys[hash & (Places - 1)];
        if (place == key)
        {
            return true;
        }

        place = key;
        return false;
    }

    /// <summary>Forgets every key.</summary>
    public void Clear()
    {
        Array.Clear(_keys);

        // An empty place holds the key 0, except where that key itself belongs.
        _keys[InternTable.Hash(0) & (Places - 1)] = 1;
    }
}
