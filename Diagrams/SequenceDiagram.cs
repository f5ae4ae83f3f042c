using System.Globalization;
using System.Xml.Linq;
using Wakeline.Diagrams.Layout;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Diagrams;

/// <summary>One step of a run.</summary>
/// <param name="Lane">Who takes it: the title of its column.</param>
/// <param name="Name">What is done, in a few words.</param>
/// <param name="Source">Where that is written: a citation, or empty.</param>
/// <param name="Hint">More about the step, shown when the pointer rests on it.</param>
public sealed record SequenceStep(string Lane, string Name, string Source = "", string Hint = "");

/// <summary>A run to draw.</summary>
/// <param name="Title">What the run shows.</param>
/// <param name="Steps">Its steps, first to last.</param>
/// <param name="Verdict">What is wrong at its end; empty if nothing is.</param>
/// <param name="CycleStart">Index of the step from which the run repeats for ever; -1 if it ends.</param>
public sealed record Sequence(
    string Title, IReadOnlyList<SequenceStep> Steps, string Verdict = "", int CycleStart = -1)
{
    /// <summary>
    /// The columns from left to right; those that are not named follow in the order in which they act.
    /// </summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];
}

/// <summary>Draws a run: one column for each task, softirq or device, one row for each step, time going down.</summary>
public static class SequenceDiagram
{
    private const double Margin = 12;
    private const double NumberWidth = 48;
    private const double HeaderHeight = 34;
    private const double RowHeight = 42;
    private const double StepHeight = 34;
    private const double NameSize = 12;
    private const double SourceSize = 10.5;
    private const double ColumnGap = 14;

    /// <summary>Draws a run.</summary>
    public static SvgPicture Draw(Sequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var columns = ColumnsOf(sequence);
        var bottom = HeaderHeight + sequence.Steps.Count * RowHeight;
        var verdict = sequence.Verdict.Length == 0 ? 0 : 30;
        var width = Math.Max(
            columns.Values.Select(column => column.Right).DefaultIfEmpty(NumberWidth).Max() + Margin,
            SvgShapes.TextWidth(sequence.Verdict, 13) + 2 * Margin);
        List<XElement> content =
        [
            .. columns.SelectMany(column => DrawColumn(column.Key, column.Value, bottom)),
            .. sequence.Steps.SelectMany((_, index) => DrawStep(sequence, index, columns)),
            .. DrawCycle(sequence),
        ];
        if (verdict > 0)
        {
            content.Add(SvgShapes.Text(Margin, bottom + 24, sequence.Verdict, "name bad"));
        }

        return new SvgPicture(width, bottom + verdict + Margin, sequence.Title, content);
    }

    private static Dictionary<string, (double Left, double Right)> ColumnsOf(Sequence sequence)
    {
        Dictionary<string, (double Left, double Right)> columns = [];
        var left = Margin + NumberWidth;
        var places = sequence.Lanes.Index().ToDictionary(lane => lane.Item, lane => lane.Index);
        var lanes = sequence.Steps.GroupBy(step => step.Lane)
            .OrderBy(lane => places.GetValueOrDefault(lane.Key, int.MaxValue));
        foreach (var lane in lanes)
        {
            var width = lane.Max(step => Math.Max(
                SvgShapes.TextWidth(step.Name, NameSize), SvgShapes.TextWidth(step.Source, SourceSize))) + 20;
            columns[lane.Key] = (left, left + Math.Max(width, SvgShapes.TextWidth(lane.Key, 13) + 20));
            left = columns[lane.Key].Right + ColumnGap;
        }

        return columns;
    }

    private static IEnumerable<XElement> DrawColumn(string lane, (double Left, double Right) column, double bottom)
    {
        var middle = (column.Left + column.Right) / 2;
        yield return SvgShapes.Line(middle, HeaderHeight - 6, middle, bottom + 4, "lifeline");
        yield return SvgShapes.Text(middle, 20, lane, "name middle");
    }

    private static IEnumerable<XElement> DrawStep(
        Sequence sequence, int index, Dictionary<string, (double Left, double Right)> columns)
    {
        var step = sequence.Steps[index];
        var (left, right) = columns[step.Lane];
        var top = HeaderHeight + index * RowHeight;
        var middle = (left + right) / 2;
        var isLast = index == sequence.Steps.Count - 1 && sequence.Verdict.Length > 0 && sequence.CycleStart < 0;
        yield return SvgShapes.Text(
            Margin + NumberWidth - 12, top + StepHeight / 2 + 4,
            (index + 1).ToString(CultureInfo.InvariantCulture), "small end");
        var box = SvgShapes.Box(left, top, right - left, StepHeight, isLast ? "step last" : "step", radius: 5);
        yield return step.Hint.Length > 0 ? box.WithHint(step.Hint) : box;
        var nameY = step.Source.Length > 0 ? top + 15 : top + 21;
        yield return SvgShapes.Text(middle, nameY, step.Name, "step-name middle");
        if (step.Source.Length > 0)
        {
            yield return SvgShapes.Text(middle, top + 28, step.Source, "small middle");
        }
    }

    /// <summary>A bracket at the left of the steps that repeat.</summary>
    private static IEnumerable<XElement> DrawCycle(Sequence sequence)
    {
        if (sequence.CycleStart < 0)
        {
            yield break;
        }

        var top = HeaderHeight + sequence.CycleStart * RowHeight + StepHeight / 2;
        var bottom = HeaderHeight + (sequence.Steps.Count - 1) * RowHeight + StepHeight / 2;
        var right = Margin + 18;
        yield return SvgShapes.Path(
            $"M {SvgShapes.At(right, bottom)} L {SvgShapes.At(Margin, bottom)} L {SvgShapes.At(Margin, top)} "
            + $"L {SvgShapes.At(right - 5, top)}", "edge").WithHint("These steps repeat for ever.");
        yield return SvgShapes.Head(new Point(right, top), 1, 0);
    }
}
