using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Wakeline.Generators.DataFlow;

/// <summary>Recognizes calls of members that the generator emits, which do not exist while it runs.</summary>
internal static class GeneratedCalls
{
    private static readonly HashSet<string> Members = ["Step", "Fire", "Expire", "TryEmit", "Admits", "Accept"];

    /// <summary>The machine whose generated member is called, or <see langword="null"/>.</summary>
    public static INamedTypeSymbol? MachineOf(SyntaxNode node, SemanticModel model, CancellationToken cancellation) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && Members.Contains(access.Name.Identifier.ValueText)
            && model.GetSymbolInfo(access.Expression, cancellation).Symbol is INamedTypeSymbol type
            && type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "MachineAttribute")
                ? type
                : null;
}
