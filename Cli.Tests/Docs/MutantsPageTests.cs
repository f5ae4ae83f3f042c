using System.Globalization;
using System.Text;
using Wakeline.Cli.Mutants;
using Wakeline.Cli.Tests.Mutants;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The page of derived mutants is what the file of their fates says.</summary>
public sealed class MutantsPageTests
{
    private const int PropertiesMost = 20;

    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "mutants.md");

    [Fact]
    public void ThePageIsTheFileOfFates() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "fates", name => name switch
        {
            "machines" => Machines(),
            "properties" => Properties(),
            _ => Survivors(),
        }),
        _path);

    private static string Machines()
    {
        var table = new StringBuilder(
            "| machine | mutants | in systems | killed | share | told apart | explained |\n"
            + "|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var machine in FateFile.All.GroupBy(fate => fate.Machine))
        {
            table.Append(LineOf(machine.Key, [.. machine]));
        }

        return table.Append(LineOf("**in all**", FateFile.All)).ToString();
    }

    private static string LineOf(string name, IReadOnlyList<FateRecord> fates)
    {
        var inSystems = fates.Where(fate => fate.IsInSystem).ToArray();
        var share = inSystems.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * Count(inSystems, FateKind.Killed) / inSystems.Length:0.0} %");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {fates.Count:N0} | {inSystems.Length:N0} | {Count(fates, FateKind.Killed):N0} | {share} "
            + $"| {Count(fates, FateKind.ToldApart):N0} | {Count(fates, FateKind.Explained):N0} |\n");
    }

    private static string Properties()
    {
        var table = new StringBuilder("| property | violated first by |\n|---|---:|\n");
        foreach (var property in FateFile.All.Where(fate => fate.Fate == FateKind.Killed)
            .CountBy(fate => fate.Property).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(PropertiesMost))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {property.Key} | {property.Value} |\n");
        }

        return table.ToString();
    }

    private static string Survivors()
    {
        var table = new StringBuilder("| machine | mutants | how many | kind | why |\n|---|---|---:|---|---|\n");
        foreach (var survivor in SurvivorCatalogue.All)
        {
            var count = FateFile.All.Count(fate =>
                fate.Fate == FateKind.Explained && survivor.Explains(fate.Machine, fate.Mutant));
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {survivor.Machine} | `{survivor.Pattern}` | {count} | {survivor.Kind} | {survivor.Reason} |\n");
        }

        return table.ToString();
    }

    private static int Count(IEnumerable<FateRecord> fates, FateKind kind) => fates.Count(fate => fate.Fate == kind);
}
