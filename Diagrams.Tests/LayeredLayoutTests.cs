using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Diagrams.Layout;

namespace Wakeline.Diagrams.Tests;

public sealed class LayeredLayoutTests
{
    private const double Tolerance = 0.01;

    private readonly record struct Area(double Left, double Top, double Right, double Bottom)
    {
        public bool Overlaps(Area other) =>
            Left < other.Right - Tolerance && other.Left < Right - Tolerance
            && Top < other.Bottom - Tolerance && other.Top < Bottom - Tolerance;
    }

    [Fact]
    public void NothingIsArrangedAsNothing() =>
        Assert.Empty(LayeredLayout.Arrange(new LayoutGraph([], [])).Nodes);

    [Property(MaxTest = 100)]
    public Property BoxesAndLabelsNeverOverlap() => Prop.ForAll(Graphs.Any(), graph =>
    {
        var arrangement = LayeredLayout.Arrange(graph);
        Area[] areas =
        [
            .. arrangement.Nodes.Zip(graph.Nodes, (place, node) => new Area(
                place.X - node.Left, place.Y - node.Height / 2, place.X + node.Right, place.Y + node.Height / 2)),
            .. arrangement.Edges.Zip(graph.Edges, (place, edge) => new Area(
                place.Label.X, place.Label.Y - edge.LabelHeight / 2,
                place.Label.X + edge.LabelWidth, place.Label.Y + edge.LabelHeight / 2)),
        ];
        for (var first = 0; first < areas.Length; first++)
        {
            Assert.InRange(areas[first].Left, -Tolerance, arrangement.Width);
            Assert.InRange(areas[first].Right, 0, arrangement.Width + Tolerance);
            Assert.InRange(areas[first].Bottom, 0, arrangement.Height + Tolerance);
            Assert.DoesNotContain(areas[(first + 1)..], other => areas[first].Overlaps(other));
        }
    });

    [Property(MaxTest = 100)]
    public Property EveryArrowLeavesItsSourceAndReachesItsTarget() => Prop.ForAll(Graphs.Any(), graph =>
    {
        var arrangement = LayeredLayout.Arrange(graph);
        foreach (var (edge, placed) in graph.Edges.Zip(arrangement.Edges))
        {
            AssertOnBox(graph, arrangement, edge.From, placed.Stops[0].X, placed.Stops[0].FromY);
            AssertOnBox(graph, arrangement, edge.To, placed.Stops[^1].X, placed.Stops[^1].ToY);
        }
    });

    [Property(MaxTest = 100)]
    public Property NoArrowPassesThroughABoxOrALabel() => Prop.ForAll(Graphs.Any(), graph =>
    {
        var arrangement = LayeredLayout.Arrange(graph);
        foreach (var stop in arrangement.Edges.SelectMany(edge => edge.Stops.Skip(1).SkipLast(1)))
        {
            var line = new Area(
                stop.X, Math.Min(stop.FromY, stop.ToY), stop.X + 0.1, Math.Max(stop.FromY, stop.ToY));
            Assert.DoesNotContain(
                arrangement.Nodes.Zip(graph.Nodes),
                each => line.Overlaps(new Area(
                    each.First.X - each.Second.Left, each.First.Y - each.Second.Height / 2,
                    each.First.X + each.Second.Right, each.First.Y + each.Second.Height / 2)));
            Assert.DoesNotContain(
                arrangement.Edges.Zip(graph.Edges),
                each => line.Overlaps(new Area(
                    each.First.Label.X, each.First.Label.Y - each.Second.LabelHeight / 2,
                    each.First.Label.X + each.Second.LabelWidth, each.First.Label.Y + each.Second.LabelHeight / 2)));
        }
    });

    [Fact]
    public void AChainRunsStraightDown()
    {
        var node = new LayoutNode(30, 30, 30, 30, 30);
        var arrangement = LayeredLayout.Arrange(new LayoutGraph(
            [node, node, node], [new LayoutEdge(0, 1, 40, 14), new LayoutEdge(1, 2, 40, 14)]));

        Assert.All(arrangement.Nodes, place => Assert.Equal(arrangement.Nodes[0].X, place.X, Tolerance));
        Assert.Equal(arrangement.Nodes.OrderBy(place => place.Y), arrangement.Nodes);
    }

    [Fact]
    public void TwoBranchesThatNeedNotCrossDoNotCross()
    {
        var node = new LayoutNode(30, 30, 30, 30, 30);
        var graph = new LayoutGraph(
            [node, node, node, node, node],
            [
                new LayoutEdge(0, 1, 0, 0), new LayoutEdge(0, 2, 0, 0),
                new LayoutEdge(1, 4, 0, 0), new LayoutEdge(2, 3, 0, 0),
            ]);
        var forward = AcyclicOrientation.Of(graph);
        var ranked = RankedGraph.Of(graph, forward, Ranking.Of(graph, forward));
        CrossingReduction.Order(ranked);

        Assert.Equal(0, CrossingReduction.Crossings(ranked));
    }

    private static void AssertOnBox(LayoutGraph graph, Arrangement arrangement, int node, double x, double y)
    {
        var (box, place) = (graph.Nodes[node], arrangement.Nodes[node]);
        Assert.InRange(x, place.X - box.BoxHalfWidth, place.X + box.BoxHalfWidth);
        Assert.Equal(box.BoxHeight / 2, Math.Abs(y - place.Y), Tolerance);
    }

    private static class Graphs
    {
        public static Arbitrary<LayoutGraph> Any() => Arb.From(
            from nodes in Node.NonEmptyListOf().Select(nodes => nodes.Take(12).ToArray())
            from edges in Edge(nodes.Length).ListOf().Select(edges => edges.Take(24))
            select new LayoutGraph(nodes, [.. edges.Where(edge => edge.From != edge.To)]),
            Smaller);

        private static IEnumerable<LayoutGraph> Smaller(LayoutGraph graph) => graph.Edges.Select(
            edge => graph with { Edges = [.. graph.Edges.Where(other => other != edge)] });

        private static Gen<LayoutNode> Node =>
            from halfWidth in Gen.Choose(20, 60)
            from height in Gen.Choose(20, 60)
            from right in Gen.Choose(0, 80)
            from boxHeight in Gen.Choose(20, height)
            select new LayoutNode(halfWidth, halfWidth + right, height, halfWidth, boxHeight);

        private static Gen<LayoutEdge> Edge(int nodes) =>
            from source in Gen.Choose(0, nodes - 1)
            from target in Gen.Choose(0, nodes - 1)
            from width in Gen.Choose(0, 200)
            from height in Gen.Choose(0, 60)
            select new LayoutEdge(source, target, width, height);
    }
}
