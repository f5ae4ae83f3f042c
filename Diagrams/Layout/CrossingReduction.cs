namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Orders the vertices of each rank so that few edges cross: sweeps by weighted median, then exchanges of neighbours
/// (Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs", 1993, section 3).
/// </summary>
internal static class CrossingReduction
{
    private const int Sweeps = 24;

    public static void Order(RankedGraph graph)
    {
        var best = Snapshot(graph);
        var fewest = Crossings(graph);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            SortByMedian(graph, downwards: sweep % 2 == 0);
            while (ExchangeNeighbours(graph))
            {
            }

            var crossings = Crossings(graph);
            if (crossings < fewest)
            {
                fewest = crossings;
                best = Snapshot(graph);
            }
        }

        for (var rank = 0; rank < best.Length; rank++)
        {
            Reorder(graph.Ranks[rank], best[rank]);
        }
    }

    /// <summary>How many pairs of edges cross.</summary>
    public static int Crossings(RankedGraph graph) => graph.Ranks.Sum(rank =>
    {
        (int Upper, int Lower)[] edges =
            [.. rank.SelectMany(upper => upper.Below.Select(lower => (upper.Order, lower.Order)))];
        var crossings = 0;
        for (var first = 0; first < edges.Length; first++)
        {
            for (var second = first + 1; second < edges.Length; second++)
            {
                var above = edges[first].Upper.CompareTo(edges[second].Upper);
                var below = edges[first].Lower.CompareTo(edges[second].Lower);
                crossings += above * below < 0 ? 1 : 0;
            }
        }

        return crossings;
    });

    private static Vertex[][] Snapshot(RankedGraph graph) => [.. graph.Ranks.Select(rank => rank.ToArray())];

    private static void SortByMedian(RankedGraph graph, bool downwards)
    {
        var ranks = downwards ? graph.Ranks : graph.Ranks.Reverse();
        foreach (var rank in ranks)
        {
            var keys = rank.ToDictionary(vertex => vertex, vertex => Median(downwards ? vertex.Above : vertex.Below));
            var movable = new Queue<Vertex>(rank.Where(vertex => keys[vertex] >= 0).OrderBy(vertex => keys[vertex]));
            Vertex[] order = [.. rank.Select(vertex => keys[vertex] < 0 ? vertex : movable.Dequeue())];
            Reorder(rank, order);
        }
    }

    /// <returns>The weighted median of the neighbours' positions; -1 if there are none.</returns>
    private static double Median(List<Vertex> neighbours)
    {
        int[] places = [.. neighbours.Select(vertex => vertex.Order).Order()];
        var middle = places.Length / 2;
        if (places.Length % 2 == 1)
        {
            return places[middle];
        }

        if (places.Length <= 2)
        {
            return places.Length == 0 ? -1 : (places[0] + places[1]) / 2.0;
        }

        var left = places[middle - 1] - places[0];
        var right = places[^1] - places[middle];
        return left + right == 0
            ? (places[middle - 1] + places[middle]) / 2.0
            : ((double)places[middle - 1] * right + (double)places[middle] * left) / (left + right);
    }

    private static bool ExchangeNeighbours(RankedGraph graph)
    {
        var improved = false;
        foreach (var rank in graph.Ranks)
        {
            for (var place = 0; place + 1 < rank.Count; place++)
            {
                var (left, right) = (rank[place], rank[place + 1]);
                if (CrossingsBetween(left, right) > CrossingsBetween(right, left))
                {
                    (rank[place], rank[place + 1]) = (right, left);
                    (left.Order, right.Order) = (right.Order, left.Order);
                    improved = true;
                }
            }
        }

        return improved;
    }

    private static int CrossingsBetween(Vertex left, Vertex right) =>
        Inversions(left.Above, right.Above) + Inversions(left.Below, right.Below);

    private static int Inversions(List<Vertex> left, List<Vertex> right) =>
        left.Sum(first => right.Count(second => first.Order > second.Order));

    private static void Reorder(List<Vertex> rank, Vertex[] order)
    {
        for (var place = 0; place < order.Length; place++)
        {
            rank[place] = order[place];
            order[place].Order = place;
        }
    }
}
