using System.Globalization;
using System.Text;
using Wakeline.Spec.Tests.Reduction;
using Wakeline.Spec.Tests.Systems;
using Wakeline.Testing;

namespace Wakeline.Spec.Tests.Docs;

/// <summary>The table of the page on reductions is the numbers that the tests hold the systems to.</summary>
public sealed class ReductionsPageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "reductions.md");

    [Fact]
    public void TheFactorsAreThosePinned() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "reductions", _ => Factors()), _path);

    private static string Factors()
    {
        var table = new StringBuilder(
            "| system | states | `--por` | factor | `--symmetry` | factor | both | factor |\n"
            + "|---|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (system, byOrder, bySymmetry, byBoth) in ReducedSystemsTests.States.Select(row => row.Data))
        {
            var all = ShippedSystemsTests.Sizes
                .Select(row => row.Data).Single(size => size.Item1 == system && size.Item2.Length == 0).Item3;
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {system} | {all:N0} {Against(all, byOrder)} {Against(all, bySymmetry)} {Against(all, byBoth)} |\n");
        }

        return table.ToString();
    }

    private static string Against(long all, long? states) => states is { } some
        ? string.Create(CultureInfo.InvariantCulture, $"| {some:N0} | {(double)all / some:0.00}") : "| | ";
}
