using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Emission;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators;

/// <summary>Reads the tables of a project and adds code to their classes; see <c>docs/generated-code.md</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WakelineGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        InitializeMachines(context);
        InitializeSystems(context);
    }

    private static void InitializeMachines(IncrementalGeneratorInitializationContext context)
    {
        var machines = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                TableParser.MachineAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, cancellation) => Transforms.Machine(attributed, cancellation))
            .Where(static machine => machine is not null)
            .Select(static (machine, _) => machine!)
            .WithTrackingName(TrackingNames.Machine);
        var code = machines
            .Select(static (machine, _) => machine.WithoutPlaces())
            .WithTrackingName(TrackingNames.MachineCode);

        context.RegisterSourceOutput(code, static (output, machine) =>
        {
            output.AddSource($"{machine.Type.HintName}.g.cs", MachineEmitter.WriteShipped(machine));
            output.AddSource($"{machine.Type.HintName}.Mutated.g.cs", MachineEmitter.WriteMutated(machine));
        });
        var hasStateless = context.CompilationProvider
            .Select(static (compilation, _) =>
                compilation.GetTypeByMetadataName("Stateless.StateMachine`2") is not null)
            .WithTrackingName(TrackingNames.HasStateless);
        context.RegisterSourceOutput(code.Combine(hasStateless), static (output, pair) =>
        {
            if (pair.Right)
            {
                output.AddSource($"{pair.Left.Type.HintName}.Stateless.g.cs", StatelessEmitter.Write(pair.Left));
            }
        });
        context.RegisterSourceOutput(machines, static (output, machine) =>
            output.AddSource($"{machine.Type.HintName}.Info.g.cs", InfoEmitter.Write(machine)));
    }

    private static void InitializeSystems(IncrementalGeneratorInitializationContext context)
    {
        var systems = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                TableParser.SystemAttribute,
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax,
                static (attributed, cancellation) => Transforms.System(attributed, cancellation))
            .Where(static system => system is not null)
            .Select(static (system, _) => system!)
            .WithTrackingName(TrackingNames.System);
        var code = systems
            .Select(static (system, _) => system.WithoutPlaces())
            .WithTrackingName(TrackingNames.SystemCode);

        context.RegisterSourceOutput(code, static (output, system) =>
            output.AddSource($"{system.Type.HintName}.g.cs", SystemEmitter.WriteCode(system)));
        context.RegisterSourceOutput(systems, static (output, system) =>
            output.AddSource($"{system.Type.HintName}.Info.g.cs", SystemEmitter.WriteInfo(system)));
    }
}
