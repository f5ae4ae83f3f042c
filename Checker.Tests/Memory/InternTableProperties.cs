using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Memory;

public sealed class InternTableProperties
{
    [Property(MaxTest = 300)]
    public Property NumbersFollowFirstAppearance(byte[] small, ulong[] large, PositiveInt rounds)
    {
        using var table = new InternTable(new MemoryBudget(long.MaxValue));
        var interner = table.AddInterner();
        var agrees = true;
        for (var round = 0; round < rounds.Get % 4 + 1; round++)
        {
            var expected = new Dictionary<ulong, uint>();
            foreach (var key in small.Select(each => (ulong)each).Concat(large))
            {
                agrees &= interner.Find(key) == expected.GetValueOrDefault(key, InternTable.None);
                expected.TryAdd(key, (uint)expected.Count);
                agrees &= Intern(table, interner, key) == expected[key] && table.KeyOf(expected[key]) == key;
            }

            agrees &= table.Count == expected.Count;
            table.Clear();
            agrees &= table.Count == 0 && expected.Keys.All(key => interner.Find(key) == InternTable.None);
        }

        return agrees.ToProperty();
    }

    [Fact]
    public void AMillionNeighbouringKeysKeepTheirNumbers()
    {
        using var table = new InternTable(new MemoryBudget(long.MaxValue));
        var interner = table.AddInterner();
        for (var key = 0u; key < 1_000_000; key++)
        {
            Assert.Equal(key, Intern(table, interner, (ulong)key << 20));
        }

        for (var key = 0u; key < 1_000_000; key++)
        {
            Assert.Equal(key, interner.Find((ulong)key << 20));
        }

        table.Clear();
        Assert.Equal(InternTable.None, interner.Find(0));
    }

    /// <summary>
    /// Keys of a number of bits, which may grow, in a table that grows all the time: each keeps its number, and no two
    /// are taken for one, whether slots tell them or they are compared.
    /// </summary>
    [Property(MaxTest = 60)]
    public Property KeysOfAnyWidthAreToldApart(int seed, PositiveInt extraBits, PositiveInt count)
    {
        var random = new Random(seed);
        var width = 8 + extraBits.Get % 57;
        using var table = new InternTable(new MemoryBudget(long.MaxValue), width: width);
        var interner = table.AddInterner();
        var keys = new List<ulong>();
        var expected = new Dictionary<ulong, uint>();
        for (var i = count.Get * 700 % 40_000; i >= 0; i--)
        {
            if (random.Next(8000) == 0 && width < InternTable.WidthMost)
            {
                width++;
                table.Widen(width);
            }

            // Neighbours crowd the same part of a table if the hash is bad.
            var key = (random.Next(2) == 0 ? (ulong)random.NextInt64() : (ulong)i) & ulong.MaxValue >> (64 - width);
            expected.TryAdd(key, (uint)expected.Count);
            keys.Add(key);
            Intern(table, interner, key);
        }

        return (table.Count == expected.Count && keys.All(key => interner.Find(key) == expected[key])).ToProperty();
    }

    [Fact]
    public void TheSlotTellsTheKeyWhereHashesAreShort()
    {
        using var table = new InternTable(new MemoryBudget(long.MaxValue), width: 40);
        var interner = table.AddInterner();
        Assert.False(table.Format.IsExact);
        Fill(table, interner, 300_000);
        Assert.True(table.Format.IsExact);
        Assert.All(Enumerable.Range(0, 300_000), key => Assert.Equal((uint)key, interner.Find((ulong)key)));
        table.Widen(64);
        Assert.False(table.Format.IsExact);
        Assert.All(Enumerable.Range(0, 300_000), key => Assert.Equal((uint)key, interner.Find((ulong)key)));
    }

    /// <summary>An entry that would lie too far from its home has to wait for a larger table.</summary>
    [Fact]
    public void KeysThatShareAHomeMakeTheTableGrow()
    {
        using var table = new InternTable(new MemoryBudget(long.MaxValue), width: 32);
        var interner = table.AddInterner();
        var hash = interner.Hash;
        var crowd = Enumerable.Range(0, 40_000_000).Select(key => (ulong)key).Where(key => hash.Of(key) >> 52 == 0)
            .Take(1200).ToList();
        foreach (var (number, key) in crowd.Index())
        {
            Assert.Equal((uint)number, Intern(table, interner, key));
        }

        Assert.All(crowd.Index(), each => Assert.Equal((uint)each.Index, interner.Find(each.Item)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(19)]
    public void DifferentKeysHaveDifferentHashes(int width)
    {
        var hash = new KeyHash(width);
        var hashes = Enumerable.Range(0, 1 << width).Select(key => hash.Of((ulong)key)).ToHashSet();
        Assert.Equal(1 << width, hashes.Count);
        Assert.All(hashes, each => Assert.Equal(0UL, each << width));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(45)]
    [InlineData(32)]
    public void EveryBitOfAKeyReachesEveryBitOfItsHash(int width)
    {
        var random = new Random(1);
        var hash = new KeyHash(width);
        for (var bit = 0; bit < width; bit++)
        {
            var changed = new int[width];
            for (var i = 0; i < 1000; i++)
            {
                var key = (ulong)random.NextInt64() >> (64 - width);
                var difference = hash.Of(key) ^ hash.Of(key ^ 1UL << bit);
                for (var output = 0; output < width; output++)
                {
                    changed[output] += (int)(difference >> (64 - width + output) & 1);
                }
            }

            Assert.All(changed, count => Assert.InRange(count, 400, 600));
        }
    }

    [Fact]
    public void ABudgetIsKeptAndGivenBack()
    {
        var budget = new MemoryBudget(1 << 16);
        using (var table = new InternTable(budget))
        {
            var interner = table.AddInterner();
            Assert.Throws<MemoryBudgetException>(() => Fill(table, interner, 1_000_000));
            var last = table.Count - 1;
            Assert.Equal(last, interner.Find(last));
            Assert.InRange(budget.PeakBytes, 1, 1 << 16);
        }

        Assert.Equal(0, budget.HeldBytes);
    }

    private static void Fill(InternTable table, Interner interner, uint count)
    {
        for (var key = 0u; key < count; key++)
        {
            Intern(table, interner, key);
        }
    }

    private static uint Intern(InternTable table, Interner interner, ulong key)
    {
        uint number;
        while ((number = interner.TryIntern(key)) == InternTable.None)
        {
            table.Grow(1);
        }

        return number;
    }
}
