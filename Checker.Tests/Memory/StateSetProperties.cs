using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>States of many sizes, changed here and there, come back byte for byte.</summary>
public sealed class StateSetProperties
{
    [Property(MaxTest = 200)]
    public Property OneByteStatesComeBack(int seed) => ComeBack<byte>(seed);

    [Property(MaxTest = 200)]
    public Property StatesOfAWordComeBack(int seed) => ComeBack<ulong>(seed);

    [Property(MaxTest = 200)]
    public Property StatesOfTwoWordsComeBack(int seed) => ComeBack<UInt128>(seed);

    [Property(MaxTest = 200)]
    public Property StatesOfAnOddLengthComeBack(int seed) => ComeBack<Bytes23>(seed);

    [Property(MaxTest = 200)]
    public Property StatesOfFortyBytesComeBack(int seed) => ComeBack<Bytes40>(seed);

    [Property(MaxTest = 200)]
    public Property LargeStatesComeBack(int seed) => ComeBack<Bytes2500>(seed);

    /// <summary>
    /// Each new state changes a few bytes of one that is there, as successors do, and is taken from its scratch copy.
    /// </summary>
    private static unsafe Property ComeBack<TState>(int seed) where TState : unmanaged
    {
        var budget = new MemoryBudget(long.MaxValue);
        using var set = new StateSet<TState>(budget);
        var random = new Random(seed);
        var expected = new List<TState> { default };
        var numbers = new Dictionary<string, uint> { [Hex(default(TState))] = 0 };
        var agrees = Add(set, default) == 0;
        for (var i = 0; i < 100; i++)
        {
            var from = random.Next(expected.Count);
            agrees &= Hex(set.Load((uint)from)) == Hex(expected[from]);
            for (var byteCount = random.Next(6); byteCount > 0; byteCount--)
            {
                set.Codec.Scratch[random.Next(sizeof(TState))] = (byte)(random.Next(3) == 0 ? 0 : random.Next(4));
            }

            var state = *(TState*)set.Codec.Scratch;
            var isNew = numbers.TryAdd(Hex(state), (uint)numbers.Count);
            if (isNew)
            {
                expected.Add(state);
            }

            agrees &= Add(set, state) == numbers[Hex(state)] && set.Count == numbers.Count;
            agrees &= Hex(set.Current) == Hex(expected[from]);
            if (random.Next(30) == 0)
            {
                set.Rearrange(budget);
            }
        }

        agrees &= expected.Index().All(each => Hex(set.Load((uint)each.Index)) == Hex(each.Item));
        agrees &= expected.Index().All(each => set.Find(set.KeyOf(each.Item)) == each.Index);
        return agrees.ToProperty();
    }

    private static uint Add<TState>(StateSet<TState> set, TState state) where TState : unmanaged
    {
        var key = set.KeyOf(in state);
        var batch = new KeyBatch();
        batch.Add(key, set.Hash.Of(key), default);
        for (set.TryAdd(batch); batch.Count > 0; set.TryAdd(batch))
        {
            set.Store.Grow();
        }

        return set.Find(key);
    }

    private static unsafe string Hex<TState>(TState state) where TState : unmanaged =>
        Convert.ToHexString(new ReadOnlySpan<byte>(&state, sizeof(TState)));

    [InlineArray(23)]
    private struct Bytes23
    {
        private byte _first;
    }

    [InlineArray(40)]
    private struct Bytes40
    {
        private byte _first;
    }

    [InlineArray(2500)]
    private struct Bytes2500
    {
        private byte _first;
    }
}
