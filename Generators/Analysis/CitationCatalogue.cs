using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Wakeline.Generators.Analysis;

/// <summary>The sources a specification may cite: first columns of its <c>Citations.tsv</c>.</summary>
internal sealed class CitationCatalogue
{
    public const string FileName = "Citations.tsv";

    private readonly HashSet<string> _keys;

    private CitationCatalogue(IEnumerable<string> keys) => _keys = [.. keys];

    public IEnumerable<string> Keys => _keys;

    /// <summary>Reads the catalogues of a project.</summary>
    /// <returns>All of them as one, or <see langword="null"/> if the project has none.</returns>
    public static CitationCatalogue? Read(ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var catalogues = files.Where(file => IsCatalogue(file.Path)).ToList();
        return catalogues.Count == 0 ? null : new CitationCatalogue(
            from file in catalogues
            from line in file.GetText(cancellation)?.Lines ?? Enumerable.Empty<TextLine>()
            let key = line.ToString().Split('\t')[0].Trim()
            where key.Length > 0
            select key);
    }

    public bool Knows(string key) => _keys.Contains(key);

    private static bool IsCatalogue(string path) =>
        path.Substring(path.LastIndexOfAny(['/', '\\']) + 1).Equals(FileName, StringComparison.OrdinalIgnoreCase);
}
