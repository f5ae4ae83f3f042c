using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Wakeline.Generators.DataFlow;

/// <summary>
/// The parameters of a method that hold the same number all through it, so that an index that names one is known to the
/// caller.
/// </summary>
internal sealed class IndexParameters(IMethodSymbol method)
{
    private readonly HashSet<int> _changed = [];

    /// <summary>Looks for parameters that get another value.</summary>
    public void Examine(IOperation body)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            foreach (var target in TargetsOf(operation))
            {
                if (target is IParameterReferenceOperation named)
                {
                    _changed.Add(named.Parameter.Ordinal);
                }
            }
        }
    }

    /// <summary>What stands in brackets for an index.</summary>
    public string IndexOf(IOperation index) => index switch
    {
        IParenthesizedOperation inner => IndexOf(inner.Operand),

        // Numbers of instances fit a byte, so that no conversion makes two of them one.
        IConversionOperation { OperatorMethod: null } conversion => IndexOf(conversion.Operand),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } named }
            when SymbolEqualityComparer.Default.Equals(named.ContainingSymbol, method)
                && !_changed.Contains(named.Ordinal) => ElementPaths.Of(named.Ordinal),
        _ => ElementPaths.Any,
    };

    /// <summary>What stands in brackets for a parameter of a callee.</summary>
    public Func<int, string> GivenBy(IInvocationOperation call) => parameter =>
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == parameter)
            {
                return IndexOf(argument.Value);
            }
        }

        return ElementPaths.Any;
    };

    private static IEnumerable<IOperation> TargetsOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { IsRef: true } assignment => [assignment.Target, assignment.Value],
        IAssignmentOperation assignment => Places(assignment.Target),
        IIncrementOrDecrementOperation change => [change.Target],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => [argument.Value],
        IAddressOfOperation address => [address.Reference],
        IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None, Initializer: { } referring } =>
            [referring.Value],
        _ => [],
    };

    private static IEnumerable<IOperation> Places(IOperation target) =>
        target is ITupleOperation tuple ? tuple.Elements.SelectMany(Places) : [target];
}
