using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The whole run at a glance.</summary>
internal static class SummaryView
{
    public static XElement Draw(VerificationReport report) => Tag(
        "section", Id("summary"),
        Tag(
            "h2", "Summary ",
            Styled("span", $"badge {(!report.Agrees ? "bad" : report.IsComplete ? "good" : "warm")}", report.Verdict)),
        Styled("div", "tiles", Tiles(report)),
        Styled("p", "soft small", "Repeat this run: ", Code(report.Command), $" (took {Seconds(report.Seconds)})"));

    private static IEnumerable<XElement> Tiles(VerificationReport report)
    {
        var properties = report.Systems.Sum(system => system.Properties.Count);
        var held = report.Systems.Sum(system => system.Properties.Count(property => property.Agrees));
        yield return Tile(
            Text(report.Systems.Sum(system => system.States)),
            $"states of {Counted(report.Systems.Count, "system")}, every interleaving within bounds");
        yield return Tile($"{held} of {properties}", "properties hold");
        yield return Tile(
            $"{report.Mutants.Count(mutant => mutant.IsCaught)} of {report.Mutants.Count}",
            "faults put back are caught");
        if (report.Kernel is { } kernel)
        {
            yield return Tile(
                Text(kernel.Calls), $"system calls in {Text(kernel.Programs)} programs compared with the kernel");
            yield return Tile(Text(kernel.Differences.Count), "differences between model and kernel");
        }

        if (report.Hunt is { } hunt)
        {
            yield return Tile($"{hunt.Found} of {hunt.Faults.Count}", "faults made are told apart from the kernel");
        }

        var rules = report.Machines.SelectMany(machine => machine.Rules).ToArray();
        yield return Tile(
            $"{rules.Count(rule => rule.HasFired)} of {rules.Length}",
            $"rules of {Counted(report.Machines.Count, "machine")} fired");
    }

    private static XElement Tile(string figure, string meaning) => Styled("div", "tile", Tag("b", figure), meaning);
}
