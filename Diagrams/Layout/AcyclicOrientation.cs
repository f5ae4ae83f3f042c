namespace Wakeline.Diagrams.Layout;

/// <summary>
/// Decides which edges point down. A depth-first search in reading order turns round those that lead back to a node
/// still on the search's path, which leaves no cycle.
/// </summary>
internal static class AcyclicOrientation
{
    private enum Mark : byte
    {
        Unseen,
        OnPath,
        Done,
    }

    /// <returns>For every edge, whether it points down.</returns>
    public static bool[] Of(LayoutGraph graph)
    {
        var leaving = graph.Edges.Select((edge, index) => (edge, index)).ToLookup(each => each.edge.From);
        var marks = new Mark[graph.Nodes.Count];
        var forward = new bool[graph.Edges.Count];
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            Visit(node);
        }

        return forward;

        void Visit(int node)
        {
            if (marks[node] != Mark.Unseen)
            {
                return;
            }

            marks[node] = Mark.OnPath;
            foreach (var (edge, index) in leaving[node])
            {
                forward[index] = marks[edge.To] != Mark.OnPath;
                Visit(edge.To);
            }

            marks[node] = Mark.Done;
        }
    }
}
