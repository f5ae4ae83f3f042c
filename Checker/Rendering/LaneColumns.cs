using System.Text;

namespace Wakeline.Checking.Rendering;

/// <summary>
/// The columns of a sequence diagram. Lanes have their titles above them as long as they leave half of the width to the
/// rules; otherwise they have numbers, and a legend says what those mean. If not even numbers fit there are no columns.
/// </summary>
internal sealed class LaneColumns
{
    private const int ColumnLeast = 3;

    private readonly DiagramStyle _style;
    private readonly int[] _widths;

    public LaneColumns(IReadOnlyList<string> lanes, DiagramStyle style)
    {
        _style = style;
        var isTitled = lanes.Sum(lane => Math.Max(lane.Length, ColumnLeast) + 1) <= style.Width / 2;
        string[] titles = isTitled ? [.. lanes] : [.. lanes.Select((_, index) => $"[{index + 1}]")];
        _widths = [.. titles.Select(title => Math.Max(title.Length, ColumnLeast) + 1)];
        IsHidden = _widths.Sum() > style.Width / 2;
        if (IsHidden)
        {
            (titles, _widths) = ([], []);
        }

        Legend = isTitled || IsHidden ? [] : [.. lanes.Select((lane, index) => $"[{index + 1}] {lane}")];
        Heading = string.Concat(titles.Zip(_widths, (title, width) => title.PadRight(width)));
    }

    /// <summary>Whether there is no room for columns, so that each step has to name its lane.</summary>
    public bool IsHidden { get; }

    /// <summary>Width of all columns and the gap after them.</summary>
    public int Width => _widths.Sum() + 1;

    /// <summary>The line above the columns.</summary>
    public string Heading { get; }

    /// <summary>What the numbers in the heading mean; empty if the heading has titles.</summary>
    public IReadOnlyList<string> Legend { get; }

    /// <summary>A line of all columns, with a mark in one of them; none for -1.</summary>
    public string Row(int marked)
    {
        var row = new StringBuilder();
        foreach (var (lane, width) in _widths.Index())
        {
            var middle = (width - 1) / 2;
            row.Append(' ', middle).Append(lane == marked ? _style.Mark : _style.Line).Append(' ', width - middle - 1);
        }

        return row.Append(' ').ToString();
    }
}
