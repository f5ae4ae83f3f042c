using System.Globalization;
using System.Text;
using Wakeline.Spec.Tests.Systems;
using Wakeline.Testing;

namespace Wakeline.Spec.Tests.Docs;

/// <summary>The tables of the page on verification are the numbers that the tests hold the systems to.</summary>
public sealed class VerificationPageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "verification.md");

    [Fact]
    public void TheSizesAreThosePinned() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "sizes", _ => Sizes()), _path);

    [Fact]
    public void TheLengthsOfCounterexamplesAreThosePinned() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "mutants", _ => Mutants()), _path);

    private static string Sizes()
    {
        var table = new StringBuilder("| system | bounds | states | transitions | depth |\n|---|---|---:|---:|---:|\n");
        foreach (var (system, bounds, states, transitions, depth) in ShippedSystemsTests.Sizes.Select(row => row.Data))
        {
            var at = bounds.Length == 0 ? "default" : bounds;
            table.Append(
                CultureInfo.InvariantCulture, $"| {system} | {at} | {states:N0} | {transitions:N0} | {depth} |\n");
        }

        return table.ToString();
    }

    private static string Mutants()
    {
        var table = new StringBuilder("| system | fault | violates | steps |\n|---|---|---|---:|\n");
        foreach (var (name, mutant, steps) in ShippedMutantsTests.Mutants.Select(row => row.Data))
        {
            var caught = ShippedSystem.Named(name).Info.Caught.Single(each => each.Mutant == mutant);
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {mutant} | {caught.Property} | {steps} |\n");
        }

        return table.ToString();
    }
}
