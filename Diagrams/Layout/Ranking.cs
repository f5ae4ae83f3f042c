namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Gives every node a rank: as high as the edges into it allow, then moved down where that shortens more edges than it
/// lengthens. Edges span two ranks at least, so that their labels have one to stand in.
/// </summary>
internal static class Ranking
{
    private const int Span = 2;

    public static int[] Of(LayoutGraph graph, bool[] forward)
    {
        (int Top, int Bottom)[] edges =
            [.. graph.Edges.Select((edge, index) => forward[index] ? (edge.From, edge.To) : (edge.To, edge.From))];
        var ranks = LongestPaths(graph.Nodes.Count, edges);
        while (MoveDown(ranks, edges))
        {
        }

        return ranks;
    }

    private static int[] LongestPaths(int nodes, (int Top, int Bottom)[] edges)
    {
        var ranks = new int[nodes];
        var changed = true;
        while (changed)
        {
            changed = false;
            foreach (var (top, bottom) in edges)
            {
                if (ranks[bottom] < ranks[top] + Span)
                {
                    ranks[bottom] = ranks[top] + Span;
                    changed = true;
                }
            }
        }

        return ranks;
    }

    /// <summary>Every move shortens the sum of all edges, so that there is a last one.</summary>
    private static bool MoveDown(int[] ranks, (int Top, int Bottom)[] edges)
    {
        var moved = false;
        for (var node = 0; node < ranks.Length; node++)
        {
            var below = edges.Where(edge => edge.Top == node).ToArray();
            var above = edges.Count(edge => edge.Bottom == node);
            if (below.Length <= above)
            {
                continue;
            }

            var lowest = below.Min(edge => ranks[edge.Bottom]) - Span;
            moved |= lowest > ranks[node];
            ranks[node] = Math.Max(ranks[node], lowest);
        }

        return moved;
    }
}
