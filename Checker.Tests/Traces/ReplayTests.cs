using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checking;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Traces;

public sealed class ReplayTests
{
    /// <summary>0 -> 1 -> 2 -> 0 by the unfair rule; 'Never' holds in 2.</summary>
    private static Trace Round()
    {
        var graph = new Graph();
        graph.Targets[0] = 1 << 1;
        graph.Targets[1] = 1 << 2;
        graph.Targets[2] = 1 << 0;
        graph.Holds[0] = 0xff;
        graph.Holds[1] = 1 << 2;
        GraphSystem.Use(in graph);
        var report = Check.Run<GraphSystem, Graph>(Parameters.Of(GraphSystem.Info));
        return Assert.IsType<Violated>(report[GraphSystem.Never]).Trace!;
    }

    [Fact]
    public void ATraceConfirmsItself()
    {
        var report = Replay.Run<GraphSystem, Graph>(Round());
        Assert.Equal("'N' is True in the last state.", report.Confirmation);
        Assert.Equal([0, 1, 2], Replay.States<GraphSystem, Graph>(Round()).Select(state => (int)state.Location));
    }

    [Fact]
    public void AStepThatCannotBeTakenIsNamed()
    {
        var trace = Round();
        var wrong = trace with { Steps = [trace.Steps[0], trace.Steps[0]] };
        var refused = Assert.Throws<TraceException>(() => Replay.Run<GraphSystem, Graph>(wrong));
        Assert.Equal(2, refused.Step);
        Assert.Equal(
            "Step 2 cannot be taken. Expected: actor 0: go0 (choice 1). Possible: actor 0: go0 (choice 2).",
            refused.Message);
    }

    [Fact]
    public void StepsThatShowSomethingElseAreRefused()
    {
        var trace = Round();
        RequireRefused(trace with { Steps = [trace.Steps[0]] }, "is False in the last state");
        RequireRefused(trace with { Ending = TraceEnding.Rest }, "has a successor");
        RequireRefused(trace with { Ending = TraceEnding.Failure }, "nothing throws");
        RequireRefused(trace with { Ending = TraceEnding.Stutter }, "not one of whole runs");
        RequireRefused(trace with { Ending = TraceEnding.Cycle, LoopStart = 0 }, "does not return");
        RequireRefused(trace with { Property = "X" }, "'X'");
    }

    [Fact]
    public void ATraceOfAnotherSystemOrVersionIsRefused()
    {
        RequireRefused(Round() with { System = "other" }, "belongs to system 'other'");
        RequireRefused(Round() with { RulesHash = "0" }, "another version");
        RequireRefused(Round() with { Mutant = "M99" }, "'M99'");
        RequireRefused(Round() with { Parameters = [new TraceParameter("size", 1)] }, "no parameter 'size'");
    }

    [Fact]
    public void AnEntryChecksAndReplaysWithoutItsType()
    {
        var trace = Round();
        var entry = SystemEntry.Of<GraphSystem, Graph>();
        Assert.Equal("graph", entry.Info.Name);
        Assert.Equal(
            3, entry.Check(Parameters.Of(entry.Info), cancellation: TestContext.Current.CancellationToken).States);
        Assert.Same(trace, entry.ReplayTrace(trace).Trace);
    }

    private static void RequireRefused(Trace trace, string reason) => Assert.Contains(
        reason, Assert.Throws<TraceException>(() => Replay.Run<GraphSystem, Graph>(trace)).Message,
        StringComparison.Ordinal);
}
