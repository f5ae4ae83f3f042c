using System.Xml.Linq;
using Wakeline.Diagrams.Layout;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Diagrams;

/// <summary>Something that one party does to another.</summary>
/// <param name="Time">When, as it is to be shown; empty for the time of the step before.</param>
/// <param name="From">Who does it: index of the party.</param>
/// <param name="To">Whom it is done to; the same index for what concerns one party alone.</param>
/// <param name="Text">What is done.</param>
public sealed record ExchangeStep(string Time, int From, int To, string Text)
{
    /// <summary>Whether it is an answer, whose arrow is dashed.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Whether it is this step that is wrong.</summary>
    public bool IsWrong { get; init; }
}

/// <summary>What parties did to each other.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Parties">Who they are, from left to right.</param>
/// <param name="Steps">What they did, first to last.</param>
public sealed record Exchange(string Title, IReadOnlyList<string> Parties, IReadOnlyList<ExchangeStep> Steps);

/// <summary>
/// Draws an exchange: a line for each party, time going down, an arrow for each step with its text above.
/// </summary>
public static class ExchangeDiagram
{
    private const double Margin = 12;
    private const double TimeWidth = 76;
    private const double HeaderHeight = 34;
    private const double TextSize = 12;
    private const double LineHeight = 15;
    private const double ArrowHeight = 16;
    private const double LeastGap = 150;
    private const double AroundText = 28;
    private const int LongestLine = 52;

    /// <summary>Draws an exchange.</summary>
    public static SvgPicture Draw(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        Row[] rows = [.. exchange.Steps.Select(step => new Row(step, [.. Broken(step.Text)]))];
        var places = PlacesOf(exchange.Parties, rows);
        var width = Math.Max(places[^1] + LeastGap / 2, RightmostOf(rows, places)) + Margin;
        var bottom = HeaderHeight + rows.Sum(row => row.Height) + 8;
        List<XElement> content = [];
        foreach (var (party, place) in exchange.Parties.Zip(places))
        {
            content.Add(SvgShapes.Line(place, HeaderHeight - 6, place, bottom, "lifeline"));
            content.Add(SvgShapes.Text(place, 20, party, "name middle"));
        }

        var top = HeaderHeight;
        foreach (var row in rows)
        {
            content.AddRange(row.Draw(top, places, width));
            top += row.Height;
        }

        return new SvgPicture(width, bottom + Margin, exchange.Title, content);
    }

    /// <summary>Parties stand as far apart as the texts between them need.</summary>
    private static double[] PlacesOf(IReadOnlyList<string> parties, IReadOnlyList<Row> rows)
    {
        var places = new double[parties.Count];
        places[0] = Margin + TimeWidth + SvgShapes.TextWidth(parties[0], 13) / 2;
        for (var right = 1; right < places.Length; right++)
        {
            var needed = rows.Where(row => row.Left == right - 1 && row.Right == right)
                .Select(row => row.TextWidth + AroundText).DefaultIfEmpty(0).Max();
            places[right] = places[right - 1] + Math.Max(needed, LeastGap);
        }

        return places;
    }

    private static double RightmostOf(IEnumerable<Row> rows, double[] places) => rows
        .Where(row => row.Left == row.Right)
        .Select(row => places[row.Left] + row.TextWidth / 2 + AroundText / 2).DefaultIfEmpty(0).Max();

    /// <summary>A text in lines that are broken between words, where there are any.</summary>
    private static IEnumerable<string> Broken(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > LongestLine)
            {
                yield return line;
                line = "";
            }

            line += (line.Length > 0 ? " " : "") + word;
        }

        yield return line;
    }

    private sealed record Row(ExchangeStep Step, IReadOnlyList<string> Lines)
    {
        public int Left => Math.Min(Step.From, Step.To);

        public int Right => Math.Max(Step.From, Step.To);

        public double TextWidth => Lines.Max(line => SvgShapes.TextWidth(line, TextSize));

        public double Height => Lines.Count * LineHeight + ArrowHeight;

        public IEnumerable<XElement> Draw(double top, double[] places, double width)
        {
            if (Step.IsWrong)
            {
                yield return SvgShapes.Box(4, top, width - 8, Height - 4, "step last", radius: 5);
            }

            if (Step.Time.Length > 0)
            {
                yield return SvgShapes.Text(Margin, top + LineHeight - 1, Step.Time, "small");
            }

            var middle = (places[Left] + places[Right]) / 2;
            foreach (var (index, line) in Lines.Index())
            {
                yield return SvgShapes.Text(
                    middle, top + LineHeight * (index + 1) - 1, line,
                    Step.IsWrong ? "step-name middle bad" : "step-name middle");
            }

            if (Step.From != Step.To)
            {
                var (from, to) = (places[Step.From], places[Step.To]);
                var height = top + Lines.Count * LineHeight + 5;
                var direction = Math.Sign(to - from);
                yield return SvgShapes.Line(
                    from, height, to - direction * 5, height, Step.IsAnswer ? "edge later" : "edge");
                yield return SvgShapes.Head(new Point(to, height), direction, 0);
            }
        }
    }
}
