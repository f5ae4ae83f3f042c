using System.Xml.Linq;
using Wakeline.Diagrams.Layout;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Diagrams;

/// <summary>
/// Draws a flow: a band for each place, its stations from left to right, the bands from top to bottom.
/// </summary>
public static class FlowDiagram
{
    private const double Margin = 14;
    private const double NameSize = 13;
    private const double LineSize = 11;
    private const double SmallSize = 10.5;
    private const double LineHeight = 15;
    private const double Padding = 14;
    private const double TrackHeight = 24;

    /// <summary>Draws a flow.</summary>
    /// <exception cref="ArgumentException">A link leads neither to the next station nor to the next band.</exception>
    public static SvgPicture Draw(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var grid = Grid.Of(flow);
        List<XElement> content =
        [
            .. flow.Bands.SelectMany((band, row) => DrawBand(grid, band, row)),
            .. flow.Links.SelectMany(link => DrawLink(grid, link)),
            .. DrawLegend(flow, grid),
        ];
        return new SvgPicture(grid.Width, grid.Bottom + 34 + Margin, flow.Title, content);
    }

    private static IEnumerable<XElement> DrawBand(Grid grid, FlowBand band, int row)
    {
        var top = grid.TopOf(row);
        yield return SvgShapes.Box(
            Margin, top - Padding, grid.Width - 2 * Margin, grid.StationHeight + 2 * Padding, "place", radius: 10);
        yield return SvgShapes.Text(Margin + Padding, top + grid.StationHeight / 2 + 4, band.Title, "name place-name");
        for (var column = 0; column < band.Stations.Count; column++)
        {
            var station = band.Stations[column];
            var left = grid.LeftOf(column);
            var box = SvgShapes.Box(left, top, grid.StationWidth, grid.StationHeight, "box start");
            yield return station.Hint.Length > 0 ? box.WithHint(station.Hint) : box;
            var middle = left + grid.StationWidth / 2;
            yield return SvgShapes.Text(middle, top + 20, station.Name, "name middle");
            for (var line = 0; line < station.Lines.Count; line++)
            {
                yield return SvgShapes.Text(
                    middle, top + 20 + (line + 1) * LineHeight, station.Lines[line],
                    line == 0 ? "label middle" : "small middle");
            }
        }
    }

    private static IEnumerable<XElement> DrawLink(Grid grid, FlowLink link)
    {
        var (from, to) = (grid.Places[link.From], grid.Places[link.To]);
        return from.Row == to.Row ? DrawAcross(grid, link, from) : DrawDown(grid, link, from, to);
    }

    private static IEnumerable<XElement> DrawAcross(Grid grid, FlowLink link, Place from)
    {
        var (left, right) = (grid.LeftOf(from.Column) + grid.StationWidth, grid.LeftOf(from.Column + 1));
        var y = grid.TopOf(from.Row) + grid.StationHeight / 2;
        yield return SvgShapes.Line(left, y, right - 6, y, StyleOf(link));
        yield return SvgShapes.Head(new Point(right, y), 1, 0);
        yield return SvgShapes.Text((left + right) / 2 - 3, y - 7, link.Label, "label middle");
    }

    private static IEnumerable<XElement> DrawDown(Grid grid, FlowLink link, Place from, Place to)
    {
        var (track, tracks) = grid.TrackOf(link);
        var sourceX = grid.LeftOf(from.Column) + grid.StationWidth / 2;
        var targetX = grid.LeftOf(to.Column) + grid.StationWidth * (track + 1) / (tracks + 1);
        var top = grid.TopOf(from.Row) + grid.StationHeight;
        var bottom = grid.TopOf(to.Row);
        var y = top + Padding + TrackHeight * (track + 1) - 2;
        var route = sourceX == targetX
            ? $"M {SvgShapes.At(sourceX, top)} L {SvgShapes.At(targetX, bottom - 6)}"
            : $"M {SvgShapes.At(sourceX, top)} L {SvgShapes.At(sourceX, y)} L {SvgShapes.At(targetX, y)} "
                + $"L {SvgShapes.At(targetX, bottom - 6)}";
        yield return SvgShapes.Path(route, StyleOf(link));
        yield return SvgShapes.Head(new Point(targetX, bottom), 0, 1);
        var labelX = Math.Min(sourceX, targetX) + 10;
        yield return SvgShapes.Text(labelX, y - 6, link.Label, "label");
    }

    private static IEnumerable<XElement> DrawLegend(Flow flow, Grid grid)
    {
        var (x, y) = (Margin + Padding, grid.Bottom + 24);
        foreach (var (style, meaning) in new[] { ("edge", flow.DirectMeaning), ("edge later", flow.DeferredMeaning) })
        {
            if (meaning.Length > 0)
            {
                yield return SvgShapes.Line(x, y - 4, x + 30, y - 4, style);
                yield return SvgShapes.Head(new Point(x + 36, y - 4), 1, 0);
                yield return SvgShapes.Text(x + 46, y, meaning, "label");
                x += 46 + SvgShapes.TextWidth(meaning, LineSize) + 26;
            }
        }
    }

    private static string StyleOf(FlowLink link) => link.IsDirect ? "edge" : "edge later";

    private readonly record struct Place(int Row, int Column);

    /// <summary>Where everything stands: all stations are of one size, in columns.</summary>
    private sealed class Grid
    {
        private readonly Flow _flow;
        private readonly double _titleWidth;
        private readonly double _gap;
        private readonly double[] _tops;

        private Grid(Flow flow)
        {
            _flow = flow;
            FlowStation[] stations = [.. flow.Bands.SelectMany(band => band.Stations)];
            Places = flow.Bands
                .SelectMany((band, row) => band.Stations.Select(
                    (station, column) => KeyValuePair.Create(station.Name, new Place(row, column))))
                .ToDictionary();
            StationWidth = 20 + stations.Max(station => Math.Max(
                SvgShapes.TextWidth(station.Name, NameSize),
                station.Lines.Select((line, index) => SvgShapes.TextWidth(line, index == 0 ? LineSize : SmallSize))
                    .DefaultIfEmpty().Max()));
            StationHeight = 30 + stations.Max(station => station.Lines.Count) * LineHeight;
            _titleWidth = flow.Bands.Max(band => SvgShapes.TextWidth(band.Title, NameSize)) + 2 * Padding;
            _gap = 24 + flow.Links.Where(link => Places[link.From].Row == Places[link.To].Row)
                .Select(link => SvgShapes.TextWidth(link.Label, LineSize)).DefaultIfEmpty(20).Max();
            _tops = new double[flow.Bands.Count];
            for (var row = 0; row < _tops.Length; row++)
            {
                _tops[row] = row == 0
                    ? Margin + Padding
                    : _tops[row - 1] + StationHeight + 2 * Padding + TrackHeight * TracksInto(row).Length + 10;
            }
        }

        public Dictionary<string, Place> Places { get; }

        public double StationWidth { get; }

        public double StationHeight { get; }

        public double Width => LeftOf(_flow.Bands.Max(band => band.Stations.Count) - 1) + StationWidth + 2 * Margin;

        public double Bottom => _tops[^1] + StationHeight + Padding;

        public static Grid Of(Flow flow)
        {
            var grid = new Grid(flow);
            foreach (var link in flow.Links)
            {
                var (source, target) = (grid.Places[link.From], grid.Places[link.To]);
                if (target != source with { Column = source.Column + 1 } && target.Row != source.Row + 1)
                {
                    throw new ArgumentException(
                        $"'{link.To}' is neither beside '{link.From}' nor in the band below.", nameof(flow));
                }
            }

            return grid;
        }

        public double LeftOf(int column) => Margin + _titleWidth + column * (StationWidth + _gap);

        public double TopOf(int row) => _tops[row];

        /// <summary>
        /// Links into one band bend at heights of their own, in the order of their sources, so that none cross.
        /// </summary>
        public (int Track, int Tracks) TrackOf(FlowLink link)
        {
            var tracks = TracksInto(Places[link.To].Row);
            return (Array.IndexOf(tracks, link), tracks.Length);
        }

        private FlowLink[] TracksInto(int row) =>
        [
            .. _flow.Links.Where(link => Places[link.To].Row == row && Places[link.From].Row == row - 1)
                .OrderBy(link => Places[link.From].Column),
        ];
    }
}
