using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Wakeline.Generators.DataFlow;

/// <summary>
/// Walks the body of one method and notes what it does to one parameter. Local variables that refer into the parameter
/// are followed without regard to the order of statements, which can only make the sets larger.
/// </summary>
internal sealed class BodyWalker(
    StateAccess analysis, IMethodSymbol method, int parameter, MethodSummary summary, CancellationToken cancellation)
{
    private readonly Dictionary<ILocalSymbol, string> _aliases = new(SymbolEqualityComparer.Default);
    private readonly IndexParameters _indexes = new(method);

    private AccessSet Accesses => summary.Accesses;

    /// <summary>Walks the whole body.</summary>
    public void WalkBody(IOperation body)
    {
        _indexes.Examine(body);
        Walk(body);
    }

    private void Walk(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (operation)
        {
            case { Type: { IsRefLikeType: true, Name: "Span" } }
                or IForEachLoopOperation { LoopControlVariable: not null }
                when LeadsOut(operation):
                Escape(operation);
                break;
            case IDeconstructionAssignmentOperation assignment:
                Escape(assignment.Target);
                Walk(assignment.Value);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                Escape(argument.Value);
                break;
            case IVariableDeclaratorOperation
            {
                Symbol.RefKind: not RefKind.None, Initializer.Value: { } referred,
            } local:
                Refer(local.Symbol, referred);
                break;
            case IReturnOperation { ReturnedValue: { } value } when method.RefKind != RefKind.None:
                Return(value);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Assign(assignment.Target, reads: false);
                Walk(assignment.Value);
                break;
            case ISimpleAssignmentOperation { IsRef: true } assignment:
                Escape(assignment.Target);
                Escape(assignment.Value);
                break;
            case ICompoundAssignmentOperation assignment:
                Assign(assignment.Target, reads: true);
                Walk(assignment.Value);
                break;
            case IIncrementOrDecrementOperation change:
                Assign(change.Target, reads: true);
                break;
            case IInvocationOperation call:
                Call(call);
                break;
            case IPropertyReferenceOperation
            {
                Instance: { } of, Property: { RefKind: RefKind.None, GetMethod: { } getter },
            } property when PathOf(of) is { } path:
                Get(property, of, path, getter);
                break;
            case IInvalidOperation invalid:
                Invalid(invalid);
                break;
            case IAnonymousFunctionOperation or ILocalFunctionOperation or IAddressOfOperation:
                Escape(operation);
                break;
            default:
                Other(operation);
                break;
        }
    }

    /// <summary>
    /// Whether writes may happen through a span, or through the variable of a loop that refers to elements.
    /// </summary>
    private static bool LeadsOut(IOperation operation) => operation is not IForEachLoopOperation loop
        || loop.Locals.Any(local => local.RefKind == RefKind.Ref);

    private void Other(IOperation operation)
    {
        if (PathOf(operation) is { } path)
        {
            Accesses.Read(path);
            WalkIndexes(operation);
            return;
        }

        foreach (var child in operation.ChildOperations)
        {
            Walk(child);
        }
    }

    /// <summary>The part of the parameter an expression names, or <see langword="null"/>.</summary>
    private string? PathOf(IOperation operation) => operation switch
    {
        IParameterReferenceOperation named when named.Parameter.Ordinal == parameter && parameter >= 0 => "",
        IInstanceReferenceOperation when parameter < 0 => "",
        ILocalReferenceOperation local => _aliases.TryGetValue(local.Local, out var path) ? path : null,
        IFieldReferenceOperation { Instance: { } of } field => Part(of, field.Field.Name),
        IInlineArrayAccessOperation element => Part(element.Instance, $"[{_indexes.IndexOf(element.Argument)}]"),
        IPropertyReferenceOperation { Instance: { } of, Property.RefKind: not RefKind.None } indexer
            when indexer.Property.IsIndexer => IsRing(indexer.Property) ? Part(of, "[]") : PathOf(of),
        IInvocationOperation { TargetMethod.RefKind: not RefKind.None } call => Returned(call),
        IConversionOperation { IsImplicit: true } conversion => PathOf(conversion.Operand),
        IParenthesizedOperation inner => PathOf(inner.Operand),
        _ => null,
    };

    /// <summary>
    /// Whether what an indexer returns is an element, and whoever changes what else it reads touches the whole.
    /// </summary>
    private static bool IsRing(IPropertySymbol indexer) =>
        indexer.ContainingType is { Name: "Ring", ContainingNamespace.Name: "Wakeline" };

    private string? Part(IOperation whole, string part) =>
        PathOf(whole) is { } path ? AccessSet.Join(path, part) : null;

    /// <summary>The part that a call returns a reference to, if a followed callee says so.</summary>
    private string? Returned(IInvocationOperation call)
    {
        foreach (var (value, ordinal) in Given(call))
        {
            if (PathOf(value) is { } path)
            {
                return analysis.Summarize(call.TargetMethod, ordinal, cancellation)?.Returned is { } part
                    ? AccessSet.Join(path, ElementPaths.Resolve(part, _indexes.GivenBy(call)))
                    : path;
            }
        }

        return null;
    }

    private void Refer(ILocalSymbol local, IOperation referred)
    {
        if (PathOf(referred) is { } path)
        {
            _aliases[local] = path;
            WalkIndexes(referred);
        }
        else
        {
            Escape(referred);
        }
    }

    private void Return(IOperation value)
    {
        if (PathOf(value) is { } path)
        {
            // Where results differ, the whole parameter is the only safe answer.
            summary.Returned = summary.Returned is null || summary.Returned == path ? path : "";
            WalkIndexes(value);
            return;
        }

        Escape(value);
        summary.Returned = "";
    }

    private void Assign(IOperation target, bool reads)
    {
        if (PathOf(target) is not { } path)
        {
            AssignProperty(target);
            return;
        }

        Accesses.Write(path);
        if (reads)
        {
            Accesses.Read(path);
        }

        WalkIndexes(target);
    }

    private void AssignProperty(IOperation target)
    {
        if (target is IPropertyReferenceOperation { Instance: { } of } && PathOf(of) is { } path)
        {
            Accesses.Touch(path);
        }

        foreach (var child in target.ChildOperations)
        {
            Walk(child);
        }
    }

    /// <summary>What is read to find the place an expression names: indexes, and what is given to calls.</summary>
    private void WalkIndexes(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                Call(call);
                return;
            case IInlineArrayAccessOperation element:
                WalkIndexes(element.Instance);
                Walk(element.Argument);
                return;
            case IPropertyReferenceOperation indexer:
                WalkIndexes(indexer.Instance!);
                foreach (var argument in indexer.Arguments)
                {
                    Walk(argument.Value);
                }

                return;
            default:
                foreach (var child in operation.ChildOperations)
                {
                    WalkIndexes(child);
                }

                return;
        }
    }

    private void Call(IInvocationOperation call)
    {
        foreach (var (value, ordinal) in Given(call))
        {
            if (PathOf(value) is not { } path)
            {
                Walk(value);
                continue;
            }

            WalkIndexes(value);
            if (IsByValue(call, ordinal))
            {
                Accesses.Read(path);
            }
            else if (BitSets.IsElementCall(call, out var writes))
            {
                var element = AccessSet.Join(path, $"[{_indexes.IndexOf(call.Arguments[0].Value)}]");
                Note(element, writes);
            }
            else if (analysis.Summarize(call.TargetMethod, ordinal, cancellation) is { } callee)
            {
                Accesses.Add(callee.Accesses, path, _indexes.GivenBy(call));
            }
            else if (IsReadOnly(call, ordinal))
            {
                Accesses.Read(path);
            }
            else
            {
                Accesses.Touch(path);
            }
        }
    }

    private void Note(string path, bool writes)
    {
        if (writes)
        {
            Accesses.Write(path);
        }
        else
        {
            Accesses.Read(path);
        }
    }

    private void Get(IPropertyReferenceOperation property, IOperation of, string path, IMethodSymbol getter)
    {
        WalkIndexes(of);
        foreach (var argument in property.Arguments)
        {
            Walk(argument.Value);
        }

        if (analysis.Summarize(getter, -1, cancellation) is { } callee)
        {
            Accesses.Add(callee.Accesses, path, ElementPaths.Unknown);
        }
        else if (getter.IsReadOnly || getter.ContainingType.IsReadOnly)
        {
            Accesses.Read(path);
        }
        else
        {
            Accesses.Touch(path);
        }
    }

    private static IEnumerable<(IOperation Value, int Ordinal)> Given(IInvocationOperation call)
    {
        if (call.Instance is { } instance)
        {
            yield return (instance, -1);
        }

        foreach (var argument in call.Arguments)
        {
            yield return (argument.Value, argument.Parameter?.Ordinal ?? 0);
        }
    }

    private static bool IsByValue(IInvocationOperation call, int ordinal) =>
        ordinal >= 0 && call.TargetMethod.Parameters[ordinal].RefKind == RefKind.None;

    private static bool IsReadOnly(IInvocationOperation call, int ordinal) =>
        call.TargetMethod.RefKind != RefKind.Ref
        && (ordinal < 0
            ? call.TargetMethod.IsReadOnly || call.TargetMethod.ContainingType.IsReadOnly
            : call.TargetMethod.Parameters[ordinal].RefKind is RefKind.In or RefKind.RefReadOnlyParameter);

    /// <summary>
    /// Code that does not compile: most often a call of a member that this generator is about to emit. The rows of that
    /// machine say what it touches.
    /// </summary>
    private void Invalid(IInvalidOperation invalid)
    {
        var model = invalid.SemanticModel!;
        if (GeneratedCalls.MachineOf(invalid.Syntax, model, cancellation) is { } machine
            && analysis.StateOf(machine, cancellation) is { } state)
        {
            foreach (var given in invalid.ChildOperations)
            {
                Give(given, machine, state);
            }

            return;
        }

        Escape(invalid);
    }

    /// <summary>What a machine does to the state it is given; what else it is given is read.</summary>
    private void Give(IOperation given, INamedTypeSymbol machine, ITypeSymbol state)
    {
        if (PathOf(given) is { } path && SymbolEqualityComparer.Default.Equals(given.Type, state))
        {
            Accesses.Add(analysis.OfMachine(machine, cancellation), path, ElementPaths.Unknown);
            WalkIndexes(given);
            return;
        }

        Walk(given);
    }

    /// <summary>The reference is out of sight: everything it may lead to counts as read and written.</summary>
    private void Escape(IOperation operation)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            if (PathOf(each) is { } path)
            {
                Accesses.Touch(path);
            }
        }
    }
}
