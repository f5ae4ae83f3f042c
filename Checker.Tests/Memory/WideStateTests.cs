using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>What follows from other bits of a wide state takes no room, until it does not follow.</summary>
public sealed class WideStateTests
{
    private readonly MemoryBudget _budget = new(long.MaxValue);

    [Fact]
    public void BitsThatFollowTakeNoRoom()
    {
        using var set = new StateSet<Bytes800>(_budget);
        AddFollowing(set);
        Assert.Equal(3, set.Store.Layout.VaryingBits);
        Assert.Equal(0, set.Store.Layout.Late.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BitsThatFollowNoLongerAreToldApart(bool isArranged)
    {
        using var set = new StateSet<Bytes800>(_budget);
        AddFollowing(set);
        var alone = Following(5);
        alone[700] ^= 1;
        Add(set, alone);
        Assert.Equal(4, set.Store.Layout.VaryingBits);
        Assert.Equal(1, set.Store.Layout.Late.Length);
        if (isArranged)
        {
            set.Rearrange(_budget);
            Assert.Equal(0, set.Store.Layout.Late.Length);
        }

        Assert.NotEqual(Add(set, alone), Add(set, Following(5)));
        Assert.Equal(4, set.Store.Layout.VaryingBits);
        for (var value = 0; value < 8; value++)
        {
            Assert.Equal(Hex(Following(value)), Hex(set.Load((uint)value)));
        }

        Assert.Equal(Hex(alone), Hex(set.Load(8)));
    }

    [Fact]
    public void ALayoutIsRestoredAsItWas()
    {
        using var set = new StateSet<Bytes800>(_budget);
        AddFollowing(set);
        set.Rearrange(_budget);
        var alone = Following(2);
        alone[700] ^= 1;
        Add(set, alone);
        var layout = set.Store.Layout;
        var record = layout.Record(layout.FieldCount, layout.Levels);
        using var restored = new StateLayout(Unsafe.SizeOf<Bytes800>(), _budget);
        restored.Restore(record);
        Assert.Equivalent(record, restored.Record(restored.FieldCount, restored.Levels), strict: true);
        Assert.Equal(layout.Late.ToArray(), restored.Late.ToArray());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(799, -1)]
    [InlineData(400, 13)]
    public void WhereverAStateDiffersItIsToldApart(int first, int stride)
    {
        using var set = new StateSet<Bytes800>(_budget);
        Add(set, default);
        for (var (count, at) = (0, first); count < 800; count++, at = (at + stride + 800) % 800)
        {
            var state = default(Bytes800);
            state[at] = 1;
            Add(set, state);
            Assert.Equal(Hex(state), Hex(set.Load((uint)count + 1)));
            Assert.Equal((uint)count + 2, set.Count);
        }
    }

    private static void AddFollowing(StateSet<Bytes800> set)
    {
        for (var value = 0; value < 8; value++)
        {
            Add(set, Following(value));
        }
    }

    /// <summary>A state of which two bytes far apart tell the same.</summary>
    private static Bytes800 Following(int value)
    {
        var state = new Bytes800();
        state[3] = (byte)value;
        state[700] = (byte)(value * 2 + (value & 1));
        return state;
    }

    private static ulong Add(StateSet<Bytes800> set, Bytes800 state)
    {
        var key = set.KeyOf(in state);
        var batch = new KeyBatch();
        batch.Add(key, set.Hash.Of(key), default);
        for (set.TryAdd(batch); batch.Count > 0; set.TryAdd(batch))
        {
            set.Store.Grow();
        }

        return key;
    }

    private static string Hex(in Bytes800 state) => Convert.ToHexString(state);

    [InlineArray(800)]
    private struct Bytes800
    {
        private byte _first;
    }
}
