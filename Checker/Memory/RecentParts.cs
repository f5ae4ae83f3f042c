using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Remembers the numbers of the parts that a thread looked up last: neighbouring states have most of them in common,
/// and the table of all parts lies in no near cache.
/// </summary>
internal sealed class RecentParts
{
    private const int LogOfPlaces = 12;

    private readonly Part[] _parts = new Part[1 << LogOfPlaces];

    /// <summary>The number of a part, which it gets now if it has none.</summary>
    /// <returns><see cref="InternTable.None"/> if it has none and there is no room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TryIntern(ulong key, Interner parts)
    {
        if (key == 0)
        {
            return 0;
        }

        // Safety: the topmost bits of a product are the bits of a place.
        var hash = unchecked(key * 0x9e3779b97f4a7c15UL) >> (64 - LogOfPlaces);
        ref var part = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_parts), (nuint)hash);
        return part.Key == key ? part.Number : Look(ref part, key, parts);
    }

    /// <summary>Forgets every part, because numbers have changed.</summary>
    public void Clear() => Array.Clear(_parts);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Look(ref Part part, ulong key, Interner parts)
    {
        var number = parts.TryIntern(key);
        if (number != InternTable.None)
        {
            part = new Part(key, number);
        }

        return number;
    }

    private readonly record struct Part(ulong Key, uint Number);
}
