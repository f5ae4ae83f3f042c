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

    [Fact]
    public void EveryBitOfAKeyReachesEveryBitOfItsHash()
    {
        var random = new Random(1);
        for (var bit = 0; bit < 64; bit++)
        {
            var changed = new int[64];
            for (var i = 0; i < 1000; i++)
            {
                var key = (ulong)random.NextInt64();
                var difference = InternTable.Hash(key) ^ InternTable.Hash(key ^ 1UL << bit);
                for (var output = 0; output < 64; output++)
                {
                    changed[output] += (int)(difference >> output & 1);
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
