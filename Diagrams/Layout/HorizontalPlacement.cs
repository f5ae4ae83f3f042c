namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Gives every vertex its horizontal place so that long edges run straight (Brandes and Koepf, "Fast and simple
/// horizontal coordinate assignment", 2001): four extreme alignments, of which each vertex takes the mean of the
/// middle two.
/// </summary>
internal static class HorizontalPlacement
{
    public static void Place(RankedGraph graph)
    {
        var blocked = CrossedInnerSegments(graph);
        List<(double[] Places, bool Mirrored)> alignments = [];
        foreach (var upwards in (bool[])[false, true])
        {
            foreach (var mirrored in (bool[])[false, true])
            {
                alignments.Add((new Alignment(graph, blocked, upwards, mirrored).Places(), mirrored));
            }
        }

        Combine(graph, alignments);
    }

    /// <summary>
    /// Segments that cross one between two bends: those give way, because a long edge that is not straight reads badly.
    /// </summary>
    private static HashSet<(Vertex, Vertex)> CrossedInnerSegments(RankedGraph graph)
    {
        HashSet<(Vertex, Vertex)> blocked = [];
        foreach (var rank in graph.Ranks)
        {
            (Vertex Upper, Vertex Lower)[] segments =
                [.. rank.SelectMany(upper => upper.Below.Select(lower => (upper, lower)))];
            (Vertex Upper, Vertex Lower)[] inner =
                [.. segments.Where(segment => segment.Upper.IsPartOfEdge && segment.Lower.IsPartOfEdge)];
            foreach (var (upper, lower) in segments.Except(inner))
            {
                if (inner.Any(straight =>
                    (straight.Upper.Order - upper.Order) * (straight.Lower.Order - lower.Order) < 0))
                {
                    blocked.Add((upper, lower));
                }
            }
        }

        return blocked;
    }

    private static void Combine(RankedGraph graph, List<(double[] Places, bool Mirrored)> alignments)
    {
        var (narrowest, _) = alignments.MinBy(each => each.Places.Max() - each.Places.Min());
        foreach (var (places, mirrored) in alignments)
        {
            var shift = mirrored ? narrowest.Max() - places.Max() : narrowest.Min() - places.Min();
            for (var vertex = 0; vertex < places.Length; vertex++)
            {
                places[vertex] += ReferenceEquals(places, narrowest) ? 0 : shift;
            }
        }

        foreach (var vertex in graph.Ranks.SelectMany(rank => rank))
        {
            double[] places = [.. alignments.Select(each => each.Places[vertex.Index]).Order()];
            vertex.X = (places[1] + places[2]) / 2;
        }
    }
}
