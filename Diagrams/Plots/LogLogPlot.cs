using System.Text;
using System.Xml.Linq;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Diagrams.Plots;

/// <summary>Draws panels side by side, both axes logarithmic, so that linear cost is a line of slope one.</summary>
public static class LogLogPlot
{
    private const double PanelWidth = 470;
    private const double PanelHeight = 400;
    private const double Left = 62;
    private const double Right = 92;
    private const double Top = 44;
    private const double Bottom = 52;
    private const int Colours = 3;

    /// <summary>Draws the panels.</summary>
    /// <param name="title">What the whole picture shows.</param>
    /// <param name="panels">From left to right.</param>
    public static SvgPicture Draw(string title, IReadOnlyList<PlotPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        return new SvgPicture(
            panels.Count * PanelWidth, PanelHeight, title,
            panels.SelectMany((panel, index) => DrawPanel(panel, index * PanelWidth)));
    }

    private static IEnumerable<XElement> DrawPanel(PlotPanel panel, double offset)
    {
        PlotPoint[] points = [.. panel.Series.SelectMany(series => series.Points)];
        var x = new LogScale(points.Select(point => point.X), offset + Left, offset + PanelWidth - Right);
        var y = new LogScale(points.Select(point => point.Y), PanelHeight - Bottom, Top);
        return
        [
            SvgShapes.Text(offset + Left, 18, panel.Title, "name"),
            SvgShapes.Text(offset + Left, 34, panel.YLabel, "small"),
            .. DrawAxes(x, y, panel.XLabel),
            .. panel.Series.SelectMany((series, index) => DrawSeries(series, index % Colours, x, y)),
            .. DrawNames(panel.Series, x, y),
        ];
    }

    private static IEnumerable<XElement> DrawAxes(LogScale x, LogScale y, string xLabel)
    {
        var (left, right) = (x.At(Math.Pow(10, x.Least)), x.At(Math.Pow(10, x.Most)));
        var (bottom, top) = (y.At(Math.Pow(10, y.Least)), y.At(Math.Pow(10, y.Most)));
        foreach (var decade in y.Decades)
        {
            var place = y.At(Math.Pow(10, decade));
            yield return SvgShapes.Line(left, place, right, place, "grid");
            yield return SvgShapes.Text(left - 8, place + 4, LogScale.Name(decade), "small end");
        }

        foreach (var decade in x.Decades)
        {
            var place = x.At(Math.Pow(10, decade));
            yield return SvgShapes.Line(place, bottom, place, top, "grid");
            yield return SvgShapes.Text(place, bottom + 18, LogScale.Name(decade), "small middle");
        }

        yield return SvgShapes.Line(left, bottom, right, bottom, "axis");
        yield return SvgShapes.Line(left, bottom, left, top, "axis");
        yield return SvgShapes.Text((left + right) / 2, bottom + 38, xLabel, "small middle");
    }

    private static IEnumerable<XElement> DrawSeries(PlotSeries series, int colour, LogScale x, LogScale y)
    {
        var path = new StringBuilder();
        foreach (var point in series.Points)
        {
            path.Append(path.Length == 0 ? "M " : " L ").Append(SvgShapes.At(x.At(point.X), y.At(point.Y)));
        }

        yield return SvgShapes.Path(path.ToString(), $"series s{colour}");
        foreach (var point in series.Points)
        {
            yield return SvgShapes.Circle(x.At(point.X), y.At(point.Y), 3, $"m{colour}")
                .WithHint($"{series.Name}: {SvgShapes.Number(point.Y)} at {SvgShapes.Number(point.X)}");
        }
    }

    /// <summary>Names stand at the ends of their lines, pushed apart where the lines end close together.</summary>
    private static IEnumerable<XElement> DrawNames(IReadOnlyList<PlotSeries> series, LogScale x, LogScale y)
    {
        const double lineHeight = 15;
        var next = double.MinValue;
        var ends = series.Select((line, index) => (line, index)).Where(each => each.line.Points.Count > 0)
            .OrderBy(each => y.At(each.line.Points[^1].Y));
        foreach (var (line, index) in ends)
        {
            var end = line.Points[^1];
            var place = Math.Max(next, y.At(end.Y) + 4);
            next = place + lineHeight;
            yield return SvgShapes.Text(x.At(end.X) + 9, place, line.Name, $"name t{index % Colours}");
        }
    }
}
