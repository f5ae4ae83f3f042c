using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Memory;

/// <summary>Names that outlive a compilation.</summary>
internal static class SymbolNames
{
    /// <summary>
    /// The identifier of the documentation, and how deep the symbol is nested in types: a nested type and a namespace
    /// of one name do not compile, but are seen while somebody types.
    /// </summary>
    public static string Of(ISymbol symbol)
    {
        var depth = 0;
        for (var type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            depth++;
        }

        return $"{DocumentationCommentId.CreateDeclarationId(symbol)} {depth}";
    }
}
