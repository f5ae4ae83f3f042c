using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checking;
using Wakeline.Checking.Search;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Search;

/// <summary>A search that ends early says so, and claims nothing it does not know.</summary>
public sealed class BoundTests
{
    [Fact]
    public void ABoundOnStatesIsAVerdict()
    {
        var report = Run(new CheckOptions { StatesMost = 1000 });
        Assert.Equal(1000, report.States);
        Assert.Equal("the bound of 1000 states was reached", report.StoppedBecause);
        Assert.False(report.IsExhaustive);
        Assert.IsType<BoundReached>(report["Agrees"]);
        Assert.IsType<BoundReached>(report[ImpliedProperty.NoDeadlock]);
    }

    [Fact]
    public void ABoundOnDepthIsAVerdictUnlessTheSpaceIsNoDeeper()
    {
        Assert.Equal("the bound of 15 steps was reached", Run(new CheckOptions { DepthMost = 15 }).StoppedBecause);
        Assert.Equal(15, Run(new CheckOptions { DepthMost = 15 }).Depth);
        Assert.True(Run(new CheckOptions { DepthMost = 16 }).AllHold);
        Assert.True(Run(new CheckOptions { StatesMost = 8832 }).AllHold);
    }

    [Fact]
    public void WhatLiesWithinTheBoundIsStillDecided()
    {
        var report = Check.Run<Philosophers, Table>(
            Parameters.Of(Philosophers.Info, "seats=6", Mutation.None), new CheckOptions { DepthMost = 6 },
            cancellation: TestContext.Current.CancellationToken);
        Assert.IsType<Violated>(report[ImpliedProperty.NoDeadlock]);
        Assert.IsType<Holds>(report["FirstEats"]);
    }

    [Fact]
    public void MemoryThatRunsOutIsAVerdict()
    {
        var report = Check.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info, "managers=7", Mutation.None),
            new CheckOptions { MemoryBytesMost = 4 << 20 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("the memory budget of 4 MiB is used up", report.StoppedBecause);
        Assert.InRange(report.MemoryBytes, 1 << 20, 4 << 20);
        var reached = Assert.IsType<Holds>(report["EverybodyAborted"]).Witness!;
        Replay.Run<TwoPhaseCommit, Transaction>(reached);
        Assert.IsType<BoundReached>(report["Agrees"]);
    }

    [Fact]
    public void CancellationKeepsWhatWasFound()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var report = Check.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info, "managers=5", Mutation.None), cancellation: source.Token);
        Assert.Equal("it was cancelled", report.StoppedBecause);
        Assert.IsType<NotChecked>(report["Agrees"]);
        Assert.InRange(report.States, 2, 8831);
    }

    [Theory]
    [InlineData(0, 1, 1 << 20)]
    [InlineData(1, -1, 1 << 20)]
    [InlineData(1, 1, 1000)]
    [InlineData(uint.MaxValue, 1, 1 << 20)]
    public void AMeaninglessBoundIsRefused(long states, int depth, long memory) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(
            new CheckOptions { StatesMost = states, DepthMost = depth, MemoryBytesMost = memory }));

    [Fact]
    public void AnUnknownPropertyIsRefused() => Assert.Contains(
        "Agrees", Assert.Throws<SpecificationException>(() => Run(new CheckOptions { Property = "Agreees" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ASinglePropertyIsCheckedAloneAndEndsTheSearch()
    {
        var report = Run(new CheckOptions { Property = "EverybodyAborted" });
        Assert.Equal("EverybodyAborted", Assert.Single(report.Properties).Name);
        Assert.True(report.AllHold);
        Assert.Equal("every property checked is decided", report.StoppedBecause);
        Assert.InRange(report.States, 2, 8831);
    }

    [Fact]
    public void AStepThatThrowsIsAViolationAndVoidsWhatDependsOnTheRest()
    {
        var graph = new Graph { Throws = 1 << 1, MayEnd = 0xff };
        graph.Targets[0] = 1 << 1;
        graph.Targets[1] = 1 << 2;
        graph.Holds[0] = 0xff;
        graph.Holds[1] = 1 << 2;
        GraphSystem.Use(in graph);
        var report = Check.Run<GraphSystem, Graph>(
            Parameters.Of(GraphSystem.Info), cancellation: TestContext.Current.CancellationToken);
        var failed = Assert.IsType<Violated>(report[ImpliedProperty.NoFailure]);
        Assert.Equal("The random graph is full here. Thrown in GraphSystem.Successors.", failed.Why);
        Assert.Single(failed.Trace!.Steps);
        Replay.Run<GraphSystem, Graph>(failed.Trace);

        // What was found before and after the failure stands; what would need all states does not.
        Assert.IsType<Violated>(report[GraphSystem.Never]);
        Assert.IsType<NotChecked>(report[GraphSystem.Always]);
        Assert.IsType<NotChecked>(report[GraphSystem.LeadsTo]);
        Assert.False(report.IsExhaustive);
    }

    [Fact]
    public void ProgressIsReportedOnTheCheckingThread()
    {
        var seen = new List<CheckProgress>();
        var parameters = Parameters.Of(Philosophers.Info, "seats=8,lefthander=1", Mutation.None);
        var pulse = new Pulse(new Recorder(seen), TimeSpan.Zero, TestContext.Current.CancellationToken);
        var start = StartOf<Philosophers, Table>(parameters);
        using var run = new CheckRun<Philosophers, Table>(in start, parameters, CheckOptions.Default, pulse);
        var report = run.Run();
        Assert.Contains(seen, each => each.Phase == CheckPhase.Searching);
        Assert.Contains(seen, each => each.Phase == CheckPhase.JudgingLiveness);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.First.States <= pair.Second.States));
        Assert.All(seen, each => Assert.InRange(each.Queue, 0, each.States));
        Assert.Equal(report.States, seen[^1].States);
    }

    private static TState StartOf<TSystem, TState>(Parameters parameters)
        where TSystem : struct, ISystem<TState> where TState : unmanaged => TSystem.Start(parameters);

    private static CheckReport Run(CheckOptions options) => Check.Run<TwoPhaseCommit, Transaction>(
        Parameters.Of(TwoPhaseCommit.Info, "managers=5", Mutation.None), options);

    private sealed class Recorder(List<CheckProgress> seen) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => seen.Add(value);
    }
}
