using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>A search that is saved and goes on comes to the same end.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, int.MaxValue)]
    [InlineData(1, 4)]
    [InlineData(2, 9)]
    public void ASearchInPiecesFindsTheSame(int threads, int inMemory)
    {
        var options = new CheckOptions
        {
            Threads = threads,
            SharedLevelLeast = 1,
            DepthInMemoryMost = inMemory,
            Disk = _folder.At("disk"),
        };
        Compare<TwoPhaseCommit, Transaction>(options, "managers=5");
        Compare<TwoPhaseCommit, Transaction>(options, "managers=4", "fickle");
        Compare<TwoPhaseCommit, Transaction>(options with { DepthMost = 9 }, "managers=5");
        Compare<TwoPhaseCommit, Transaction>(options with { StatesMost = 5000 }, "managers=5");
        Compare<TwoPhaseCommit, Transaction>(options with { StopAtFirstViolation = true }, "managers=4", "fickle");
    }

    [Fact]
    public void LivenessIsJudgedAfterAResumedSearch()
    {
        var options = new CheckOptions { Disk = _folder.At("disk"), CheckpointInterval = TimeSpan.Zero };
        Compare<Peterson, LockState>(options);
        Compare<Peterson, LockState>(options, mutant: "impolite");
        Compare<Philosophers, Table>(options, "seats=5");
        Compare<Philosophers, Table>(options, "seats=5,lefthander=1");
        Compare<AlternatingBit, Link>(options);
        Compare<AlternatingBit, Link>(options, mutant: "unlucky");
        Compare<WideSystem, WideState>(options);
    }

    [Fact]
    public void AFullMemoryLeavesACheckpointThatMoreMemoryGoesOnFrom()
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=7", Mutation.None);
        var small = new CheckOptions { MemoryBytesMost = 2 << 20, DiskWhenFull = _folder.At("saved") };
        var bounded = DiskChecks.Run<TwoPhaseCommit, Transaction>(
            parameters, small);
        Assert.Equal("the memory budget of 2 MiB is used up", bounded.StoppedBecause);
        Assert.Equal(_folder.At("saved"), bounded.Checkpoint);
        var resumed = DiskChecks.Run<TwoPhaseCommit, Transaction>(
            parameters, new CheckOptions { Disk = _folder.At("saved") });
        Assert.True(resumed.IsResumed);
        Assert.True(resumed.Elapsed > bounded.Elapsed / 2);
        SameReport.Verify(
            DiskChecks.Run<TwoPhaseCommit, Transaction>(
                parameters),
            resumed);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void WhatCannotBeSavedIsToldBesideTheVerdict()
    {
        _folder.File("file", "mine");
        var report = DiskChecks.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info, "managers=7", Mutation.None),
            new CheckOptions { MemoryBytesMost = 2 << 20, DiskWhenFull = _folder.At("file") });
        Assert.Null(report.Checkpoint);
        Assert.Contains("it is a file", report.NotSavedBecause, StringComparison.Ordinal);
        Assert.IsType<BoundReached>(report["Agrees"]);
    }

    [Fact]
    public void CheckpointsAreWrittenWhileTheSearchGoesOn()
    {
        // The second check begins where the first one, which was thrown out of its memory, had saved last.
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=5", Mutation.None);
        var options = new CheckOptions { Disk = _folder.At("disk"), CheckpointInterval = TimeSpan.Zero };
        Assert.Throws<DiskException>(() => DiskChecks.Run<TwoPhaseCommit, Transaction>(
            parameters, options with { DiskBytesMost = 60_000 }));
        var resumed = DiskChecks.Run<TwoPhaseCommit, Transaction>(
            parameters, options);
        Assert.True(resumed.IsResumed);
    }

    private static void Compare<TSystem, TState>(CheckOptions options, string settings = "", string? mutant = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var mutation = mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value;
        var parameters = Parameters.Of(TSystem.Info, settings, mutation);
        var undisturbed = options with { Threads = 1, Disk = null, DepthInMemoryMost = int.MaxValue };
        SameReport.Verify(
            DiskChecks.Run<TSystem, TState>(parameters, undisturbed),
            DiskChecks.InPieces<TSystem, TState>(parameters, options));
        Assert.False(Directory.Exists(options.Disk));
    }
}
