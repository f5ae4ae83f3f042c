using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Check = Wakeline.Checking.Check;
using Replay = Wakeline.Checking.Traces.Replay;

namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>The checker agrees with the naive one on random systems, and everything it claims replays.</summary>
[Properties(Arbitrary = [typeof(GraphArbitrary)], MaxTest = 3000)]
public sealed class RandomSystemProperties
{
    [Property]
    public Property CountsAreRight(Graph graph)
    {
        var report = Run(graph);
        var naive = new NaiveChecker(graph);
        return (report.States == naive.Distance.Count).Label($"states {report.States}")
            .And((report.Transitions == naive.Transitions).Label($"transitions {report.Transitions}"))
            .And((report.Depth == naive.Distance.Values.Max()).Label($"depth {report.Depth}"))
            .And((report.RestStates == naive.RestLocations.Count()).Label($"rest states {report.RestStates}"))
            .And((report.Firings.Sum() == naive.Transitions).Label("firings"))
            .And(report.IsExhaustive.Label("exhaustive"));
    }

    [Property]
    public Property SafetyIsRightAndCounterexamplesAreShortest(Graph graph)
    {
        var report = Run(graph);
        var naive = new NaiveChecker(graph);
        var rest = naive.RestLocations.ToHashSet();
        return Agrees(report, GraphSystem.Always, naive.Nearest(at => !graph.Is(0, at)))
            .And(Agrees(report, GraphSystem.Never, naive.Nearest(at => graph.Is(1, at))))
            .And(Agrees(report, GraphSystem.AtRest, naive.Nearest(at => rest.Contains(at) && !graph.Is(3, at))))
            .And(Agrees(
                report, ImpliedProperty.NoDeadlock,
                naive.Nearest(at => rest.Contains(at) && (graph.MayEnd >> at & 1) == 0)));
    }

    [Property]
    public Property ReachabilityIsRightAndWitnessesAreShortest(Graph graph)
    {
        var nearest = new NaiveChecker(graph).Nearest(at => graph.Is(2, at));
        return (Run(graph)[GraphSystem.Sometimes] switch
        {
            Holds { Witness: { } witness } => nearest == witness.Steps.Count,
            Violated => nearest == -1,
            _ => false,
        }).ToProperty();
    }

    [Property(MaxTest = 10_000)]
    public Property LeadsToIsRight(Graph graph) =>
        IsLivenessRight(Run(graph)[GraphSystem.LeadsTo], new NaiveChecker(graph).LeadsToHolds(4, 5));

    [Property]
    public Property AlwaysEventuallyIsRight(Graph graph) =>
        IsLivenessRight(Run(graph)[GraphSystem.AlwaysEventually], new NaiveChecker(graph).AlwaysEventuallyHolds(5));

    [Property]
    public void EveryTraceReplays(Graph graph)
    {
        foreach (var (_, verdict) in Run(graph).Violations.Where(each => each.Verdict.Trace is not null))
        {
            Replay.Run<GraphSystem, Graph>(TraceFile.FromJson(TraceFile.ToJson(verdict.Trace!)));
        }
    }

    [Property]
    public Property StoppingAtTheFirstViolationFindsTheNearest(Graph graph)
    {
        var all = Run(graph);
        var first = Run(graph, new CheckOptions { StopAtFirstViolation = true });
        var nearest = all.Violations.Where(IsSafety).Select(each => each.Verdict.Trace!.Steps.Count).DefaultIfEmpty(-1);
        var found = first.Violations.Where(IsSafety).Select(each => each.Verdict.Trace!.Steps.Count).DefaultIfEmpty(-1);
        return (nearest.Min() == found.Min() && first.States <= all.States).ToProperty();
    }

    [Property(MaxTest = 300)]
    public void TheNumberOfThreadsMakesNoDifference(Graph graph, bool stopsAtFirstViolation)
    {
        var options = new CheckOptions { StopAtFirstViolation = stopsAtFirstViolation, SharedLevelLeast = 1 };
        var one = Run(graph, options with { Threads = 1 });
        SameReport.Verify(one, Run(graph, options with { Threads = 2 }));
        SameReport.Verify(one, Run(graph, options with { Threads = 4 }));
    }

    private static Property IsLivenessRight(Verdict verdict, bool holds) =>
        (verdict is Holds == holds && verdict is Holds or Violated)
            .Label($"{verdict}, but the naive checker says {holds}")
            .Classify(verdict is Holds { IsVacuous: true }, "vacuous")
            .Classify(verdict is Holds { IsVacuous: false }, "holds")
            .Classify(verdict is Violated { Trace.Ending: TraceEnding.Cycle }, "fair cycle")
            .Classify(verdict is Violated { Trace.Ending: TraceEnding.Rest or TraceEnding.Stutter }, "rest or stutter");

    private static bool IsSafety((PropertyResult Property, Violated Verdict) each) =>
        each.Verdict.Trace is not null && each.Property.Declared is not { IsLiveness: true };

    private static Property Agrees(CheckReport report, string property, int nearest) =>
        (report[property] switch
        {
            Violated { Trace: { } trace } => trace.Steps.Count == nearest,
            Holds => nearest == -1,
            _ => false,
        }).Label($"{property}: {report[property]}, nearest {nearest}");

    private static CheckReport Run(Graph graph, CheckOptions? options = null)
    {
        GraphSystem.Use(in graph);
        return Check.Run<GraphSystem, Graph>(Parameters.Of(GraphSystem.Info), options);
    }
}
