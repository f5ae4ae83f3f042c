namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Arranges a directed graph in ranks from top to bottom (Sugiyama, Tagawa and Toda, "Methods for visual
/// understanding of hierarchical system structures", 1981). A label is a vertex of its edge, so that it gets room of
/// its own.
/// </summary>
internal static class LayeredLayout
{
    public const double RankGap = 22;
    public const double VertexGap = 18;
    public const double LabelGap = 6;

    public static Arrangement Arrange(LayoutGraph graph)
    {
        if (graph.Nodes.Count == 0)
        {
            return new Arrangement([], [], 0, 0);
        }

        var forward = AcyclicOrientation.Of(graph);
        var ranks = Ranking.Of(graph, forward);
        var ranked = RankedGraph.Of(graph, forward, ranks);
        CrossingReduction.Order(ranked);
        HorizontalPlacement.Place(ranked);
        return EdgeRouting.Route(graph, ranked);
    }
}
