using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>How the kernel compares with the model.</summary>
internal static class DifferencesView
{
    public static XElement Draw(KernelSection? kernel) => Tag(
        "section", Id("kernel"),
        Tag("h2", "Comparison with the kernel"),
        kernel is null ? Tag("p", "The comparison was left out of this run (--no-kernel).") : Findings(kernel));

    private static IEnumerable<XElement> Findings(KernelSection kernel)
    {
        yield return Tag(
            "p",
            $"{Counted(kernel.Programs, "program")} with {Text(kernel.Calls)} system calls ran on model and kernel in "
            + $"{Seconds(kernel.Seconds)} ({Text((long)kernel.CallsPerSecond)} calls per second, seed {kernel.Seed})"
            + (kernel.EndedEarly ? "; a limit ended the run early. " : ". "),
            kernel.Differences.Count == 0
                ? Styled("span", "badge good", "no difference")
                : Styled("span", "badge bad", Counted(kernel.Differences.Count, "difference")));
        foreach (var note in kernel.Notes)
        {
            yield return Styled("p", "soft", note);
        }

        foreach (var (index, difference) in kernel.Differences.Index())
        {
            yield return DrawDifference(difference, $"Difference {index + 1}");
        }

        if (kernel.NotReproduced.Count > 0)
        {
            yield return Folded(
                $"{Counted(kernel.NotReproduced.Count, "program")} differed once and not again: timing, not counted",
                kernel.NotReproduced.Select((difference, index) => DrawDifference(difference, $"Once {index + 1}")));
        }
    }

    private static XElement DrawDifference(DifferenceSection difference, string title) => Styled(
        "section", "card",
        Tag("h3", title),
        Tag(
            "p", $"The smallest program that shows it; the answers differ at step {difference.Step}"
            + (difference.Programs > 1 ? $" ({Counted(difference.Programs, "program")} came down to it):" : ":")),
        Tag("pre", difference.Program),
        Folded("The same in C", Tag("pre", difference.C)),
        Tag("p", "The model allows:"),
        Tag("pre", string.Join('\n', difference.Allowed)),
        Tag("p", "The kernel did:"),
        Tag("pre", difference.Observed),
        difference.Rules.Count == 0 ? null
            : Table(["machine", "rule in question", "source", "table"], difference.Rules.Select(DrawRule)));

    private static XElement DrawRule(QuestionedRuleSection rule) => Tag(
        "tr",
        Tag("td", rule.Machine), Tag("td", Code(rule.Rule)), Tag("td", string.Join("; ", rule.Citations)),
        Tag("td", rule.Location));
}
