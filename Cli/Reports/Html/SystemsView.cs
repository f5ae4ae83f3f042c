using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The systems that were checked, and the verdict on each property.</summary>
internal static class SystemsView
{
    public static XElement Draw(IReadOnlyList<SystemSection> systems) => Tag(
        "section", Id("systems"),
        Tag("h2", "Systems and properties"),
        Tag(
            "p",
            "Each system was searched breadth first and exactly: every interleaving of its machines within the bounds. "
            + "A counterexample, where there is one, is a shortest one."),
        Table(
            ["system", "bounds", "#states", "#transitions", "#depth", "#time", "verdict"], systems.Select(Row)),
        systems.Select(DrawSystem));

    public static XElement Badge(VerdictWord verdict) => verdict switch
    {
        VerdictWord.Holds => Styled("span", "badge good", "holds"),
        VerdictWord.Vacuous => Styled("span", "badge warm", "holds vacuously"),
        VerdictWord.Violated => Styled("span", "badge bad", "violated"),
        VerdictWord.BoundReached => Styled("span", "badge warm", "bound reached"),
        _ => Styled("span", "badge warm", "not checked"),
    };

    private static XElement Row(SystemSection system) => Tag(
        "tr",
        Tag("td", Link($"#{Anchor("system", system.Name)}", system.Name)),
        Tag("td", Settings(system.Parameters)),
        Number(system.States), Number(system.Transitions), Number(system.Depth),
        Styled("td", "number", Seconds(system.Seconds)),
        Tag("td", system.Agrees
            ? Styled("span", "badge good", $"{system.Properties.Count} hold")
            : Styled("span", "badge bad", $"{system.Properties.Count(property => !property.Agrees)} do not hold")));

    private static XElement DrawSystem(SystemSection system) => Styled(
        "section", "card", Id(Anchor("system", system.Name)),
        Tag("h3", system.Name),
        Tag("p", system.Summary),
        system.StoppedBecause is null ? null
            : Tag("p", Styled("span", "badge warm", "not exhaustive"), $" {system.StoppedBecause}"),
        Table(["property", "kind", "meaning", "verdict"], system.Properties.Select(DrawProperty)),
        system.Properties.Where(property => property is { Trace: not null, Verdict: VerdictWord.Violated })
            .Select(property => TraceView.Draw(property.Trace!, $"Counterexample to {property.Name}")),
        system.NeverFired.Count == 0 ? null
            : Folded($"{Counted(system.NeverFired.Count, "rule")} never fired", Tag("p", Joined(system.NeverFired))));

    private static XElement DrawProperty(PropertySection property) => Tag(
        "tr",
        Tag("td", Code(property.Name)), Tag("td", property.Kind), Tag("td", property.Meaning),
        Tag(
            "td", Badge(property.Verdict),
            property.Why is null ? null : Styled("div", "soft small", property.Why)));

    private static IEnumerable<object> Joined(IEnumerable<string> names) =>
        names.SelectMany((name, index) => index == 0 ? (object[])[Code(name)] : [", ", Code(name)]);

    public static string Settings(IReadOnlyList<SettingValue> settings) =>
        string.Join(", ", settings.Select(setting => $"{setting.Name}={setting.Value}"));
}
