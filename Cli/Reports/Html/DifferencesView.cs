using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>How the kernel compares with the model.</summary>
internal static class DifferencesView
{
    public static XElement Draw(KernelSection? kernel) => Tag(
        "section", Id("kernel"),
        Tag("h2", "Comparison with the kernel"),
        kernel is null ? Tag("p", "Programs were not compared with a kernel in this run.") : Findings(kernel));

    private static IEnumerable<XElement> Findings(KernelSection kernel)
    {
        yield return Tag(
            "p",
            $"{Text(kernel.Programs)} programs with {Text(kernel.Calls)} system calls ran on model and kernel in "
            + $"{Seconds(kernel.Seconds)} ({Text((long)kernel.CallsPerSecond)} calls per second, seed {kernel.Seed}). ",
            kernel.Differences.Count == 0
                ? Styled("span", "badge good", "no difference")
                : Styled("span", "badge bad", $"{kernel.Differences.Count} differences"));
        foreach (var note in kernel.Notes)
        {
            yield return Styled("p", "soft", note);
        }

        foreach (var (index, difference) in kernel.Differences.Index())
        {
            yield return DrawDifference(difference, index + 1);
        }
    }

    private static XElement DrawDifference(DifferenceSection difference, int number) => Styled(
        "section", "card",
        Tag("h3", $"Difference {number}"),
        Tag("p", $"The smallest program that shows it; the answers differ at step {difference.Step}:"),
        Tag("pre", difference.Program),
        Tag("p", "The model allows:"),
        Tag("pre", string.Join('\n', difference.Allowed)),
        Tag("p", "The kernel did:"),
        Tag("pre", difference.Observed),
        difference.Rules.Count == 0 ? null
            : Tag("p", $"Rules in question: {string.Join("; ", difference.Rules)}"),
        difference.Citations.Count == 0 ? null
            : Styled("p", "soft", $"Sources: {string.Join("; ", difference.Citations)}"));
}
