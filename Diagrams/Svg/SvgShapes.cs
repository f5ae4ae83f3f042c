using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Wakeline.Diagrams.Layout;

namespace Wakeline.Diagrams.Svg;

/// <summary>The few shapes our drawings consist of.</summary>
internal static class SvgShapes
{
    /// <summary>Advance of a character in the fonts of <see cref="SvgStyle"/>, as a share of the font size.</summary>
    private const double MonospaceAdvance = 0.605;

    private const double HeadLength = 8;
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static double TextWidth(string text, double fontSize) => text.Length * fontSize * MonospaceAdvance;

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static XElement Box(double x, double y, double width, double height, string style, double radius = 7) => new(
        _svg + "rect", new XAttribute("class", style),
        Coordinate("x", x), Coordinate("y", y), Coordinate("width", width), Coordinate("height", height),
        Coordinate("rx", radius));

    public static XElement Circle(double x, double y, double radius, string style) => new(
        _svg + "circle", new XAttribute("class", style),
        Coordinate("cx", x), Coordinate("cy", y), Coordinate("r", radius));

    public static XElement Line(double fromX, double fromY, double toX, double toY, string style) => new(
        _svg + "line", new XAttribute("class", style),
        Coordinate("x1", fromX), Coordinate("y1", fromY), Coordinate("x2", toX), Coordinate("y2", toY));

    public static XElement Text(double x, double y, string text, string style) => new(
        _svg + "text", new XAttribute("class", style), Coordinate("x", x), Coordinate("y", y), text);

    public static XElement Path(string data, string style) =>
        new(_svg + "path", new XAttribute("class", style), new XAttribute("d", data));

    public static XElement Group(params IEnumerable<XElement> content) => new(_svg + "g", content);

    /// <summary>Text that shows when the pointer rests on the shape.</summary>
    public static XElement WithHint(this XElement shape, string hint)
    {
        shape.AddFirst(new XElement(_svg + "title", hint));
        return shape;
    }

    /// <summary>An arrow head whose tip is at a point and that points along a vector.</summary>
    public static XElement Head(Point tip, double alongX, double alongY)
    {
        var length = Math.Sqrt(alongX * alongX + alongY * alongY);
        var (x, y) = (alongX / length * HeadLength, alongY / length * HeadLength);
        return Path(
            $"M {At(tip.X, tip.Y)} L {At(tip.X - x - y * 0.45, tip.Y - y + x * 0.45)} "
            + $"L {At(tip.X - x + y * 0.45, tip.Y - y - x * 0.45)} Z",
            "head");
    }

    /// <summary>An arrow along vertical stops: straight within them, a smooth bend between them.</summary>
    public static IEnumerable<XElement> Arrow(IReadOnlyList<Stop> stops)
    {
        var last = stops[^1];
        var direction = Math.Sign(stops[^1].ToY - stops[0].FromY);
        var path = new StringBuilder($"M {At(stops[0].X, stops[0].FromY)} L {At(stops[0].X, stops[0].ToY)}");
        foreach (var (from, to) in stops.Zip(stops.Skip(1)))
        {
            var middle = (from.ToY + to.FromY) / 2;
            path.Append(
                CultureInfo.InvariantCulture,
                $" C {At(from.X, middle)} {At(to.X, middle)} {At(to.X, to.FromY)}");
            var end = to == last ? to.ToY - direction * HeadLength / 2 : to.ToY;
            path.Append(CultureInfo.InvariantCulture, $" L {At(to.X, end)}");
        }

        yield return Path(path.ToString(), "edge");
        yield return Head(new Point(last.X, last.ToY), 0, direction);
    }

    public static string At(double x, double y) => $"{Number(x)} {Number(y)}";

    private static XAttribute Coordinate(string name, double value) => new(name, Number(value));
}
