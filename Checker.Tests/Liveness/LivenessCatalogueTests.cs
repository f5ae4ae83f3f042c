using System.Globalization;
using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checking;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Liveness;

/// <summary>
/// Answers that checkers of liveness are known to have got wrong, one test each. A graph is written as steps
/// <c>from actor to</c>; an actor is its fairness (<c>n</c>one, <c>w</c>eak, <c>s</c>trong, <c>t</c> for a second
/// strong rule) and its instance.
/// </summary>
public sealed class LivenessCatalogueTests
{
    [Fact]
    public void ACycleThatAvoidsTheGoalIsFound()
    {
        // A search tree has no cycles: a check that only looks at ends of paths finds nothing here.
        var trace = Violation("0 w0 1; 1 w0 2; 2 w0 1; 2 n0 3", premise: [0], goal: [3]);
        Assert.Equal(TraceEnding.Cycle, trace.Ending);
        Assert.Equal([1, 2], LoopOf(trace));
    }

    [Fact]
    public void APathThatJoinsOneWithTheGoalIsNotForgotten()
    {
        // State 3 is reached first past the goal; whether the goal was passed is not a property of the state.
        var trace = Violation("0 w0 1; 0 w1 2; 1 w0 3; 2 w0 3", premise: [0], goal: [1]);
        Assert.Equal(TraceEnding.Rest, trace.Ending);
        Assert.Equal([2, 3], trace.Steps.Select(TargetOf));
    }

    [Fact]
    public void ARunMayStopWhereNothingHasToHappen()
    {
        var trace = Violation("0 n0 1; 1 n0 2", premise: [0], goal: [2]);
        Assert.Equal(TraceEnding.Stutter, trace.Ending);
        Assert.Empty(trace.Steps);
    }

    [Fact]
    public void ARunMayNotStopWhereSomethingHasToHappen() => Holds("0 w0 1; 1 s0 2", premise: [0], goal: [2]);

    [Fact]
    public void AnUnfairStepIsNotForcedByAFairOneElsewhere()
    {
        var trace = Violation("0 w0 1; 1 n0 2", premise: [0], goal: [2]);
        Assert.Equal(TraceEnding.Stutter, trace.Ending);
        Assert.Single(trace.Steps);
    }

    [Fact]
    public void FairnessIsJudgedOnTheCycleNotOnItsComponent()
    {
        // The component of 0, 1 and 2 has a step of w1, but the cycle of 0 and 1 has none and is not fair to it.
        var trace = Violation("0 w0 1; 1 w0 0; 0 w1 2; 1 w1 2; 2 w0 0", premise: [0], goal: []);
        Assert.Contains(2, LoopOf(trace));
    }

    [Fact]
    public void AnUnfairComponentMayHoldAFairCycle()
    {
        // s0 can fire in 1 and never stays in the component; but the cycle 0-2 never enables it.
        var trace = Violation("0 w0 1; 1 w0 0; 1 s0 3; 0 w1 2; 2 w0 0; 2 w1 0", premise: [0], goal: [3]);
        Assert.DoesNotContain(1, LoopOf(trace));
    }

    [Fact]
    public void ACycleIsNotItsWholeComponent()
    {
        var trace = Violation(
            "0 w0 0; 0 w0 1; 1 w0 2; 2 w0 3; 3 w0 4; 4 w0 5; 5 w0 0", premise: [0], goal: []);
        Assert.Equal([0], LoopOf(trace));
        Assert.Single(trace.Steps);
    }

    [Fact]
    public void WeakFairnessForgivesWhatIsNotEnabledAllTheTime() =>
        Assert.Equal(
            TraceEnding.Cycle, Violation("0 t0 1; 1 t0 0; 1 w0 2", premise: [0], goal: [2]).Ending);

    [Fact]
    public void StrongFairnessDoesNot() => Holds("0 t0 1; 1 t0 0; 1 s0 2", premise: [0], goal: [2]);

    [Fact]
    public void FairnessIsOwedToEachInstance()
    {
        // Instance 0 moves all the time; that does not excuse the rule from moving instance 1.
        Holds("0 w0 1; 1 w0 0; 0 w1 2; 1 w1 2", premise: [0], goal: [2]);
        Violation("0 w0 1; 1 w0 0; 0 n1 2; 1 n1 2", premise: [0], goal: [2]);
    }

    [Fact]
    public void AStepToTheGoalCountsAsEnabled()
    {
        // Where the goal is left out of the graph, its step must still be seen to be possible.
        Holds("0 n0 0; 0 w0 1", premise: [0], goal: [1]);
        Violation("0 w1 0; 0 n0 1", premise: [0], goal: [1]);
    }

    [Fact]
    public void AStepThatChangesNothingIsAStep() =>
        Assert.Equal([0], LoopOf(Violation("0 w0 0", premise: [0], goal: [1])));

    [Fact]
    public void ThePremiseMayHoldLater()
    {
        var trace = Violation("0 w0 1; 1 w0 2; 2 w0 1", premise: [2], goal: []);
        Assert.Equal(2, trace.LoopStart);
        Assert.Equal([1, 2], LoopOf(trace).Order());
    }

    [Fact]
    public void AGoalReachedBeforeThePremiseDoesNotCount() =>
        Violation("0 w0 1; 1 w0 2; 2 w0 2", premise: [2], goal: [0, 1]);

    [Fact]
    public void AGoalThatHoldsWithThePremiseMeetsIt() => Holds("0 w0 0", premise: [0], goal: [0]);

    [Fact]
    public void APremiseThatNeverHoldsIsReported() =>
        Assert.True(Assert.IsType<Holds>(Verdict("0 w0 0", premise: [5], goal: [1])).IsVacuous);

    [Fact]
    public void ABoundLeavesLivenessOpen()
    {
        // Within two steps there is no cycle and no end; that says nothing about the rest.
        var verdict = Verdict(
            "0 w0 1; 1 w0 2; 2 w0 3; 3 w0 0", premise: [0], goal: [3], new CheckOptions { DepthMost = 2 });
        Assert.IsType<BoundReached>(verdict);
    }

    [Fact]
    public void LivenessIsNeverSwitchedOffInSilence()
    {
        var graph = Build("0 w0 1; 1 w0 0", premise: [0], goal: [1]);
        graph.Holds[0] = 0;
        GraphSystem.Use(in graph);
        var report = Check.Run<GraphSystem, Graph>(
            Parameters.Of(GraphSystem.Info), new CheckOptions { StopAtFirstViolation = true },
            cancellation: TestContext.Current.CancellationToken);
        Assert.IsType<Violated>(report[GraphSystem.Always]);
        Assert.IsType<NotChecked>(report[GraphSystem.LeadsTo]);
    }

    private static void Holds(string steps, int[] premise, int[] goal) =>
        Assert.False(Assert.IsType<Holds>(Verdict(steps, premise, goal)).IsVacuous);

    private static Trace Violation(string steps, int[] premise, int[] goal)
    {
        var trace = Assert.IsType<Violated>(Verdict(steps, premise, goal)).Trace!;
        Replay.Run<GraphSystem, Graph>(trace);
        return trace;
    }

    private static Verdict Verdict(string steps, int[] premise, int[] goal, CheckOptions? options = null)
    {
        var graph = Build(steps, premise, goal);
        GraphSystem.Use(in graph);
        return Check.Run<GraphSystem, Graph>(Parameters.Of(GraphSystem.Info), options)[GraphSystem.LeadsTo];
    }

    private static Graph Build(string steps, int[] premise, int[] goal)
    {
        var graph = new Graph { MayEnd = 0xff };
        graph.Holds[4] = Mask(premise);
        graph.Holds[5] = Mask(goal);
        foreach (var step in steps.Split("; "))
        {
            var words = step.Split(' ');
            var actor = "nwst".IndexOf(words[1][0], StringComparison.Ordinal) * Graph.Instances + Number(words[1][1..]);
            graph.Targets[actor * Graph.Locations + Number(words[0])] |= (byte)(1 << Number(words[2]));
        }

        return graph;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static byte Mask(int[] locations) => (byte)locations.Aggregate(0, (mask, each) => mask | 1 << each);

    /// <summary>A step's choice is the location it goes to.</summary>
    private static int TargetOf(TraceStep step) => step.Step.Choice;

    private static IEnumerable<int> LoopOf(Trace trace) => trace.Steps.Skip(trace.LoopStart).Select(TargetOf).Order();
}
