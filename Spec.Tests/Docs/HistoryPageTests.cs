using System.Globalization;
using System.Text;
using Wakeline.Spec.History;
using Wakeline.Spec.Tests.Systems;
using Wakeline.Testing;

namespace Wakeline.Spec.Tests.Docs;

/// <summary>The page of the history is what the catalogue says, with the lengths that the tests hold it to.</summary>
public sealed class HistoryPageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "history.md");

    [Fact]
    public void ThePageIsTheCatalogue() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(
            File.ReadAllText(_path), "history", name => name == "table" ? Table() : Stories()), _path);

    private static string Table()
    {
        var table = new StringBuilder(
            "| entry | fault | mutant | system | violates | steps |\n|---|---|---|---|---|---:|\n");
        foreach (var fault in FaultHistory.All)
        {
            var first = $"[{fault.Entry}](#{fault.Entry.ToLowerInvariant()}) | {fault.Title}";
            if (fault.Outside is { } why)
            {
                table.Append(CultureInfo.InvariantCulture, $"| {first} | | {BeforeColon(why)} | | |\n");
            }

            foreach (var (index, mutant) in fault.Mutants.Index())
            {
                var (system, bounds, property, steps) = FindingOf(mutant);
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"| {(index == 0 ? first : " | ")} | {mutant} | {system}{bounds} | {property} | {steps} |\n");
            }
        }

        return table.ToString();
    }

    private static string Stories()
    {
        var text = new StringBuilder();
        foreach (var fault in FaultHistory.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"### {fault.Entry}\n\n**{fault.Title}**, ");
            text.Append(CultureInfo.InvariantCulture, $"fixed by {string.Join(", ", fault.Fixes)}");
            text.Append(fault.Origins.Count > 0 ? $"; brought in by {string.Join(", ", fault.Origins)}" : "");
            text.Append(CultureInfo.InvariantCulture, $".\n\n{fault.Bug}\n\n*Mended by this:* {fault.Repair}\n\n");
            foreach (var mutant in fault.Mutants)
            {
                text.Append(CultureInfo.InvariantCulture, $"- `{mutant}`: {StoryOf(mutant)}\n");
            }

            text.Append(fault.Outside is { } why ? $"*Outside the model:* {why}\n\n" : "\n");
        }

        return text.ToString();
    }

    private static (string System, string Bounds, string Property, int Steps) FindingOf(string mutant)
    {
        var (name, _, steps) = ShippedMutantsTests.Mutants.Select(row => row.Data).First(row => row.Item2 == mutant);
        var caught = ShippedSystem.Named(name).Info.Caught.Single(each => each.Mutant == mutant);
        return (name, caught.Bounds.Length > 0 ? $" at {caught.Bounds}" : "", caught.Property, steps);
    }

    private static string StoryOf(string mutant)
    {
        var system = ShippedSystem.Named(FindingOf(mutant).System).Info;
        return system.MutantOf(system.FindMutation(mutant)!.Value)!.Story;
    }

    private static string BeforeColon(string text) => text.Split(':')[0].TrimEnd('.');
}
