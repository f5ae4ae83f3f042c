using System.Globalization;
using System.Text;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Spec.Tcp;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>A run as tables of Markdown, for a page of documentation.</summary>
internal static class ConformMarkdown
{
    private const string Begin = "<!-- begin generated: conformance matrix -->";
    private const string End = "<!-- end generated -->";

    /// <summary>A page with the tables in the place of those that are between its markers.</summary>
    /// <returns>The page, or nothing but the tables if it has no markers.</returns>
    public static string Insert(string page, ConformReport report)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : page.IndexOf(End, begin, StringComparison.Ordinal);
        return end < 0 ? Write(report) : $"{page[..(begin + Begin.Length)]}\n{Write(report)}{page[end..]}";
    }

    /// <summary>The targets, the sections, and the requirements that cases exercise.</summary>
    public static string Write(ConformReport report)
    {
        var text = new StringBuilder();
        var date = report.Started.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        text.Append(
            CultureInfo.InvariantCulture, $"`{report.Command}` on {date}, {Counted(report.Cases.Count, "case")}:\n\n");
        AppendTargets(text, report);
        AppendMatrix(
            text, report, "section",
            report.Table().GroupBy(row => row.Case.Section).Select(section => (section.Key, section.ToList())));
        AppendMatrix(
            text, report, "requirement",
            RequirementCatalogue.All.Select(each => (
                $"{each.Id} {each.Text}",
                report.Table().Where(row => row.Case.Requirements.Contains(each.Id)).ToList())));
        return text.ToString();
    }

    private static void AppendTargets(StringBuilder text, ConformReport report)
    {
        text.Append("| target | stack | cases a second |");
        text.Append(string.Concat(VerdictCounts.Order.Select(verdict => $" {VerdictCounts.NameOf(verdict)} |")));
        text.Append(CultureInfo.InvariantCulture, $"\n|{string.Concat(Enumerable.Repeat("---|", 10))}\n");
        foreach (var target in report.Targets)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {target.Target.Name} | {target.Target.Stack} | {Text((long)target.RunsPerSecond)} |");
            text.Append(string.Concat(VerdictCounts.Order.Select(verdict => $" {Text(target.Counts[verdict])} |")));
            text.Append('\n');
        }
    }

    private static void AppendMatrix(
        StringBuilder text, ConformReport report, string what,
        IEnumerable<(string Name, List<(SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> Rows)> lines)
    {
        var names = report.Targets.Select(target => target.Target.Name).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\n| {what} | {string.Join(" | ", names)} |\n");
        text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(names.Select(_ => "---|"))}\n");
        foreach (var (name, rows) in lines.Where(line => line.Rows.Count > 0))
        {
            var cells = names.Select((_, target) => CellOf(new VerdictCounts(
                rows.Select(row => row.Results[target]).OfType<JudgedCase>().Select(each => each.Verdict))));
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", cells)} |\n");
        }
    }

    private static string CellOf(VerdictCounts counts) => string.Join(
        ", ", VerdictCounts.Order.Where(verdict => counts[verdict] > 0)
            .Select(verdict => $"{Text(counts[verdict])} {VerdictCounts.NameOf(verdict)}"));
}
