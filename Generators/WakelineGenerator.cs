using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Emission;
using Wakeline.Generators.Memory;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators;

/// <summary>Reads the tables of a project and adds code to their classes; see <c>docs/generated-code.md</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WakelineGenerator : IIncrementalGenerator
{
    /// <summary>How a machine becomes a model; tests put a faulty way here.</summary>
    internal Func<GeneratorAttributeSyntaxContext, EditMemory, CancellationToken, MachineModel?> ReadMachine
    {
        get;
        init;
    } = Transforms.Machine;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (read, memory) = (ReadMachine, new EditMemory());
        var machines = Models(context, context.SyntaxProvider.ForAttributeWithMetadataName(
                TableParser.MachineAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                (attributed, cancellation) => Guarded.Transform(read, attributed, memory, cancellation)))
            .WithTrackingName(TrackingNames.Machine);
        var systems = Models(context, context.SyntaxProvider.ForAttributeWithMetadataName(
                TableParser.SystemAttribute,
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax,
                (attributed, cancellation) =>
                    Guarded.Transform(Transforms.System, attributed, memory, cancellation)))
            .WithTrackingName(TrackingNames.System);
        var shared = machines.Select(static (machine, _) => machine.Type.HintName).Collect()
            .Combine(systems.Select(static (system, _) => system.Type.HintName).Collect())
            .Select(static (names, _) => HintNames.Shared(names.Left.Concat(names.Right)))
            .WithTrackingName(TrackingNames.SharedNames);
        WriteMachines(context, machines, shared);
        WriteSystems(context, systems, shared);
    }

    private static void WriteMachines(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<MachineModel> machines,
        IncrementalValueProvider<EquatableArray<string>> shared)
    {
        var code = machines
            .Select(static (machine, _) => machine.WithoutPlaces())
            .WithTrackingName(TrackingNames.MachineCode);
        context.RegisterSourceOutput(code.Combine(shared), static (output, pair) =>
        {
            var (machine, name) = (pair.Left, HintNames.Of(pair.Left.Type, pair.Right));
            Guarded.Write(output, name, ".g.cs", () => MachineEmitter.WriteShipped(machine));
            Guarded.Write(output, name, ".Mutated.g.cs", () => MachineEmitter.WriteMutated(machine));
        });
        var hasStateless = context.CompilationProvider
            .Select(static (compilation, _) =>
                compilation.GetTypeByMetadataName("Stateless.StateMachine`2") is not null)
            .WithTrackingName(TrackingNames.HasStateless);
        context.RegisterSourceOutput(code.Combine(shared).Combine(hasStateless), static (output, pair) =>
        {
            if (pair.Right)
            {
                var (machine, name) = (pair.Left.Left, HintNames.Of(pair.Left.Left.Type, pair.Left.Right));
                Guarded.Write(output, name, ".Stateless.g.cs", () => StatelessEmitter.Write(machine));
            }
        });
        context.RegisterSourceOutput(machines.Combine(shared), static (output, pair) => Guarded.Write(
            output, HintNames.Of(pair.Left.Type, pair.Right), ".Info.g.cs", () => InfoEmitter.Write(pair.Left)));
    }

    private static void WriteSystems(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<SystemModel> systems,
        IncrementalValueProvider<EquatableArray<string>> shared)
    {
        var code = systems
            .Select(static (system, _) => system.WithoutPlaces())
            .WithTrackingName(TrackingNames.SystemCode);
        context.RegisterSourceOutput(code.Combine(shared), static (output, pair) => Guarded.Write(
            output, HintNames.Of(pair.Left.Type, pair.Right), ".g.cs", () => SystemEmitter.WriteCode(pair.Left)));
        context.RegisterSourceOutput(systems.Combine(shared), static (output, pair) => Guarded.Write(
            output, HintNames.Of(pair.Left.Type, pair.Right), ".Info.g.cs", () => SystemEmitter.WriteInfo(pair.Left)));
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
