using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Sources that no catalogue has.</summary>
internal static class CitationChecks
{
    /// <summary>Each unknown source once for every place that cites it; a group's stands in all its rows.</summary>
    public static IEnumerable<Problem> Check(ParsedTable table, CitationCatalogue catalogue) =>
        table.Rows.SelectMany(row => row.Citations)
            .Where(citation => citation.Key.Length > 0 && !catalogue.Knows(citation.Key))
            .GroupBy(citation => citation.Location).Select(same => same.First())
            .Select(citation => new Problem(
                Descriptors.UnknownCitation, citation.Location, citation.Key, CitationCatalogue.FileName,
                Suggestion.For(citation.Key, catalogue.Keys)));
}
