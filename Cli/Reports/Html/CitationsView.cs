using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>Every source that rules cite, with how many of those rules fired.</summary>
internal static class CitationsView
{
    public static XElement Draw(IReadOnlyList<MachineSection> machines)
    {
        var rules =
            from machine in machines
            from rule in machine.Rules
            from citation in rule.Citations
            select (Citation: citation, Machine: machine.Name, Rule: rule);
        var sources = rules.GroupBy(each => each.Citation).OrderBy(source => source.Key, StringComparer.Ordinal);
        return Tag(
            "section", Id("sources"),
            Tag("h2", "Coverage by source"),
            Folded(
                "Every kernel function and section that rules cite",
                Table(["source", "machines", "#rules", "#fired"], sources.Select(source => Row(
                    source.Key, [.. source.Select(each => each.Machine)], [.. source.Select(each => each.Rule)])))));
    }

    private static XElement Row(string citation, IReadOnlyList<string> machines, IReadOnlyList<RuleSection> rules)
    {
        var fired = rules.Count(rule => rule.HasFired);
        return Tag(
            "tr",
            Tag("td", citation), Tag("td", string.Join(", ", machines.Distinct())), Number(rules.Count),
            fired == 0 ? Styled("td", "number never", "none") : Number(fired));
    }
}
