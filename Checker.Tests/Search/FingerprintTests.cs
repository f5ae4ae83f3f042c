using Wakeline.Checker.Tests.Models;
using Wakeline.Checking;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Search;

/// <summary>A search by fingerprints finds what an exact one does, unless fingerprints are short.</summary>
public sealed class FingerprintTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void TwoPhaseCommitIsFound(int threads) =>
        AgreesWithExact<TwoPhaseCommit, Transaction>("managers=7", threads: threads);

    [Fact]
    public void OtherModelsAreFound()
    {
        AgreesWithExact<Peterson, LockState>();
        AgreesWithExact<Peterson, LockState>(mutant: "impolite");
        AgreesWithExact<Philosophers, Table>("seats=6");
        AgreesWithExact<AlternatingBit, Link>();
        AgreesWithExact<Paxos, Synod>();
        AgreesWithExact<SharedInterning, InternState>(mutant: "hasty");
        AgreesWithExact<TwoPhaseCommit, Transaction>("managers=4", mutant: "fickle");
    }

    [Fact]
    public void LivenessIsNotChecked()
    {
        var report = Run<Peterson, LockState>("", Mutation.None, new CheckOptions { Fingerprint = true });
        Assert.Contains("whole graph", Assert.IsType<NotChecked>(report["FirstWants~>FirstIsInside"]).Why,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ShortFingerprintsLoseStatesAndSaySo()
    {
        var options = new CheckOptions { Fingerprint = true, FingerprintBits = 12 };
        var report = Run<TwoPhaseCommit, Transaction>("managers=5", Mutation.None, options);
        Assert.InRange(report.States, 100, 4095);
        Assert.Equal(1, report.Fingerprints!.MissedProbability, 0.01);
        Assert.Equal(1, Assert.IsType<Holds>(report["Agrees"]).MissedProbability, 0.01);
    }

    [Fact]
    public void AWitnessIsCertain()
    {
        var report = Run<TwoPhaseCommit, Transaction>("", Mutation.None, new CheckOptions { Fingerprint = true });
        Assert.Equal(0, Assert.IsType<Holds>(report["EverybodyCommitted"]).MissedProbability);
        Assert.InRange(Assert.IsType<Holds>(report["Agrees"]).MissedProbability, 1e-17, 1e-14);
    }

    [Fact]
    public void TheTableFindsWhatItHoldsThroughGrowth()
    {
        using var table = new FingerprintTable(64, new MemoryBudget(long.MaxValue));
        table.AddHand();
        var random = new Random(1);
        ulong[] keys = [.. Enumerable.Range(0, 100_000).Select(_ => (ulong)random.NextInt64()).Append(ulong.MaxValue)];
        var batch = new KeyBatch();
        foreach (var key in keys.Concat(keys))
        {
            batch.Add(table.Kept(key), new Origin((uint)key, (ushort)key), row: [key]);
            while (table.TryAdd(batch) == 0 && batch.Count > 0)
            {
                table.Grow(1);
            }
        }

        Assert.Equal((uint)keys.Length, table.Count);
        Assert.All(keys.Index(), each => Assert.Equal(
            ((uint)each.Item, (ushort)each.Item),
            (table.ParentOf((uint)each.Index), (ushort)table.OrdinalOf((uint)each.Index))));
        batch.Add(table.Kept(2), default, [0]);
        Assert.False(table.HasAll(batch));
    }

    private static void AgreesWithExact<TSystem, TState>(
        string settings = "", string? mutant = null, int threads = 1)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var mutation = mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value;
        var options = new CheckOptions { Threads = threads, SharedLevelLeast = 1 };
        var exact = Run<TSystem, TState>(settings, mutation, options);
        var found = Run<TSystem, TState>(settings, mutation, options with { Fingerprint = true });
        SameReport.Verify(SameReport.WithoutLiveness(exact), SameReport.WithoutLiveness(found));
        Assert.InRange(found.Fingerprints!.MissedProbability, 0, 1e-8);
    }

    private static CheckReport Run<TSystem, TState>(string settings, Mutation mutation, CheckOptions options)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        Check.Run<TSystem, TState>(Parameters.Of(TSystem.Info, settings, mutation), options);
}
