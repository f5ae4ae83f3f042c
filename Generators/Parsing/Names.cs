using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>Names of symbols as emitted code writes them.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat FullName = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static string Of(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    /// <summary>A static method, unqualified inside its own class.</summary>
    public static string Of(IMethodSymbol method, INamedTypeSymbol inside)
    {
        var name = Escape(method.Name);
        if (method.TypeArguments.Length > 0)
        {
            name += $"<{string.Join(", ", method.TypeArguments.Select(Of))}>";
        }

        return SymbolEqualityComparer.Default.Equals(method.ContainingType, inside)
            ? name
            : $"{Of(method.ContainingType)}.{name}";
    }

    /// <summary>Describes the type that code is added to.</summary>
    public static TypeModel Describe(INamedTypeSymbol type)
    {
        var around = new List<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            around.Insert(0, $"{Declaration(outer)} {Generic(outer)}");
        }

        var space = type.ContainingNamespace is { IsGlobalNamespace: false } name ? name.ToDisplayString(FullName) : "";
        var fullName = type.ToDisplayString(FullName);
        return new TypeModel
        {
            Namespace = space,
            Around = around.ToEquatableArray(),
            Name = Generic(type),
            Declaration = Declaration(type),
            FullName = fullName,
            HintName = HintName(type, space),
        };
    }

    /// <summary>The access modifier of a member that mentions these types inside a type.</summary>
    public static string AccessTo(INamedTypeSymbol inside, params ITypeSymbol[] mentioned)
    {
        var least = mentioned.Prepend(inside).Min(Visibility);
        return least switch { 2 => "public", 1 => "internal", _ => "private" };
    }

    private static int Visibility(ITypeSymbol type)
    {
        var least = 2;
        for (ISymbol? symbol = type; symbol is ITypeSymbol; symbol = symbol.ContainingType)
        {
            least = Math.Min(least, symbol.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.NotApplicable => 2,
                Accessibility.Internal or Accessibility.ProtectedOrInternal => 1,
                _ => 0,
            });
        }

        return type is INamedTypeSymbol { TypeArguments.Length: > 0 } generic
            ? Math.Min(least, generic.TypeArguments.Min(Visibility))
            : least;
    }

    private static string Declaration(INamedTypeSymbol type) =>
        "partial " + (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };

    private static string Generic(INamedTypeSymbol type)
    {
        var parameters = string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name));
        return Escape(type.Name) + (parameters.Length == 0 ? "" : $"<{parameters}>");
    }

    /// <summary>
    /// Namespace and names; the number of type parameters stands after <c>_</c>, as files may not hold <c>&lt;</c>.
    /// </summary>
    private static string HintName(INamedTypeSymbol type, string space)
    {
        var parts = new List<string>();
        for (var each = type; each is not null; each = each.ContainingType)
        {
            parts.Insert(0, each.Arity == 0 ? each.Name : $"{each.Name}_{each.Arity}");
        }

        var name = string.Join(".", parts);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
