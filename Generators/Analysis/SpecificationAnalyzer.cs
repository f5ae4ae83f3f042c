using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Reports what is wrong with the tables and systems of a project, on the line that causes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpecificationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.OfSpecifications;

    /// <summary>Called with each machine and system before it is checked; tests make it fail.</summary>
    internal Action<INamedTypeSymbol>? Before { get; init; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(TableParser.MachineAttribute) is not { } machine
            || context.Compilation.GetTypeByMetadataName(TableParser.SystemAttribute) is not { } system)
        {
            return;
        }

        var check = new SpecificationCheck(
            Reading.Of(context.Compilation),
            CitationCatalogue.Read(context.Options.AdditionalFiles, context.CancellationToken));
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (Mark(type, machine) is not null)
                {
                    Guarded(symbol, report => check.Machine(type, report, symbol.CancellationToken));
                }
                else if (Mark(type, system) is { } mark)
                {
                    Guarded(symbol, report => check.System(type, mark, report, symbol.CancellationToken));
                }
            },
            SymbolKind.NamedType);
    }

    private static AttributeData? Mark(INamedTypeSymbol type, INamedTypeSymbol attribute) =>
        type.GetAttributes().FirstOrDefault(each =>
            SymbolEqualityComparer.Default.Equals(each.AttributeClass, attribute));

    /// <summary>A fault of ours costs one diagnostic, never the analysis.</summary>
    private void Guarded(SymbolAnalysisContext context, Action<Action<Problem>> check)
    {
        try
        {
            Before?.Invoke((INamedTypeSymbol)context.Symbol);
            check(problem => context.ReportDiagnostic(problem.ToDiagnostic()));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.ReportDiagnostic(
                InternalErrors.Of(exception, context.Symbol.Name, context.Symbol.Locations[0]));
        }
    }
}
