using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>The faults that were put back, each with its shortest counterexample.</summary>
internal static class MutantsView
{
    public static XElement Draw(IReadOnlyList<MutantSection> mutants) => Tag(
        "section", Id("mutants"),
        Tag("h2", "Faults put back"),
        Tag(
            "p",
            "A property that cannot fail is worth nothing. Each line puts one historic fault back into the "
            + "specification and shows that a property notices."),
        Table(
            ["mutant", "what goes wrong", "system", "property violated", "#steps", "#time"], mutants.Select(Row)),
        mutants.Where(mutant => mutant.Trace is not null).Select(DrawMutant));

    private static XElement Row(MutantSection mutant) => Tag(
        "tr",
        Tag("td", Link($"#{AnchorOf(mutant)}", mutant.Name)),
        Tag("td", mutant.Story),
        Tag("td", mutant.System),
        Tag("td", mutant.IsCaught ? Code(mutant.Property)
            : Styled("span", "badge bad", $"{mutant.Property} does not notice")),
        Styled("td", "number", mutant.Steps is { } steps ? Text(steps) : "-"),
        Styled("td", "number", Seconds(mutant.Seconds)));

    /// <summary>The anchor is inside the folded part, because a link to it then unfolds it.</summary>
    private static XElement DrawMutant(MutantSection mutant) => Folded(
        $"{mutant.Name} in {mutant.System}",
        Tag("p", Id(AnchorOf(mutant)), mutant.Story),
        TraceView.Draw(mutant.Trace!, $"Counterexample to {mutant.Property} with {mutant.Name}"));

    private static string AnchorOf(MutantSection mutant) =>
        Anchor("mutant", mutant.System, mutant.Name, mutant.Property);
}
