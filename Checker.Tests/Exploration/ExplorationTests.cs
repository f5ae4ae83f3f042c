using FsCheck.Xunit;
using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Exploration;

public sealed class ExplorationTests
{
    [Property(Arbitrary = [typeof(GraphArbitrary)], MaxTest = 2000)]
    public bool RestStatesAreThoseOfTheNaiveChecker(Graph first, Graph second)
    {
        using var exploration = Open(Graph.Locations);
        return Agrees(exploration, first) && Agrees(exploration, second) && Agrees(exploration, first);
    }

    [Fact]
    public void ABoundIsReported()
    {
        var graph = new Graph();
        graph.Targets[0] = 0b1110;
        using var exploration = Open(3);
        var found = exploration.RestStates(in graph);
        Assert.False(found.IsComplete);
        Assert.Equal(3, found.Visited);
    }

    [Fact]
    public void AnExceptionReachesTheCallerAndLeavesTheExplorationUsable()
    {
        var broken = new Graph { Throws = 1 << 2 };
        broken.Targets[0] = 1 << 1;
        broken.Targets[1] = 1 << 2;
        using var exploration = Open(Graph.Locations);
        Assert.Throws<BoundExceededException>(() => exploration.RestStates(in broken));
        var sound = broken with { Throws = 0 };
        Assert.Equal(2, Assert.Single(exploration.RestStates(in sound).Found).Location);
    }

    [Fact]
    public void ARepeatedExplorationAllocatesNothing()
    {
        var graph = new Graph();
        graph.Targets[0] = 0b1110;
        using var exploration = Open(Graph.Locations);
        exploration.RestStates(in graph);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            exploration.RestStates(in graph);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Exploration<Graph, SystemSuccessors<GraphSystem, Graph>> Open(int statesMost) =>
        new(default, statesMost);

    private static bool Agrees(Exploration<Graph, SystemSuccessors<GraphSystem, Graph>> exploration, Graph graph)
    {
        var naive = new NaiveChecker(graph);
        var found = exploration.RestStates(in graph);
        return found.IsComplete && found.Visited == naive.Distance.Count
            && found.Found.Select(state => (int)state.Location).Order().SequenceEqual(naive.RestLocations.Order());
    }
}
