using System.Runtime.CompilerServices;
using FsCheck.Xunit;

namespace Wakeline.Language.Tests.Collections;

public sealed class SetProperties
{
    private enum Colour : byte
    {
        Red,
        Green,
        Blue = 15,
    }

    [Property(MaxTest = 500)]
    public bool AnOrderedSetKeepsFirstInsertionOrder(byte[] values)
    {
        var set = default(OrderedSet<byte, InlineArray16<byte>>);
        foreach (var value in values)
        {
            set.Append((byte)(value % 16));
        }

        return set.Items.SequenceEqual(values.Select(value => (byte)(value % 16)).Distinct().ToArray());
    }

    [Property(MaxTest = 500)]
    public bool RemovingKeepsTheOrderOfTheOthers(byte[] values, byte removed)
    {
        var set = default(OrderedSet<byte, InlineArray16<byte>>);
        foreach (var value in values)
        {
            set.Prepend((byte)(value % 16));
        }

        var before = set.Items.ToArray();
        var wasThere = set.Remove((byte)(removed % 16));
        return wasThere == before.Contains((byte)(removed % 16))
            && set.Items.SequenceEqual(before.Where(value => value != removed % 16).ToArray());
    }

    [Property(MaxTest = 500)]
    public bool ABitSetIsASetOfNumbers(byte[] added, byte[] removed)
    {
        var bits = default(BitSet<ulong>);
        var set = new SortedSet<int>();
        foreach (var value in added)
        {
            bits.Add(value % 64);
            set.Add(value % 64);
        }

        foreach (var value in removed)
        {
            bits.Remove(value % 64);
            set.Remove(value % 64);
        }

        return bits.Count == set.Count
            && bits.First == (set.Count == 0 ? -1 : set.Min)
            && Enumerable.Range(0, 64).All(value => bits.Contains(value) == set.Contains(value));
    }

    [Fact]
    public void ABitSetTakesEnumerationValues()
    {
        var bits = default(BitSet<ushort>);
        bits.Add(Colour.Blue);
        Assert.True(bits.Contains(Colour.Blue));
        Assert.False(bits.Contains(Colour.Red));
        bits.Remove(Colour.Blue);
        Assert.True(bits.IsEmpty);
    }

    [Fact]
    public void ABitSetRefusesValuesBeyondItsWidth()
    {
        var bits = default(BitSet<byte>);
        Assert.Equal(8, BitSet<byte>.Capacity);
        Assert.Throws<BoundExceededException>(() => bits.Add(8));
        Assert.Throws<BoundExceededException>(() => bits.Contains(-1));
    }
}
