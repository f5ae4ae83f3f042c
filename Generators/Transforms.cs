using Microsoft.CodeAnalysis;
using Wakeline.Generators.Memory;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators;

/// <summary>From an attributed type to its model; nothing of the compilation is kept.</summary>
internal static class Transforms
{
    public static MachineModel? Machine(
        GeneratorAttributeSyntaxContext context, EditMemory memory, CancellationToken cancellation) =>
        Read(context, memory, Machine, cancellation);

    public static SystemModel? System(
        GeneratorAttributeSyntaxContext context, EditMemory memory, CancellationToken cancellation) =>
        Read(context, memory, System, cancellation);

    private static T? Read<T>(
        GeneratorAttributeSyntaxContext context, EditMemory memory,
        Func<GeneratorAttributeSyntaxContext, Reading, CancellationToken, T?> read, CancellationToken cancellation)
        where T : class
    {
        if (!IsFirst(context, cancellation))
        {
            return null;
        }

        var reading = Reading.Of(context.SemanticModel.Compilation, memory);
        lock (reading)
        {
            return memory.Recall(
                SymbolNames.Of(context.TargetSymbol), reading,
                () => read(context, reading, cancellation));
        }
    }

    private static MachineModel? Machine(
        GeneratorAttributeSyntaxContext context, Reading reading, CancellationToken cancellation) =>
        reading.TableOf((INamedTypeSymbol)context.TargetSymbol, cancellation) is { } table
            ? MachineModels.Build(
                table, reading, SourceFiles.NameOf(table.Place.SourceTree!, reading.Compilation), cancellation)
            : null;

    private static SystemModel? System(
        GeneratorAttributeSyntaxContext context, Reading reading, CancellationToken cancellation)
    {
        var system = (INamedTypeSymbol)context.TargetSymbol;
        if (TableParser.FindCompose(system, cancellation) is not { } compose)
        {
            return null;
        }

        var name = context.Attributes[0].ConstructorArguments is [{ Value: string given }] ? given : system.Name;
        return SystemReader.Read(
            compose, reading, name, SourceFiles.NameOf(compose.SyntaxTree, reading.Compilation), [], cancellation);
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
