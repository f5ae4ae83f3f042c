using FsCheck;
using FsCheck.Fluent;

namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>Random graphs, from sparse to dense; they shrink by losing steps and marks.</summary>
public static class GraphArbitrary
{
    public static Arbitrary<Graph> Graphs() => Arb.From(Generator, Shrink);

    private static Gen<Graph> Generator =>
        from density in Gen.Choose(1, 6)
        from edges in Gen.ArrayOf(Edge, density * 4)
        from marks in Gen.ArrayOf(Gen.Choose(0, 255), Graph.Predicates + 1)
        from others in Gen.ArrayOf(Gen.Choose(0, 255), Graph.Predicates + 1)
        select Build(edges, marks, others);

    private static Gen<(int Actor, int From, int To)> Edge =>
        from actor in Gen.Choose(0, Graph.Actors - 1)
        from at in Gen.Choose(0, Graph.Locations - 1)
        from to in Gen.Choose(0, Graph.Locations - 1)
        select (actor, at, to);

    private static Graph Build((int Actor, int From, int To)[] edges, int[] marks, int[] others)
    {
        var graph = new Graph();
        foreach (var (actor, from, to) in edges)
        {
            graph.Targets[actor * Graph.Locations + from] |= (byte)(1 << to);
        }

        // Predicates that hold nearly everywhere, or nearly nowhere, make the interesting cases.
        graph.Holds[0] = (byte)(marks[0] | others[0]);
        graph.Holds[1] = (byte)(marks[1] & others[1]);
        graph.Holds[2] = (byte)(marks[2] & others[2]);
        graph.Holds[3] = (byte)(marks[3] | others[3]);
        graph.Holds[4] = (byte)marks[4];
        graph.Holds[5] = (byte)(marks[5] & others[5]);
        graph.MayEnd = (byte)(marks[6] | others[6]);
        return graph;
    }

    private static IEnumerable<Graph> Shrink(Graph graph)
    {
        for (var i = 0; i < Graph.Actors * Graph.Locations; i++)
        {
            if (graph.Targets[i] is not 0 and var targets)
            {
                var fewer = graph;
                fewer.Targets[i] = (byte)(targets & (targets - 1));
                yield return fewer;
            }
        }

        for (var i = 0; i < Graph.Predicates; i++)
        {
            if (graph.Holds[i] is not 0 and var marks)
            {
                var fewer = graph;
                fewer.Holds[i] = (byte)(marks & (marks - 1));
                yield return fewer;
            }
        }
    }
}
