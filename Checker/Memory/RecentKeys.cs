using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Remembers which keys a thread met last, exactly and in the nearest cache: most successors of neighbouring states are
/// the same, and need not be looked up again.
/// </summary>
internal sealed class RecentKeys
{
    private const int LogOfPlaces = 14;

    private readonly ulong[] _keys = new ulong[1 << LogOfPlaces];

    /// <summary>
    /// Whether a key is remembered; it is from now on, instead of another one. The key 0 never is, because an empty
    /// place looks like it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Meet(ulong key, ulong hash)
    {
        // Safety: a hash shifted to the bits of a place is one.
        ref var place = ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(_keys), (nuint)(hash >> (64 - LogOfPlaces)));
        var isMet = place == key & key != 0;
        place = key;
        return isMet;
    }

    /// <summary>Forgets every key.</summary>
    public void Clear() => Array.Clear(_keys);
}
