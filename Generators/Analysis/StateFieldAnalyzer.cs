using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Reports fields of machines' states that nothing reads. It has to see the whole project first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateFieldAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.OfStates;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(TableParser.MachineAttribute) is not { } machine)
        {
            return;
        }

        var states = new ConcurrentBag<ITypeSymbol>();
        var read = new ConcurrentDictionary<IFieldSymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (StateOf((INamedTypeSymbol)symbol.Symbol, machine) is { } state)
                {
                    states.Add(state);
                }
            },
            SymbolKind.NamedType);
        context.RegisterOperationAction(
            operation => Note((IFieldReferenceOperation)operation.Operation, read), OperationKind.FieldReference);
        context.RegisterCompilationEndAction(end => Report(end, states, read));
    }

    private static ITypeSymbol? StateOf(INamedTypeSymbol type, INamedTypeSymbol machine) =>
        type.GetAttributes().Any(each => SymbolEqualityComparer.Default.Equals(each.AttributeClass, machine))
            ? TableParser.StateOf(type)
            : null;

    private static void Note(IFieldReferenceOperation reference, ConcurrentDictionary<IFieldSymbol, bool> read)
    {
        if (reference.Field.ContainingType.IsValueType && !reference.Field.IsStatic && !IsOnlyWritten(reference))
        {
            read.TryAdd(reference.Field.OriginalDefinition, true);
        }
    }

    /// <summary>Whether the value is replaced or counted up, and goes nowhere.</summary>
    private static bool IsOnlyWritten(IFieldReferenceOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Target == reference,
        ICompoundAssignmentOperation { Parent: IExpressionStatementOperation } change => change.Target == reference,
        IIncrementOrDecrementOperation { Parent: IExpressionStatementOperation } => true,
        _ => false,
    };

    private static void Report(
        CompilationAnalysisContext context, IEnumerable<ITypeSymbol> states,
        ConcurrentDictionary<IFieldSymbol, bool> read)
    {
        foreach (var field in StateFields.Of(states, context.Compilation.Assembly))
        {
            if (!read.ContainsKey(field))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.UnusedStateField, field.Locations[0], field.ContainingType.Name, field.Name));
            }
        }
    }
}
