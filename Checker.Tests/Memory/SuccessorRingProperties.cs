using System.Numerics;
using FsCheck.Xunit;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>Successors that are told apart by a sum of their words are never taken for one another.</summary>
public sealed unsafe class SuccessorRingProperties
{
    [Property(MaxTest = 200)]
    public bool NoSuccessorIsTakenForAnother(int seed)
    {
        var random = new Random(seed);
        var budget = new MemoryBudget(long.MaxValue);
        using var layout = RandomLayout(random, budget);
        using var source = new NativeArray<ulong>((nuint)layout.PaddedWords, budget);
        using var ring = new SuccessorRing(layout, source.Pointer, budget);
        ring.Attach(levels: 0);
        var recent = new RecentKeys();
        var met = new HashSet<string>();
        var packed = new Dictionary<ulong, string>();
        var agrees = ring.IsUsable;
        for (var round = 0; round < 40; round++)
        {
            var count = random.Next(1, SuccessorRing.Most + 1);
            var unknown = 0U;
            for (var i = 0; i < count; i++)
            {
                unknown |= ChangeSome(layout, (ulong*)ring.Begin(), random) ? 1U << i : 0;
                agrees &= ring.Commit(default, parentKey: 0) == (i + 1 == SuccessorRing.Most);
            }

            agrees &= ring.Fold() == unknown;
            for (; unknown != 0; unknown &= unknown - 1)
            {
                ring.Replace(BitOperations.TrailingZeroCount(unknown));
            }

            var unmet = ring.Sift(recent).ToArray();
            for (var i = 0; i < count; i++)
            {
                var name = Convert.ToHexString(new ReadOnlySpan<byte>(ring.StateAt(i), layout.Words * sizeof(ulong)));
                agrees &= met.Contains(name) || unmet.Contains(i);
                met.Add(name);
                agrees &= packed.TryAdd(ring.PackedAt(i), name) || packed[ring.PackedAt(i)] == name;
            }
        }

        return agrees && packed.Count == met.Count;
    }

    /// <summary>Four successors are folded at a time, and a source by itself; the sums are the same.</summary>
    [Property(MaxTest = 200)]
    public bool SumsAreTheSameEitherWay(int seed)
    {
        var random = new Random(seed);
        var budget = new MemoryBudget(long.MaxValue);
        using var layout = RandomLayout(random, budget);
        using var source = new NativeArray<ulong>((nuint)layout.PaddedWords, budget);
        for (var word = 0; word < layout.Words; word++)
        {
            source[(nuint)word] = (ulong)random.NextInt64() & layout.Known[word];
        }

        using var ring = new SuccessorRing(layout, source.Pointer, budget);
        ring.Attach(levels: 0);
        var recent = new RecentKeys();
        ring.Begin();
        ring.Commit(default, parentKey: 0);
        var isKnown = ring.Fold() == 0;
        var isNew = ring.Sift(recent).Length == 1;
        ring.Replace(0);
        return isKnown && isNew && (ring.Sift(recent).Length == 0 || ring.PackedAt(0) == 0);
    }

    /// <summary>Of some bits of one to eight words it knows that they vary, of 64 at most.</summary>
    private static StateLayout RandomLayout(Random random, MemoryBudget budget)
    {
        var layout = new StateLayout(random.Next(1, 9) * sizeof(ulong), budget);
        using var state = new NativeArray<ulong>((nuint)layout.PaddedWords, budget);
        layout.Learn(state.Pointer);
        for (var bits = random.Next(1, 65); bits > 0; bits--)
        {
            // Some bits side by side, so that words have the same ones.
            state[(nuint)random.Next(layout.Words)] |= 1UL << random.Next(random.Next(4) == 0 ? 64 : 8);
        }

        layout.Learn(state.Pointer);
        return layout;
    }

    /// <returns>Whether a bit was changed that the layout does not know.</returns>
    private static bool ChangeSome(StateLayout layout, ulong* state, Random random)
    {
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var word = random.Next(layout.Words);
            state[word] ^= (ulong)random.NextInt64() & (ulong)random.NextInt64() & layout.Known[word];
        }

        var other = random.Next(layout.Words);
        var unknown = random.Next(20) == 0 ? 1UL << random.Next(64) & ~layout.Known[other] : 0;
        state[other] ^= unknown;
        return unknown != 0;
    }
}
