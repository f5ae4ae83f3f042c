using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>A set of small numbers or enumeration values, one bit each, usable in an unmanaged state.</summary>
/// <typeparam name="TWord">The unsigned integer that holds the bits; its width is the capacity.</typeparam>
public struct BitSet<TWord> : IEquatable<BitSet<TWord>> where TWord : unmanaged, IBinaryInteger<TWord>
{
    private TWord _bits;

    /// <summary>The number of values the set can hold: 0 up to this, exclusive.</summary>
    public static int Capacity => Unsafe.SizeOf<TWord>() * 8;

    /// <summary>The bits, value 0 lowest.</summary>
    public readonly TWord Word => _bits;

    /// <summary>How many values are in the set.</summary>
    public readonly int Count => int.CreateTruncating(TWord.PopCount(_bits));

    /// <summary>Whether no value is in the set.</summary>
    public readonly bool IsEmpty => TWord.IsZero(_bits);

    /// <summary>The least value in the set, or -1.</summary>
    public readonly int First => IsEmpty ? -1 : int.CreateTruncating(TWord.TrailingZeroCount(_bits));

    /// <summary>Whether <paramref name="value"/> is in the set.</summary>
    public readonly bool Contains(int value) => !TWord.IsZero(_bits & Bit(value));

    /// <summary>Whether an enumeration value is in the set.</summary>
    public readonly bool Contains<TEnum>(TEnum value) where TEnum : unmanaged, Enum => Contains(EnumValue.Of(value));

    /// <summary>Puts a value in the set.</summary>
    /// <exception cref="BoundExceededException">The value is not below the capacity.</exception>
    public void Add(int value) => _bits |= Bit(value);

    /// <summary>Puts an enumeration value in the set.</summary>
    public void Add<TEnum>(TEnum value) where TEnum : unmanaged, Enum => Add(EnumValue.Of(value));

    /// <summary>Takes a value out of the set; nothing happens if it is not there.</summary>
    public void Remove(int value) => _bits &= ~Bit(value);

    /// <summary>Takes an enumeration value out of the set.</summary>
    public void Remove<TEnum>(TEnum value) where TEnum : unmanaged, Enum => Remove(EnumValue.Of(value));

    /// <summary>Puts each of two values in the place of the other: one is in the set if the other was.</summary>
    public void Exchange(int a, int b)
    {
        if (Contains(a) != Contains(b))
        {
            _bits ^= Bit(a) | Bit(b);
        }
    }

    /// <summary>Empties the set.</summary>
    public void Clear() => _bits = TWord.Zero;

    /// <inheritdoc/>
    public readonly bool Equals(BitSet<TWord> other) => _bits == other._bits;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is BitSet<TWord> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _bits.GetHashCode();

    /// <summary>Whether two sets hold the same values.</summary>
    public static bool operator ==(BitSet<TWord> left, BitSet<TWord> right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(BitSet<TWord> left, BitSet<TWord> right) => !left.Equals(right);

    private static TWord Bit(int value)
    {
        if ((uint)value >= (uint)Capacity)
        {
            BoundExceededException.Throw(nameof(BitSet<>), Capacity);
        }

        return TWord.One << value;
    }
}
