using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Wakeline.Generators.Parsing;

/// <summary>Finds what a method does, if its source is part of the compilation.</summary>
internal static class MethodBodies
{
    /// <summary>Where the method is written.</summary>
    public static SyntaxNode? Find(IMethodSymbol method, Reading reading, CancellationToken cancellation)
    {
        var syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        var isBody = syntax is BaseMethodDeclarationSyntax or ArrowExpressionClauseSyntax
            or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null };
        return isBody && reading.Compilation.ContainsSyntaxTree(syntax!.SyntaxTree) ? syntax : null;
    }

    /// <summary>What is written there.</summary>
    public static IOperation? Read(SyntaxNode syntax, Reading reading, CancellationToken cancellation) =>
        reading.OperationAt(syntax, cancellation);
}
