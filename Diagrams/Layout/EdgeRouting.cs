namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Turns places within ranks into points of the picture: heights of ranks, ends of edges at boxes, their course.
/// </summary>
internal static class EdgeRouting
{
    private const double PortGap = 16;
    private const double PortInset = 8;

    public static Arrangement Route(LayoutGraph graph, RankedGraph ranked)
    {
        var left = ranked.Ranks.SelectMany(rank => rank).Min(vertex => vertex.X - vertex.Left);
        foreach (var vertex in ranked.Ranks.SelectMany(rank => rank))
        {
            vertex.X -= left;
        }

        var bands = Bands(ranked);
        var ports = new Ports(graph, ranked);
        return new Arrangement(
            [.. ranked.Nodes.Select(node => new Point(node.X, bands[node.Rank].Middle))],
            [.. ranked.Chains.Select((chain, edge) => Course(chain, edge))],
            ranked.Ranks.SelectMany(rank => rank).Max(vertex => vertex.X + vertex.Right),
            bands[^1].Bottom);

        PlacedEdge Course(Chain chain, int edge)
        {
            var top = chain.Vertices[0];
            var bottom = chain.Vertices[^1];
            List<Stop> stops =
            [
                new Stop(ports.Below[edge], bands[top.Rank].Middle + HalfBox(top), bands[top.Rank].Bottom),
                .. chain.Vertices.Skip(1).SkipLast(1)
                    .Select(vertex => new Stop(vertex.X, bands[vertex.Rank].Top, bands[vertex.Rank].Bottom)),
                new Stop(ports.Above[edge], bands[bottom.Rank].Top, bands[bottom.Rank].Middle - HalfBox(bottom)),
            ];
            if (!chain.PointsDown)
            {
                stops = [.. stops.Select(stop => new Stop(stop.X, stop.ToY, stop.FromY)).Reverse()];
            }

            var label = new Point(chain.Label.X + LayeredLayout.LabelGap, bands[chain.Label.Rank].Middle);
            return new PlacedEdge(stops, label);
        }

        double HalfBox(Vertex node) => graph.Nodes[node.Index].BoxHeight / 2;
    }

    private static (double Top, double Middle, double Bottom)[] Bands(RankedGraph graph)
    {
        var bands = new (double Top, double Middle, double Bottom)[graph.Ranks.Count];
        var y = 0.0;
        for (var rank = 0; rank < bands.Length; rank++)
        {
            var height = graph.Ranks[rank].Max(vertex => vertex.Height);
            bands[rank] = (y, y + height / 2, y + height);
            y += height + GapBelow(graph.Ranks[rank]);
        }

        return bands;
    }

    /// <summary>Arrows that go far to the side get more height, or they would look flat.</summary>
    private static double GapBelow(List<Vertex> rank)
    {
        var farthest = rank.SelectMany(upper => upper.Below.Select(lower => Math.Abs(upper.X - lower.X)))
            .DefaultIfEmpty().Max();
        return Math.Clamp(farthest / 9, LayeredLayout.RankGap, 2.5 * LayeredLayout.RankGap);
    }

    /// <summary>
    /// Where edges meet the boxes: below their neighbour if the box is there, and apart from one another.
    /// </summary>
    private sealed class Ports
    {
        public Ports(LayoutGraph graph, RankedGraph ranked)
        {
            Below = new double[ranked.Chains.Count];
            Above = new double[ranked.Chains.Count];
            var chains = ranked.Chains.Select((chain, edge) => (chain, edge)).ToArray();
            foreach (var node in ranked.Nodes)
            {
                var halfWidth = graph.Nodes[node.Index].BoxHalfWidth - PortInset;
                Spread(node, halfWidth, Below,
                    [.. chains.Where(each => each.chain.Vertices[0] == node)
                        .Select(each => (each.edge, each.chain.Vertices[1].X))]);
                Spread(node, halfWidth, Above,
                    [.. chains.Where(each => each.chain.Vertices[^1] == node)
                        .Select(each => (each.edge, each.chain.Vertices[^2].X))]);
            }
        }

        public double[] Below { get; }

        public double[] Above { get; }

        private static void Spread(Vertex node, double halfWidth, double[] ports, (int Edge, double Wish)[] edges)
        {
            Array.Sort(edges, (left, right) => left.Wish.CompareTo(right.Wish));
            var gap = edges.Length < 2 ? 0 : Math.Min(PortGap, 2 * halfWidth / (edges.Length - 1));
            var least = node.X - halfWidth;
            foreach (var (edge, wish) in edges)
            {
                ports[edge] = Math.Clamp(wish, least, Math.Max(least, node.X + halfWidth));
                least = ports[edge] + gap;
            }

            var most = node.X + halfWidth;
            foreach (var (edge, _) in edges.Reverse())
            {
                ports[edge] = Math.Min(ports[edge], most);
                most = ports[edge] - gap;
            }
        }
    }
}
