using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>
/// Walks what the rules of a compilation run, through every call whose source is at hand, each method once. What
/// another assembly does inside is not seen.
/// </summary>
internal sealed class PurityWalker(Reading reading)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>Walks a guard, an effect or a predicate.</summary>
    public void Walk(IMethodSymbol method, Action<Problem> report, CancellationToken cancellation)
    {
        var waiting = new Queue<IMethodSymbol>([method]);
        while (waiting.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = waiting.Dequeue().OriginalDefinition;
            if (IsGenerated(next) || !_seen.TryAdd(next, true)
                || MethodBodies.Find(next, reading, cancellation) is not { } syntax
                || MethodBodies.Read(syntax, reading, cancellation) is not { } body)
            {
                continue;
            }

            if (Allocations.OfMethod(next) is { } allocates)
            {
                report(new Problem(Descriptors.AllocatingRule, next.Locations[0], next.Name, allocates));
            }

            foreach (var operation in Running(body))
            {
                Judge(operation, next, report);
                foreach (var callee in Callees(operation))
                {
                    waiting.Enqueue(callee);
                }
            }
        }
    }

    /// <summary>Every operation but what is done to fail: a rule that throws ends the run.</summary>
    private static IEnumerable<IOperation> Running(IOperation operation)
    {
        if (operation is IThrowOperation or INameOfOperation
            || (operation is IInvocationOperation call && call.TargetMethod.ContainingType.Name == "Debug"))
        {
            yield break;
        }

        yield return operation;
        foreach (var inner in operation.ChildOperations.SelectMany(Running))
        {
            yield return inner;
        }
    }

    private static void Judge(IOperation operation, IMethodSymbol method, Action<Problem> report)
    {
        var place = operation.Syntax.GetLocation();
        if (Impurities.Of(operation) is { } does)
        {
            report(new Problem(Descriptors.ImpureRule, place, NameOf(method), does));
        }
        else if (Allocations.Of(operation) is { } allocates)
        {
            report(new Problem(Descriptors.AllocatingRule, place, NameOf(method), allocates));
        }

        if (operation is IInvocationOperation call && MakesWritable(call))
        {
            report(new Problem(Descriptors.GuardWritesState, place, NameOf(method)));
        }
    }

    private static string NameOf(IMethodSymbol method) => method.AssociatedSymbol?.Name ?? method.Name;

    private static IEnumerable<IMethodSymbol> Callees(IOperation operation)
    {
        var called = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IBinaryOperation binary => binary.OperatorMethod,
            IUnaryOperation unary => unary.OperatorMethod,
            IConversionOperation conversion => conversion.OperatorMethod,
            _ => null,
        };
        if (called is not null)
        {
            yield return called;
        }

        if (operation is IPropertyReferenceOperation { Property: var property })
        {
            foreach (var accessor in new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>())
            {
                yield return accessor;
            }
        }
    }

    private static bool IsGenerated(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute");

    /// <summary>Whether a call takes away the promise of <c>in</c>.</summary>
    private static bool MakesWritable(IInvocationOperation call) =>
        call.TargetMethod is { ContainingType.Name: "Unsafe", Name: "AsRef" or "As" }
            or { ContainingType.Name: "MemoryMarshal", Name: "GetReference" or "CreateSpan" }
        && call.Arguments.Any(argument => IsReadOnly(argument.Value));

    private static bool IsReadOnly(IOperation value) => value switch
    {
        IParameterReferenceOperation { Parameter.RefKind: RefKind.In or RefKind.RefReadOnlyParameter } => true,
        IFieldReferenceOperation { Instance: { } whole } => IsReadOnly(whole),
        IInlineArrayAccessOperation element => IsReadOnly(element.Instance),
        IInvocationOperation { TargetMethod.Name: "AsRef", Arguments: [{ Value: { } given }] } => IsReadOnly(given),
        _ => false,
    };
}
