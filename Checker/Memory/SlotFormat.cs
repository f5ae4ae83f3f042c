using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Where a key belongs in a table of 2^s slots, and what its slot keeps of its hash beside the number: 32 bits, the
/// tag. The home slot of a key is the topmost s bits of its hash; it lies there or, if others were first, in one of the
/// slots that follow.
/// <para>
/// If the hash has w bits, and w is not much more than s + 32, the tag is the lowest 32 bits. Then the slot alone tells
/// the key (quotienting: Cleary, "Compact hash tables using bidirectional linear probing", IEEE Transactions on
/// Computers 33, 1984): k = s + 32 - w bits are in the home as well as in the tag. No entry is ever placed 2^k slots or
/// more from its home. So of the homes that an entry may have, a run of 2^k, only one ends in the k bits that its tag
/// begins with; that home and the tag together have all w bits of the hash, and the hash is a bijection. Two keys that
/// are looked for in the same slot, less than 2^k from their homes, and have the same tag, have the same home for the
/// same reason, and are the same key.
/// </para>
/// <para>
/// If w is larger the tag is the topmost 32 bits, from which an entry's place in a larger table can be told, and keys
/// with equal tags are compared.
/// </para>
/// </summary>
internal readonly struct SlotFormat
{
    /// <summary>
    /// With four fifths of the slots in use, and as many slots as a table of this width has then, an entry lies some
    /// hundred slots from its home at most; if one does lie farther, the table is made larger.
    /// </summary>
    private const int OverlapLeast = 10;

    private readonly int _logOfSlots;

    /// <param name="hash">The hash of keys, of 32 bits at least.</param>
    /// <param name="slots">The number of slots, a power of two.</param>
    public SlotFormat(KeyHash hash, nuint slots)
        : this(hash, BitOperations.Log2(slots), BitOperations.Log2(slots) + 32 - hash.Width) { }

    private SlotFormat(KeyHash hash, int logOfSlots, int overlap)
    {
        Hash = hash;
        _logOfSlots = logOfSlots;
        IsExact = overlap >= OverlapLeast;
        TagShift = IsExact ? 64 - hash.Width : 32;
        ProbesMost = IsExact ? (nuint)1 << overlap : nuint.MaxValue;
    }

    /// <summary>The hash of keys.</summary>
    public KeyHash Hash { get; }

    /// <summary>Whether equal tags mean equal keys.</summary>
    public bool IsExact { get; }

    /// <summary>How far a hash is shifted for the tag to be its lowest 32 bits.</summary>
    public int TagShift { get; }

    /// <summary>The most slots that an entry may be looked for in, from its home on.</summary>
    public nuint ProbesMost { get; }

    /// <summary>How far a hash is shifted to give a slot.</summary>
    public int HomeShift => 64 - _logOfSlots;

    /// <summary>Which bits of a number make it that of a slot.</summary>
    public nuint Mask => ((nuint)1 << _logOfSlots) - 1;

    /// <summary>The same hash and slots, with keys compared.</summary>
    public SlotFormat Comparing() => new(Hash, _logOfSlots, overlap: 0);

    /// <summary>The slot in which a key is looked for first.</summary>
    public nuint HomeOf(ulong hash) => (nuint)(hash >> HomeShift);

    /// <summary>What a slot holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Entry(ulong hash, uint number) => hash >> TagShift << 32 | (ulong)number + 1;

    /// <summary>The hash of the key in a slot; if the format is not exact, only its topmost 32 bits.</summary>
    public ulong HashIn(nuint slot, ulong entry)
    {
        if (!IsExact)
        {
            return entry & ~(ulong)uint.MaxValue;
        }

        var overlap = BitOperations.Log2(ProbesMost);
        var endOfHome = (nuint)(entry >> 32) >> (32 - overlap);
        var home = (slot - ((slot - endOfHome) & (ProbesMost - 1))) & Mask;
        return ((ulong)(home >> overlap) << 32 | entry >> 32) << TagShift;
    }
}
