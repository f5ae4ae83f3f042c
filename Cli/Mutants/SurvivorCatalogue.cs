using System.Globalization;

namespace Wakeline.Cli.Mutants;

/// <summary>The reviewed reasons for which derived mutants survive, from <c>Survivors.tsv</c>.</summary>
internal static class SurvivorCatalogue
{
    private const int Columns = 4;

    /// <summary>Every reason, in the order of the file.</summary>
    public static IReadOnlyList<Survivor> All { get; } = [.. Read()];

    /// <summary>The reason for which a mutant survives; <see langword="null"/> if nobody has given one.</summary>
    public static Survivor? Of(DerivedMutant mutant) =>
        All.FirstOrDefault(each => each.Explains(mutant.Machine.Name, mutant.Mutant.Name));

    private static IEnumerable<Survivor> Read()
    {
        using var stream = typeof(SurvivorCatalogue).Assembly.GetManifestResourceStream("Survivors.tsv")!;
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var columns = line.Split('\t');
            yield return columns.Length == Columns && Enum.TryParse<SurvivorKind>(columns[2], out var kind)
                ? new Survivor(columns[0], columns[1], kind, columns[3])
                : throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"Survivors.tsv, line {number}: no such kind."));
        }
    }
}
