namespace Wakeline.Diagrams.Layout;

/// <summary>
/// A box to place. <paramref name="Left"/> and <paramref name="Right"/> are measured from its anchor, the vertical
/// line its edges leave from; they differ where something hangs on one side of the box.
/// </summary>
/// <param name="Left">Room needed to the left of the anchor, in pixels.</param>
/// <param name="Right">Room needed to the right of the anchor, in pixels.</param>
/// <param name="Height">Room needed from top to bottom, in pixels.</param>
/// <param name="BoxHalfWidth">Half the width of the part that edges may end at, in pixels.</param>
/// <param name="BoxHeight">Height of the part that edges end at, in pixels.</param>
internal sealed record LayoutNode(double Left, double Right, double Height, double BoxHalfWidth, double BoxHeight);

/// <summary>An arrow between two different nodes, with room for its label.</summary>
/// <param name="From">Index of the node it leaves.</param>
/// <param name="To">Index of the node it points to.</param>
/// <param name="LabelWidth">Width of the label, in pixels; 0 for none.</param>
/// <param name="LabelHeight">Height of the label, in pixels.</param>
internal sealed record LayoutEdge(int From, int To, double LabelWidth, double LabelHeight);

/// <summary>
/// What to arrange. Node 0 is where reading starts; edges come in the order in which a reader expects them.
/// </summary>
internal sealed record LayoutGraph(IReadOnlyList<LayoutNode> Nodes, IReadOnlyList<LayoutEdge> Edges);

/// <summary>A point of a picture, in pixels from its top left corner.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>A vertical piece of an arrow; between two of them the arrow bends.</summary>
internal readonly record struct Stop(double X, double FromY, double ToY);

/// <summary>Where an arrow runs and where its label starts (its left edge, its vertical centre).</summary>
internal sealed record PlacedEdge(IReadOnlyList<Stop> Stops, Point Label);

/// <summary>An arranged graph: the anchor and vertical centre of every node, the course of every edge.</summary>
internal sealed record Arrangement(
    IReadOnlyList<Point> Nodes, IReadOnlyList<PlacedEdge> Edges, double Width, double Height);
