using System.Xml.Linq;
using Wakeline.Diagrams.Layout;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Diagrams;

/// <summary>Draws a machine: its locations as boxes, its rules as arrows labelled with trigger and guards.</summary>
public static class StateDiagram
{
    private const double Margin = 16;
    private const double NameSize = 13;
    private const double LabelSize = 11;
    private const double LineHeight = 14;
    private const double BoxLineHeight = 17;
    private const double LoopWidth = 30;
    private const double ArrowGap = 14;
    private const double StartGap = 26;
    private const int LabelLines = 6;

    /// <summary>Draws the rules of a machine as shipped; those of its mutants are left out.</summary>
    public static SvgPicture Draw(MachineInfo machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var graph = StateGraph.Of(machine);
        var loops = graph.Arrows.Where(arrow => arrow.From == arrow.To).ToDictionary(arrow => arrow.From);
        var arrows = graph.Arrows.Where(arrow => arrow.From != arrow.To).ToArray();
        var labels = arrows.Select(arrow => LabelOf(arrow.Rules)).ToArray();
        var sizes = graph.Boxes.Select((box, node) => SizeOf(box, EndsAt(node, arrows))).ToArray();
        var arrangement = LayeredLayout.Arrange(new LayoutGraph(
            [.. sizes.Select((size, node) => NodeOf(graph.Boxes[node], size, loops.GetValueOrDefault(node)))],
            [.. arrows.Zip(labels, (arrow, label) => new LayoutEdge(
                arrow.From, arrow.To, WidthOf(label, LabelSize), label.Count * LineHeight + 4))]));
        List<XElement> content =
        [
            .. arrows.SelectMany((arrow, edge) => DrawArrow(arrow, labels[edge], arrangement.Edges[edge])),
            .. graph.Boxes.SelectMany((box, node) => DrawBox(box, sizes[node], arrangement.Nodes[node])),
            .. loops.Values.SelectMany(loop => DrawLoop(loop, sizes[loop.From], arrangement.Nodes[loop.From])),
        ];
        return new SvgPicture(
            arrangement.Width + 2 * Margin, arrangement.Height + 2 * Margin, $"States of {machine.Name}", content);
    }

    private static LayoutNode NodeOf(StateBox box, (double Width, double Height) size, StateArrow? loop)
    {
        var label = loop is null ? [] : LabelOf(loop.Rules);
        var left = size.Width / 2 + (box.IsStart ? StartGap : 0);
        var right = size.Width / 2 + (loop is null ? 0 : LoopWidth + WidthOf(label, LabelSize));
        return new LayoutNode(
            left, right, Math.Max(size.Height, label.Count * LineHeight + 4), size.Width / 2, size.Height);
    }

    /// <summary>How many arrows may meet one side of a box.</summary>
    private static int EndsAt(int node, StateArrow[] arrows) => Math.Max(
        arrows.Count(arrow => arrow.From == node), arrows.Count(arrow => arrow.To == node));

    private static (double Width, double Height) SizeOf(StateBox box, int ends)
    {
        var text = WidthOf(box.Lines, box.IsGroup ? LabelSize : NameSize) + 24;
        return (Math.Max(text, ends * ArrowGap + 16), box.Lines.Count * BoxLineHeight + 15);
    }

    private static double WidthOf(IEnumerable<string> lines, double size) =>
        lines.Select(line => SvgShapes.TextWidth(line, size)).DefaultIfEmpty().Max();

    private static List<string> LabelOf(IReadOnlyList<RuleInfo> rules)
    {
        List<string> lines = [];
        for (var shown = 0; shown < rules.Count; shown++)
        {
            var wrapped = RuleText.Wrap(RuleText.Label(rules[shown]));
            if (shown > 0 && lines.Count + wrapped.Count > LabelLines)
            {
                lines.Add($"and {rules.Count - shown} more");
                break;
            }

            lines.AddRange(wrapped.Select((line, part) => part == 0 ? line : $"  {line}"));
        }

        return lines;
    }

    private static IEnumerable<XElement> DrawArrow(StateArrow arrow, List<string> label, PlacedEdge edge)
    {
        yield return SvgShapes.Group(SvgShapes.Arrow([.. edge.Stops.Select(Shift)])).WithHint(HintOf(arrow));
        foreach (var line in DrawLabel(label, Shift(edge.Label)))
        {
            yield return line;
        }
    }

    private static IEnumerable<XElement> DrawLabel(List<string> label, Point middle)
    {
        var y = middle.Y - label.Count * LineHeight / 2 + LabelSize - 0.5;
        return label.Select((line, index) => SvgShapes.Text(
            middle.X + SvgShapes.TextWidth(line[..^line.TrimStart().Length], LabelSize), y + index * LineHeight,
            line.TrimStart(), "label"));
    }

    private static IEnumerable<XElement> DrawBox(StateBox box, (double Width, double Height) size, Point anchor)
    {
        var (width, height) = size;
        var middle = Shift(anchor);
        var (left, top) = (middle.X - width / 2, middle.Y - height / 2);
        if (box.IsStart)
        {
            yield return SvgShapes.Circle(left - StartGap + 5, middle.Y, 5, "dot");
            yield return SvgShapes.Line(left - StartGap + 9, middle.Y, left - 4, middle.Y, "edge");
            yield return SvgShapes.Head(new Point(left, middle.Y), 1, 0);
        }

        var style = box.IsStart ? "box start" : box.IsGroup ? "box any" : "box";
        yield return SvgShapes.Box(left, top, width, height, style);
        if (box.IsFinal)
        {
            yield return SvgShapes.Box(left + 3, top + 3, width - 6, height - 6, "inner", radius: 5);
        }

        var baseline = middle.Y - box.Lines.Count * BoxLineHeight / 2 + 13;
        for (var line = 0; line < box.Lines.Count; line++)
        {
            yield return SvgShapes.Text(middle.X, baseline + line * BoxLineHeight, box.Lines[line],
                box.IsGroup ? "label middle" : "name middle");
        }
    }

    private static IEnumerable<XElement> DrawLoop(StateArrow loop, (double Width, double Height) size, Point anchor)
    {
        var middle = Shift(anchor);
        var right = middle.X + size.Width / 2;
        var path = $"M {SvgShapes.At(right, middle.Y - 7)} C {SvgShapes.At(right + 26, middle.Y - 16)} "
            + $"{SvgShapes.At(right + 26, middle.Y + 16)} {SvgShapes.At(right + 5, middle.Y + 8.5)}";
        var head = SvgShapes.Head(new Point(right, middle.Y + 7), -1, -0.35);
        yield return SvgShapes.Group(SvgShapes.Path(path, "edge"), head).WithHint(HintOf(loop));
        foreach (var line in DrawLabel(LabelOf(loop.Rules), new Point(right + LoopWidth - 5, middle.Y)))
        {
            yield return line;
        }
    }

    private static string HintOf(StateArrow arrow) => string.Join("\n\n", arrow.Rules.Select(RuleText.Hint));

    private static Point Shift(Point point) => new(point.X + Margin, point.Y + Margin);

    private static Stop Shift(Stop stop) =>
        new(stop.X + Margin, stop.FromY + Margin, stop.ToY + Margin);
}
