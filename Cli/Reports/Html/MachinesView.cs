using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Diagrams;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>Every machine: its states as a diagram, its rules with their sources and how often they fired.</summary>
internal static class MachinesView
{
    public static XElement Draw(IReadOnlyList<MachineSection> machines, bool wasCompared) => Tag(
        "section", Id("machines"),
        Tag("h2", "Machines and coverage by rule"),
        Tag("p", "Every rule cites what it realises. Counts say how often it fired in this run."),
        Table(
            ["machine", "what it specifies", "#rules", "#fired"], machines.Select(Row)),
        machines.Select(machine => DrawMachine(machine, wasCompared)));

    private static XElement Row(MachineSection machine) => Tag(
        "tr",
        Tag("td", Link($"#{AnchorOf(machine)}", machine.Name)),
        Tag("td", machine.Summary),
        Number(machine.Rules.Count),
        Styled("td", "number", Bar(machine)));

    private static XElement Bar(MachineSection machine)
    {
        var fired = machine.Rules.Count(rule => rule.HasFired);
        var share = machine.Rules.Count == 0 ? 1 : (double)fired / machine.Rules.Count;
        var width = share.ToString("0.#%", CultureInfo.InvariantCulture);
        return Tag(
            "span",
            Styled("span", "bar", Tag("span", new XAttribute("style", $"width: {width}"))), $"{fired}");
    }

    private static XElement DrawMachine(MachineSection machine, bool wasCompared) => Styled(
        "section", "card", Id(AnchorOf(machine)),
        Tag("h3", machine.Name),
        Tag("p", machine.Summary, Styled("span", "soft small", $" ({machine.File})")),
        Unfolded("States", Styled("div", "picture", StateDiagram.Draw(machine.Info).ToInline())),
        Folded(
            "Rules, sources and counts",
            Table(
                ["rule", "from", "to", "source", "#line", "#in checks", "#in comparison"],
                machine.Rules.Select(rule => DrawRule(rule, wasCompared)))));

    private static XElement DrawRule(RuleSection rule, bool wasCompared) => Tag(
        "tr",
        Tag("td", Code(rule.Name)),
        Tag("td", rule.From.Count == 0 ? "any" : string.Join(", ", rule.From)),
        Tag("td", rule.To ?? "stays"),
        Tag("td", string.Join("; ", rule.Citations)),
        Styled("td", "number", rule.Line.ToString(CultureInfo.InvariantCulture)),
        Count(rule.FiredInCheck), wasCompared ? Compared(rule) : Styled("td", "number", "-"));

    private static XElement Compared(RuleSection rule)
    {
        var cell = Count(rule.FiredInComparison);
        if (rule.FiredInComparison == 0 && rule.WhyUnreached is not null)
        {
            cell.Add(new XAttribute("title", rule.WhyUnreached));
        }

        return cell;
    }

    private static XElement Count(long fired) =>
        fired == 0 ? Styled("td", "number never", "never") : Number(fired);

    private static string AnchorOf(MachineSection machine) => Anchor("machine", machine.FullName);
}
