using System.Globalization;
using Spectre.Console;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Diagrams.Plots;
using Wakeline.Diagrams.Svg;

namespace Wakeline.Cli.Terminal;

/// <summary>The cost of watching descriptors, as a picture and as tables.</summary>
internal static class CostPlot
{
    /// <summary>Model and kernel side by side.</summary>
    public static SvgPicture Draw(CostReport report) => LogLogPlot.Draw(
        "Cost of watching n descriptors with select, poll and epoll",
        [
            new PlotPanel("In the model", "descriptors watched", "steps of one call", SeriesOf(report.Steps)),
            new PlotPanel(
                $"On Linux {report.Kernel}", "descriptors watched", "nanoseconds of one call",
                SeriesOf(report.Nanoseconds)),
        ]);

    /// <summary>A column for each call, a line for each number of descriptors, and what one more costs.</summary>
    public static Table Table(string unit, IReadOnlyList<CostSection> costs, string format)
    {
        string[] calls = [.. costs.Select(cost => cost.Call).Distinct()];
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn(Markup.Escape($"descriptors ({unit})")).RightAligned());
        foreach (var call in calls)
        {
            table.AddColumn(new TableColumn(call).RightAligned());
        }

        foreach (var line in costs.GroupBy(cost => cost.Descriptors))
        {
            table.AddRow(
            [
                $"{line.Key}",
                .. calls.Select(call => line.FirstOrDefault(cost => cost.Call == call) is { } cost
                    ? cost.Cost.ToString(format, CultureInfo.InvariantCulture) : "-"),
            ]);
        }

        return table.AddRow(["each further one", .. calls.Select(call => Slope(costs, call))]);
    }

    /// <summary>The mean growth per descriptor from the least to the greatest number.</summary>
    private static string Slope(IReadOnlyList<CostSection> costs, string call)
    {
        CostSection[] line = [.. costs.Where(cost => cost.Call == call)];
        var further = line[^1].Descriptors - line[0].Descriptors;
        return further == 0 ? "-"
            : ((line[^1].Cost - line[0].Cost) / further).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<PlotSeries> SeriesOf(IReadOnlyList<CostSection> costs) =>
    [
        .. costs.GroupBy(cost => cost.Call).Select(line => new PlotSeries(
            line.Key, [.. line.Select(cost => new PlotPoint(cost.Descriptors, cost.Cost))])),
    ];
}
