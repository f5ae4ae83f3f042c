using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>A search that goes on with its states on disk finds what one in memory finds.</summary>
public sealed class DiskSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ASearchThatUsesUpItsMemoryGoesOnOnDisk(int threads)
    {
        var small = Compare<TwoPhaseCommit, Transaction>(threads, "managers=7");
        Assert.InRange(small.MemoryBytes, 1 << 19, 1 << 20);
        Assert.InRange(small.DiskBytes, 296_448 * 12, 296_448 * 40);
        Compare<TwoPhaseCommit, Transaction>(threads, "managers=7", "fickle");
        Compare<TwoPhaseCommit, Transaction>(
            threads, "managers=7", options: new CheckOptions { StatesMost = 200_000 });
        Compare<TwoPhaseCommit, Transaction>(threads, "managers=7", options: new CheckOptions { DepthMost = 14 });
        Compare<TwoPhaseCommit, Transaction>(
            threads, "managers=7", options: new CheckOptions { Property = "EverybodyCommitted" });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ItDoesNotMatterWhereMemoryEnds(int threads)
    {
        for (var depth = 0; depth < 16; depth += 3)
        {
            var options = new CheckOptions { DepthInMemoryMost = depth };
            var large = Compare<TwoPhaseCommit, Transaction>(threads, "managers=5", options: options);
            var small = Compare<TwoPhaseCommit, Transaction>(threads, "managers=4", "fickle", options);
            Assert.Equal(large.Depth > depth, large.DiskBytes > 0);
            Assert.Equal(small.Depth > depth, small.DiskBytes > 0);
        }
    }

    [Fact]
    public void OrbitsMayBeOnDisk()
    {
        var options = new CheckOptions { DepthInMemoryMost = 6, SymmetryReduction = true };
        var reduced = Compare<TwoPhaseCommit, Transaction>(2, "managers=5", options: options);
        Assert.Equal(314, reduced.States);
        Assert.True(reduced.DiskBytes > 0);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void WhatHasToKnowAllStatesAtOnceIsRefused(bool reducesOrder, bool takesFingerprints) =>
        Assert.Throws<ArgumentException>(() => DiskChecks.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info), new CheckOptions
            {
                Disk = _folder.At("disk"),
                PartialOrderReduction = reducesOrder,
                Fingerprint = takesFingerprints,
            }));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 30)]
    [InlineData(2, 0)]
    [InlineData(2, 60)]
    public void KeysMayChangeOnDisk(int threads, int depth)
    {
        var options = new CheckOptions { DepthInMemoryMost = depth, Threads = threads, SharedLevelLeast = 1 };
        var expected = DiskChecks.Run<WideSystem, WideState>(Parameters.Of(WideSystem.Info));
        var actual = DiskChecks.Run<WideSystem, WideState>(
            Parameters.Of(WideSystem.Info), options with { Disk = _folder.At("disk") });
        Assert.Equal(143 * 8 + 1, expected.States);
        SameReport.Verify(WithoutLiveness(expected), WithoutLiveness(actual));
        Assert.Contains("graph", Assert.IsType<BoundReached>(actual["Ends"]).Bound, StringComparison.Ordinal);

        // Nothing is left to be searched, and with more memory the rest is decided.
        Assert.Equal(_folder.At("disk"), actual.Checkpoint);
        var resumed = DiskChecks.Run<WideSystem, WideState>(
            Parameters.Of(WideSystem.Info), new CheckOptions { Disk = _folder.At("disk") });
        SameReport.Verify(expected, resumed);
        Assert.IsType<Holds>(resumed["Ends"]);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void APremiseThatIsNeverMetIsKnownOnDiskToo()
    {
        var options = new CheckOptions { DepthMost = 60, DepthInMemoryMost = 5, Property = "Ends" };
        var report = DiskChecks.Run<WideSystem, WideState>(
            Parameters.Of(WideSystem.Info), options with { Disk = _folder.At("disk") });
        Assert.Equal("the bound of 60 steps was reached", report.StoppedBecause);
        Assert.Null(report.Checkpoint);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void PartsThatDoNotFitAreAVerdict()
    {
        // All words are different numbers, so that states have hardly any parts in common.
        var report = DiskChecks.Run<ScatteredSystem, ScatteredState>(
            Parameters.Of(ScatteredSystem.Info),
            new CheckOptions { MemoryBytesMost = 1 << 20, Disk = _folder.At("disk"), Threads = 1 });
        Assert.Equal(
            "the memory budget of 1 MiB is used up by parts of states, which have to stay in memory",
            report.StoppedBecause);
        Assert.IsType<BoundReached>(report[ImpliedProperty.NoFailure]);
        Assert.Equal(_folder.At("disk"), report.Checkpoint);
        SameReport.Verify(
            DiskChecks.Run<ScatteredSystem, ScatteredState>(Parameters.Of(ScatteredSystem.Info)),
            DiskChecks.Run<ScatteredSystem, ScatteredState>(
                Parameters.Of(ScatteredSystem.Info), new CheckOptions { Disk = _folder.At("disk") }));
    }

    private static CheckReport WithoutLiveness(CheckReport report) => report with
    {
        Properties = [.. report.Properties.Where(each => each.Declared is not { IsLiveness: true })],
    };

    private CheckReport Compare<TSystem, TState>(
        int threads, string settings, string? mutant = null, CheckOptions? options = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var mutation = mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value;
        var parameters = Parameters.Of(TSystem.Info, settings, mutation);
        options ??= CheckOptions.Default;
        var small = DiskChecks.Run<TSystem, TState>(parameters, options with
        {
            Threads = threads,
            SharedLevelLeast = 1,
            MemoryBytesMost = 1 << 20,
            Disk = _folder.At("disk"),
        });
        var large = options with { Threads = 1, DepthInMemoryMost = int.MaxValue };
        SameReport.Verify(DiskChecks.Run<TSystem, TState>(parameters, large), small);
        foreach (var (_, verdict) in small.Violations.Where(each => each.Verdict.Trace is not null))
        {
            Replay.Run<TSystem, TState>(verdict.Trace!);
        }

        Assert.Null(small.Checkpoint);
        Assert.Empty(_folder.Content);
        return small;
    }
}
