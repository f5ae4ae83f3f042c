namespace Wakeline.Diagrams.Layout;

/// <summary>A place in a rank: a node, the label of an edge, or the point where a long edge passes through.</summary>
internal sealed class Vertex(int index, int rank, double left, double right, double height)
{
    public int Index { get; } = index;

    public int Rank { get; } = rank;

    public double Left { get; } = left;

    public double Right { get; } = right;

    public double Height { get; } = height;

    /// <summary>Whether an edge passes here, with or without its label.</summary>
    public bool IsPartOfEdge { get; init; }

    /// <summary>Position within the rank, from the left.</summary>
    public int Order { get; set; }

    /// <summary>Horizontal place of the anchor, in pixels.</summary>
    public double X { get; set; }

    public List<Vertex> Above { get; } = [];

    public List<Vertex> Below { get; } = [];
}
