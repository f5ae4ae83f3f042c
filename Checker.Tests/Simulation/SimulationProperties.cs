using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checking;
using Check = Wakeline.Checking.Check;
using Replay = Wakeline.Checking.Traces.Replay;

namespace Wakeline.Checker.Tests.Simulation;

/// <summary>Random runs agree with the exhaustive search on random systems, as far as they can.</summary>
[Properties(Arbitrary = [typeof(GraphArbitrary)], MaxTest = 1000)]
public sealed class SimulationProperties
{
    [Property]
    public Property WhatRandomRunsSeeIsThere(Graph graph)
    {
        var (simulated, searched) = (Run(graph), Search(graph));
        return simulated.Properties.All(each => each.Result.Verdict switch
        {
            Violated => searched[each.Result.Name] is Violated,
            Holds { Witness: not null } => searched[each.Result.Name] is Holds { Witness: not null },
            var verdict => verdict is BoundReached or NotChecked,
        }).Label(string.Join(", ", simulated.Properties.Select(each => each.Result.Verdict)));
    }

    [Property(MaxTest = 300)]
    public Property EnoughRunsSeeEverythingInASmallSystem(Graph graph)
    {
        // Eight locations and a few steps from each: that 1,000 runs miss one is a matter of one in many millions.
        var (simulated, searched) = (Run(graph, new SimulationOptions { Runs = 1_000, StepsMost = 40 }), Search(graph));
        return simulated.Properties
            .Where(each => each.Result.Declared is not { IsLiveness: true })
            .All(each => each.Runs > 0 == IsDecidedByAState(searched[each.Result.Name]))
            .Label($"{string.Join(", ", simulated.Properties.Select(each => each.Result.Verdict))}")
            .And((simulated.NeverFired.Count == searched.NeverFired.Count).Label("coverage"));
    }

    [Property(MaxTest = 200)]
    public Property ThreadsMakeNoDifference(Graph graph)
    {
        var one = Run(graph, new SimulationOptions { Runs = 500, StepsMost = 30, Threads = 1 });
        var three = Run(graph, new SimulationOptions { Runs = 500, StepsMost = 30, Threads = 3 });
        return (Words(one) == Words(three)).Label($"{Words(one)}\n{Words(three)}");
    }

    [Property(MaxTest = 200)]
    public void EveryTraceReplays(Graph graph)
    {
        foreach (var each in Run(graph).Properties)
        {
            if (each.Result.Verdict is Violated { Trace: { } trace })
            {
                Replay.Run<GraphSystem, Graph>(trace);
            }
        }
    }

    private static bool IsDecidedByAState(Verdict verdict) =>
        verdict is Violated { Trace: not null } or Holds { Witness: not null };

    private static string Words(SimulationReport report) =>
        $"{report.Runs} runs, {report.Steps} steps, {report.RunsAtRest} at rest, longest {report.LongestRun}, "
        + $"{string.Join(' ', report.Firings)}; "
        + string.Join(
            "; ", report.Properties.Select(each => $"{each.Result.Name} in {each.Runs} from {each.FirstRun}"));

    private static SimulationReport Run(Graph graph, SimulationOptions? options = null)
    {
        GraphSystem.Use(in graph);
        return Simulate.Run<GraphSystem, Graph>(
            Parameters.Of(GraphSystem.Info), options ?? new SimulationOptions { Runs = 100, StepsMost = 20 });
    }

    private static CheckReport Search(Graph graph)
    {
        GraphSystem.Use(in graph);
        return Check.Run<GraphSystem, Graph>(Parameters.Of(GraphSystem.Info));
    }
}
