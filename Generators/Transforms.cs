using Microsoft.CodeAnalysis;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators;

/// <summary>From an attributed type to its model; nothing of the compilation is kept.</summary>
internal static class Transforms
{
    public static MachineModel? Machine(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var machine = (INamedTypeSymbol)context.TargetSymbol;
        if (!IsFirst(context, cancellation) || TableParser.FindRules(machine, cancellation) is not { } rules)
        {
            return null;
        }

        var compilation = context.SemanticModel.Compilation;
        var model = compilation.GetSemanticModel(rules.SyntaxTree);
        return TableParser.Parse(rules, model, cancellation) is { } table
            ? MachineModels.Build(table, compilation, SourceFiles.NameOf(rules.SyntaxTree, compilation), cancellation)
            : null;
    }

    public static SystemModel? System(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var system = (INamedTypeSymbol)context.TargetSymbol;
        if (!IsFirst(context, cancellation) || TableParser.FindCompose(system, cancellation) is not { } compose)
        {
            return null;
        }

        var compilation = context.SemanticModel.Compilation;
        var model = compilation.GetSemanticModel(compose.SyntaxTree);
        var name = context.Attributes[0].ConstructorArguments is [{ Value: string given }] ? given : system.Name;
        return SystemReader.Read(
            compose, model, name, SourceFiles.NameOf(compose.SyntaxTree, compilation), [], cancellation);
    }

    /// <summary>
    /// Whether this part of a partial type speaks for all of it. The compiler refuses a second attribute, but hands
    /// both parts over.
    /// </summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var attribute = context.Attributes[0].AttributeClass;
        var first = context.TargetSymbol.GetAttributes()
            .First(each => SymbolEqualityComparer.Default.Equals(each.AttributeClass, attribute));
        return first.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent == context.TargetNode;
    }
}
