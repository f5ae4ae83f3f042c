using Wakeline.Checking;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Models;

/// <summary>Models from the literature, written as tables, with the figures that are known of them.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(3, 288)]
    [InlineData(5, 8_832)]
    [InlineData(7, 296_448)]
    public void TwoPhaseCommitHasThePublishedNumberOfStates(int managers, long states)
    {
        var report = Run<TwoPhaseCommit, Transaction>($"managers={managers}");
        Assert.Equal(states, report.States);
        Assert.Equal(3 * managers + 1, report.Depth);
        Assert.True(report.AllHold);
        Assert.Empty(report.NeverFired);
    }

    [Fact]
    public void TwoPhaseCommitBreaksIfAManagerChangesItsMind()
    {
        var trace = ViolationBy<TwoPhaseCommit, Transaction>("fickle", "Agrees", "managers=1");
        Assert.Equal(4, trace.Steps.Count);
        Assert.Contains(trace.Steps, step => step.Rule == "AbortAnyway");
    }

    [Fact]
    public void ARowMayHaveMoreChoicesThanAByteHasValues()
    {
        var report = Run<CombinationLock, Dial>();
        Assert.Equal(1001, report.States);
        var trace = Assert.IsType<Violated>(report["IsOpen"]).Trace!;
        Assert.Equal(CombinationLock.Number, Assert.Single(trace.Steps).Step.Choice);
    }

    [Fact]
    public void PetersonsLockHoldsAndLetsEverybodyIn()
    {
        var report = Run<Peterson, LockState>();
        Assert.True(report.AllHold);
        Assert.Empty(report.NeverFired);
    }

    [Fact]
    public void PetersonsLockBreaksIfATaskIsImpolite() =>
        Assert.Equal(8, ViolationBy<Peterson, LockState>("impolite", "BothAreInside").Steps.Count);

    [Fact]
    public void PetersonsLockIsNotHadIfATaskMayStayInside()
    {
        var trace = ViolationBy<Peterson, LockState>("lazy", "FirstWants~>FirstIsInside");
        Assert.Equal(TraceEnding.Stutter, trace.Ending);
        Assert.Equal("task 1", trace.Steps.Last(step => step.Rule == "Waiting.MayEnter").Lane);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void PhilosophersDeadlockWhenEachHasOneFork(int seats)
    {
        var report = Run<Philosophers, Table>($"seats={seats}");
        var trace = Assert.IsType<Violated>(report[ImpliedProperty.NoDeadlock]).Trace!;
        Assert.Equal(seats, trace.Steps.Count);
        Assert.All(trace.Steps, step => Assert.Equal("Thinking.FirstForkIsFree", step.Rule));
        Assert.IsType<Violated>(report["FirstIsHungry~>FirstEats"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void OneLeftHanderPreventsTheDeadlock(int seats) =>
        Assert.True(Run<Philosophers, Table>($"seats={seats},lefthander=1").AllHold);

    [Fact]
    public void TheAlternatingBitGetsThroughALossyChannel()
    {
        var report = Run<AlternatingBit, Link>();
        Assert.True(report.AllHold);
        Assert.Equal(0, report.RestStates);
    }

    [Fact]
    public void WeakFairnessDoesNotGetThroughALossyChannel()
    {
        var trace = ViolationBy<AlternatingBit, Link>("unlucky", "HasSomethingToSend~>IsDelivered");
        Assert.Equal(TraceEnding.Cycle, trace.Ending);
        Assert.Equal(0, trace.LoopStart);
        Assert.Equal(
            ["Sending.WireIsFree", "Open.CarriesMessage"], trace.Steps.Select(step => step.Rule));
    }

    [Fact]
    public void BothEnginesSeeTheSameGraph()
    {
        Assert.Equal(288, SameGraph.Verify<TwoPhaseCommit, Transaction>(
            TwoPhaseCommit.Interpret(), Parameters.Of(TwoPhaseCommit.Info)));
        Assert.Equal(Run<Peterson, LockState>().States, SameGraph.Verify<Peterson, LockState>(
            Peterson.Interpret(), Parameters.Of(Peterson.Info)));
        Assert.Equal(Run<Philosophers, Table>().States, SameGraph.Verify<Philosophers, Table>(
            Philosophers.Interpret(), Parameters.Of(Philosophers.Info)));
        Assert.Equal(Run<Workshop, Shop>().States, SameGraph.Verify<Workshop, Shop>(
            Workshop.Interpret(), Parameters.Of(Workshop.Info)));
        Assert.Equal(Run<AlternatingBit, Link>().States, SameGraph.Verify<AlternatingBit, Link>(
            AlternatingBit.Interpret(), Parameters.Of(AlternatingBit.Info)));
    }

    private static CheckReport Run<TSystem, TState>(string settings = "", Mutation mutation = default)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        Check.Run<TSystem, TState>(Parameters.Of(TSystem.Info, settings, mutation));

    private static Trace ViolationBy<TSystem, TState>(string mutant, string property, string settings = "")
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var report = Run<TSystem, TState>(settings, TSystem.Info.FindMutation(mutant)!.Value);
        var trace = Assert.IsType<Violated>(report[property]).Trace!;
        Assert.Equal(mutant, trace.Mutant);
        Replay.Run<TSystem, TState>(trace);
        return trace;
    }
}
