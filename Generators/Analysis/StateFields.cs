using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Analysis;

/// <summary>The fields a state is made of, however deep they lie.</summary>
internal static class StateFields
{
    /// <summary>Those fields of states, and of structs in them, that an assembly declares.</summary>
    public static IEnumerable<IFieldSymbol> Of(IEnumerable<ITypeSymbol> states, IAssemblySymbol assembly)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var waiting = new Queue<ITypeSymbol>(states);
        while (waiting.Count > 0)
        {
            var type = waiting.Dequeue();
            if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct } named || !seen.Add(type))
            {
                continue;
            }

            foreach (var argument in named.TypeArguments)
            {
                waiting.Enqueue(argument);
            }

            var isOurs = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)
                && SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition) && !IsBuffer(type);
            foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
            {
                waiting.Enqueue(field.Type);
                if (isOurs && !field.IsImplicitlyDeclared)
                {
                    yield return field;
                }
            }
        }
    }

    /// <summary>An inline array has one field, which nobody names.</summary>
    private static bool IsBuffer(ITypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "InlineArrayAttribute");
}
