using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// A hash of keys that have no more than a given number of bits: a bijection between the numbers of that many bits, so
/// that a key can be told by its hash. The steps are those of the finalizer of MurmurHash3 (Appleby, public domain);
/// each can be undone, because a shift by one bit or more and a multiplication by an odd number can be, at any width.
/// </summary>
internal readonly struct KeyHash
{
    private readonly int _unused;
    private readonly int _half;
    private readonly ulong _mask;

    /// <param name="width">Bits that keys have, 1 to 64.</param>
    public KeyHash(int width)
    {
        _unused = 64 - width;
        _half = (width + 1) / 2;
        _mask = ulong.MaxValue << _unused;
    }

    /// <summary>Bits that keys have.</summary>
    public int Width => 64 - _unused;

    /// <summary>The hash of a key, in the topmost bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ulong key)
    {
        Debug.Assert(64 - BitOperations.LeadingZeroCount(key) <= Width, "A key has more bits than its hash.");
        unchecked
        {
            var hash = key << _unused;
            hash ^= hash >> _half & _mask;
            hash *= 0xff51afd7ed558ccdUL;
            hash ^= hash >> _half & _mask;
            hash *= 0xc4ceb9fe1a85ec53UL;
            return hash ^ (hash >> _half & _mask);
        }
    }
}
