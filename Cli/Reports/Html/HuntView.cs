using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The faults made in the specification, each with the program that tells it from the kernel.</summary>
internal static class HuntView
{
    /// <returns>The section, or <see langword="null"/> if no fault was made.</returns>
    public static XElement? Draw(HuntSection? hunt) => hunt is null ? null : Tag(
        "section", Id("hunt"),
        Tag("h2", "Faults made in the specification"),
        Tag(
            "p",
            "A comparison that finds nothing may be blind. Each line makes one fault in the specification and compares "
            + "random programs with the kernel until one differs. "
            + $"{hunt.Found} of {Counted(hunt.Faults.Count, "fault")} were told apart in {Seconds(hunt.Seconds)} "
            + $"(seed {hunt.Seed})"
            + (hunt.Faults.Count < hunt.Known ? $"; --all-faults makes all {hunt.Known}." : ".")),
        Table(["fault", "what is wrong", "machine", "#programs needed"], hunt.Faults.Select(Row)),
        hunt.Faults.Where(fault => fault.Difference is not null).Select(DrawProgram));

    private static XElement Row(FaultSection fault) => Tag(
        "tr",
        Tag("td", fault.IsFound ? Link($"#{AnchorOf(fault)}", fault.Name) : fault.Name),
        Tag("td", fault.Story),
        Tag("td", fault.Machine),
        fault.IsFound ? Number(fault.Programs)
            : Tag("td", Styled("span", "badge bad", $"{Counted(fault.Programs, "program")} show nothing")));

    /// <summary>The anchor is inside the folded part, because a link to it then unfolds it.</summary>
    private static XElement DrawProgram(FaultSection fault) => Folded(
        fault.Name,
        Tag("p", Id(AnchorOf(fault)), $"{fault.Story} Step {fault.Difference!.Step} of this program shows it:"),
        Tag("pre", fault.Difference.Program),
        Tag("p", "The faulty specification allows:"),
        Tag("pre", string.Join('\n', fault.Difference.Allowed)),
        Tag("p", "The kernel did:"),
        Tag("pre", fault.Difference.Observed));

    private static string AnchorOf(FaultSection fault) => Anchor("fault", fault.Name);
}
