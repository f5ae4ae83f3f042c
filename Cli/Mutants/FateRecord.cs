using System.Globalization;

namespace Wakeline.Cli.Mutants;

/// <summary>What became of a derived mutant, as a line of a file: without the run that it came of.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Mutant">Name of the mutant.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="IsInSystem">Whether its row fires in any of the systems.</param>
/// <param name="System">The system that kills it; empty if none does.</param>
/// <param name="Bounds">Bounds of that system.</param>
/// <param name="Property">The property that is violated.</param>
/// <param name="Steps">Steps of the shortest counterexample; 0 where all runs together are the violation.</param>
internal sealed record FateRecord(
    string Machine, string Mutant, FateKind Fate, bool IsInSystem, string System, string Bounds, string Property,
    int Steps)
{
    /// <summary>The first line of a file of fates.</summary>
    public const string Header = "machine\tmutant\tfate\tin a system\tsystem\tbounds\tproperty\tsteps";

    private const string Yes = "yes";
    private const string No = "no";

    public static FateRecord Of(MutantFate fate) => new(
        fate.Mutant.Machine.Name, fate.Mutant.Mutant.Name, fate.Kind, fate.IsInSystem,
        fate.KilledOn?.System.Info.Name ?? "", fate.KilledOn?.Bounds ?? "", fate.KilledBy ?? "", fate.Steps ?? 0);

    /// <summary>Reads a file of fates.</summary>
    public static IReadOnlyList<FateRecord> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Machine}\t{Mutant}\t{Fate}\t{(IsInSystem ? Yes : No)}\t{System}\t{Bounds}\t{Property}\t{Steps}");

    private static FateRecord Parse(string line)
    {
        var columns = line.Split('\t');
        return new FateRecord(
            columns[0], columns[1], Enum.Parse<FateKind>(columns[2]), columns[3] == Yes, columns[4], columns[5],
            columns[6], int.Parse(columns[7], CultureInfo.InvariantCulture));
    }
}
