using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Wakeline.Generators.Parsing;

/// <summary>Finds the table of a machine and reads it.</summary>
internal static class TableParser
{
    public const string MachineAttribute = "Wakeline.MachineAttribute";
    public const string SystemAttribute = "Wakeline.CheckedSystemAttribute";

    /// <summary>The method that writes a machine's table.</summary>
    public static MethodDeclarationSyntax? FindRules(INamedTypeSymbol machine, CancellationToken cancellation) =>
        Find(machine, "Rules", "Table", 2, cancellation);

    /// <summary>
    /// The same for a machine that may be of another project, whose text an editor shows but this compilation has not.
    /// </summary>
    public static MethodDeclarationSyntax? FindRules(
        INamedTypeSymbol machine, Compilation compilation, CancellationToken cancellation) =>
        FindRules(machine, cancellation) is { } rules && compilation.ContainsSyntaxTree(rules.SyntaxTree)
            ? rules : null;

    /// <summary>The method that writes a system.</summary>
    public static MethodDeclarationSyntax? FindCompose(INamedTypeSymbol system, CancellationToken cancellation) =>
        Find(system, "Compose", "SystemTable", 1, cancellation);

    /// <summary>The state a machine works on, if its table says so.</summary>
    public static ITypeSymbol? StateOf(INamedTypeSymbol machine) =>
        Candidates(machine, "Rules", "Table", 2)
            .Select(method => ((INamedTypeSymbol)method.Parameters[0].Type).TypeArguments[0]).FirstOrDefault();

    /// <summary>Reads a table.</summary>
    /// <returns>The table, or <see langword="null"/> if its types are not known to the compiler.</returns>
    public static ParsedTable? Parse(
        MethodDeclarationSyntax rules, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(rules, cancellation)
            is not IMethodSymbol { Parameters: [{ Type: INamedTypeSymbol type }] } method
            || type.TypeArguments is not [{ } state, INamedTypeSymbol { TypeKind: TypeKind.Enum } location]
            || state.TypeKind == TypeKind.Error)
        {
            return null;
        }

        var table = new ParsedTable
        {
            Machine = method.ContainingType,
            State = state,
            LocationType = location,
            Place = rules.Identifier.GetLocation(),
        };
        var links = new ChainReader(model, table.Problems, cancellation).Read(rules);
        new TableReader(table, model, cancellation).Read(links);
        return table;
    }

    private static MethodDeclarationSyntax? Find(
        INamedTypeSymbol type, string name, string parameter, int arity, CancellationToken cancellation) =>
        Candidates(type, name, parameter, arity)
            .Select(method => method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))
            .OfType<MethodDeclarationSyntax>().FirstOrDefault();

    private static IEnumerable<IMethodSymbol> Candidates(
        INamedTypeSymbol type, string name, string parameter, int arity) =>
        type.GetMembers(name).OfType<IMethodSymbol>()
            .Where(method => method is { IsStatic: true, Parameters: [{ Type: INamedTypeSymbol table }] }
                && table.Name == parameter && table.Arity == arity
                && table.ContainingNamespace.Name == "Wakeline");
}
