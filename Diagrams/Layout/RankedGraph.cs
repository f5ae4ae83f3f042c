namespace Wakeline.Diagrams.Layout;

/// <summary>An edge as the vertices it passes through, from the top down.</summary>
/// <param name="Vertices">From the upper node to the lower one.</param>
/// <param name="PointsDown">Whether the arrow points at the lower one.</param>
/// <param name="Label">The vertex that holds the label.</param>
internal sealed record Chain(IReadOnlyList<Vertex> Vertices, bool PointsDown, Vertex Label);

/// <summary>A graph in which every edge joins neighbouring ranks.</summary>
internal sealed class RankedGraph
{
    private const double BendWidth = 3;

    private RankedGraph(List<Vertex>[] ranks) => Ranks = ranks;

    public IReadOnlyList<List<Vertex>> Ranks { get; }

    /// <summary>The vertices of the nodes, in the order of the graph.</summary>
    public List<Vertex> Nodes { get; } = [];

    /// <summary>The chains of the edges, in the order of the graph.</summary>
    public List<Chain> Chains { get; } = [];

    public int VertexCount { get; private set; }

    public static RankedGraph Of(LayoutGraph graph, bool[] forward, int[] ranks)
    {
        var lanes = Enumerable.Range(0, ranks.Max() + 1).Select(_ => new List<Vertex>()).ToArray();
        var ranked = new RankedGraph(lanes);
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            var box = graph.Nodes[node];
            ranked.Nodes.Add(new Vertex(ranked.VertexCount++, ranks[node], box.Left, box.Right, box.Height));
        }

        for (var edge = 0; edge < graph.Edges.Count; edge++)
        {
            ranked.AddChain(graph.Edges[edge], forward[edge]);
        }

        ranked.FillRanks();
        return ranked;
    }

    private void AddChain(LayoutEdge edge, bool pointsDown)
    {
        var top = Nodes[pointsDown ? edge.From : edge.To];
        var bottom = Nodes[pointsDown ? edge.To : edge.From];
        var labelRank = LabelRank(top.Rank, bottom.Rank);
        List<Vertex> chain = [top];
        for (var rank = top.Rank + 1; rank < bottom.Rank; rank++)
        {
            var isLabel = rank == labelRank;
            chain.Add(new Vertex(
                VertexCount++, rank, BendWidth, isLabel ? LayeredLayout.LabelGap + edge.LabelWidth : BendWidth,
                isLabel ? edge.LabelHeight : 0)
            { IsPartOfEdge = true });
        }

        chain.Add(bottom);
        foreach (var (upper, lower) in chain.Zip(chain.Skip(1)))
        {
            upper.Below.Add(lower);
            lower.Above.Add(upper);
        }

        Chains.Add(new Chain(chain, pointsDown, chain[labelRank - top.Rank]));
    }

    /// <summary>
    /// Labels stand in odd ranks and nodes in even ones, so that neither makes a rank higher for the other.
    /// </summary>
    private static int LabelRank(int top, int bottom)
    {
        var middle = (top + bottom) / 2;
        return middle % 2 == 1 ? middle : Math.Max(middle - 1, top + 1);
    }

    /// <summary>Fills the ranks by a depth-first walk from node 0, which keeps neighbours together.</summary>
    private void FillRanks()
    {
        var seen = new bool[VertexCount];
        foreach (var node in Nodes.OrderBy(node => node.Rank))
        {
            Visit(node);
        }

        void Visit(Vertex vertex)
        {
            if (seen[vertex.Index])
            {
                return;
            }

            seen[vertex.Index] = true;
            vertex.Order = Ranks[vertex.Rank].Count;
            Ranks[vertex.Rank].Add(vertex);
            vertex.Below.ForEach(Visit);
        }
    }
}
