namespace Wakeline.Diagrams.Plots;

/// <summary>A value measured or counted at a size.</summary>
public readonly record struct PlotPoint(double X, double Y);

/// <summary>A line of a plot.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Points">From the least to the greatest x; all values above 0.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points);

/// <summary>Lines over common axes, both logarithmic.</summary>
/// <param name="Title">What the panel shows.</param>
/// <param name="XLabel">Quantity and unit of the horizontal axis.</param>
/// <param name="YLabel">Quantity and unit of the vertical axis.</param>
/// <param name="Series">Its lines; a line keeps its colour across panels by its position.</param>
public sealed record PlotPanel(string Title, string XLabel, string YLabel, IReadOnlyList<PlotSeries> Series);
