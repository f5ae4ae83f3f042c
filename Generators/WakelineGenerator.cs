using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Emission;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators;

/// <summary>Reads the tables of a project and adds code to their classes; see <c>docs/generated-code.md</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WakelineGenerator : IIncrementalGenerator
{
    /// <summary>How a machine becomes a model; tests put a faulty way here.</summary>
    internal Func<GeneratorAttributeSyntaxContext, CancellationToken, MachineModel?> ReadMachine { get; init; } =
        Transforms.Machine;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        InitializeMachines(context);
        InitializeSystems(context);
    }

    private void InitializeMachines(IncrementalGeneratorInitializationContext context)
    {
        var read = ReadMachine;
        var machines = Models(context, context.SyntaxProvider.ForAttributeWithMetadataName(
                TableParser.MachineAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                (attributed, cancellation) => Guarded.Transform(read, attributed, cancellation)))
            .WithTrackingName(TrackingNames.Machine);
        var code = machines
            .Select(static (machine, _) => machine.WithoutPlaces())
            .WithTrackingName(TrackingNames.MachineCode);

        context.RegisterSourceOutput(code, static (output, machine) =>
        {
            Guarded.Write(output, machine.Type, ".g.cs", () => MachineEmitter.WriteShipped(machine));
            Guarded.Write(output, machine.Type, ".Mutated.g.cs", () => MachineEmitter.WriteMutated(machine));
        });
        var hasStateless = context.CompilationProvider
            .Select(static (compilation, _) =>
                compilation.GetTypeByMetadataName("Stateless.StateMachine`2") is not null)
            .WithTrackingName(TrackingNames.HasStateless);
        context.RegisterSourceOutput(code.Combine(hasStateless), static (output, pair) =>
        {
            if (pair.Right)
            {
                Guarded.Write(output, pair.Left.Type, ".Stateless.g.cs", () => StatelessEmitter.Write(pair.Left));
            }
        });
        context.RegisterSourceOutput(machines, static (output, machine) =>
            Guarded.Write(output, machine.Type, ".Info.g.cs", () => InfoEmitter.Write(machine)));
    }

    private static void InitializeSystems(IncrementalGeneratorInitializationContext context)
    {
        var systems = Models(context, context.SyntaxProvider.ForAttributeWithMetadataName(
                TableParser.SystemAttribute,
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax,
                static (attributed, cancellation) =>
                    Guarded.Transform(Transforms.System, attributed, cancellation)))
            .WithTrackingName(TrackingNames.System);
        var code = systems
            .Select(static (system, _) => system.WithoutPlaces())
            .WithTrackingName(TrackingNames.SystemCode);

        context.RegisterSourceOutput(code, static (output, system) =>
            Guarded.Write(output, system.Type, ".g.cs", () => SystemEmitter.WriteCode(system)));
        context.RegisterSourceOutput(systems, static (output, system) =>
            Guarded.Write(output, system.Type, ".Info.g.cs", () => SystemEmitter.WriteInfo(system)));
    }

    /// <summary>The models that came out well; faults are reported.</summary>
    private static IncrementalValuesProvider<T> Models<T>(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Guarded<T>> guarded)
        where T : class, IEquatable<T>
    {
        context.RegisterSourceOutput(
            guarded.Where(static each => each.Fault.Count > 0),
            static (output, each) => output.ReportDiagnostic(
                Diagnostic.Create(Descriptors.InternalError, Location.None, [.. each.Fault])));
        return guarded.Where(static each => each.Value is not null).Select(static (each, _) => each.Value!);
    }
}
