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
        if (TableParser.FindRules(machine, cancellation) is not { } rules)
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
        if (TableParser.FindCompose(system, cancellation) is not { } compose)
        {
            return null;
        }

        var compilation = context.SemanticModel.Compilation;
        var model = compilation.GetSemanticModel(compose.SyntaxTree);
        var name = context.Attributes[0].ConstructorArguments is [{ Value: string given }] ? given : system.Name;
        return SystemReader.Read(
            compose, model, name, SourceFiles.NameOf(compose.SyntaxTree, compilation), [], cancellation);
    }
}
