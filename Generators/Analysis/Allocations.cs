using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Wakeline.Generators.Analysis;

/// <summary>Says what an operation puts on the heap, if anything.</summary>
internal static class Allocations
{
    public static string? Of(IOperation operation)
    {
        if (operation.ConstantValue.HasValue)
        {
            return null;
        }

        return operation switch
        {
            IObjectCreationOperation { Type: { IsReferenceType: true } type } => $"a new '{Name(type)}'",
            IArrayCreationOperation array when !IsData(array) => "a new array",
            ICollectionExpressionOperation { Type: { IsReferenceType: true } type } => $"a new '{Name(type)}'",
            IAnonymousObjectCreationOperation => "a new object of an anonymous type",
            IAnonymousFunctionOperation or IDelegateCreationOperation { Target: not IAnonymousFunctionOperation } =>
                "a delegate",
            IInterpolatedStringOperation => "an interpolated string",
            IBinaryOperation { Type.SpecialType: SpecialType.System_String } => "a string put together",
            IWithOperation { Type: { IsReferenceType: true } type } => $"a new '{Name(type)}'",
            IConversionOperation conversion when IsBoxing(conversion) =>
                $"'{Name(conversion.Operand.Type!)}' is boxed as '{Name(conversion.Type!)}'",
            IInvocationOperation { TargetMethod: { } method } => Of(method),
            _ => null,
        };
    }

    /// <summary>What a method of the compilation is for its caller, before anything in it runs.</summary>
    public static string? OfMethod(IMethodSymbol method)
    {
        if (method.IsAsync)
        {
            return "it is asynchronous";
        }

        return method.IsIterator ? "it is an iterator" : null;
    }

    private static string? Of(IMethodSymbol method)
    {
        if (method.ContainingNamespace?.ToDisplayString() == "System.Linq")
        {
            return $"the query operator '{method.Name}'";
        }

        var isForeign = method.DeclaringSyntaxReferences.Length == 0;
        return isForeign && method.ReturnType is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol
            ? $"'{method.ContainingType.Name}.{method.Name}' returns a new {(method.ReturnType is IArrayTypeSymbol
                ? "array"
                : "string")}"
            : null;
    }

    /// <summary>A span of constants refers to the data of the assembly.</summary>
    private static bool IsData(IArrayCreationOperation array) =>
        array.Parent is IConversionOperation { Type.Name: "ReadOnlySpan" }
        && array.Initializer is { } initializer
        && initializer.ElementValues.All(value => value.ConstantValue.HasValue);

    private static bool IsBoxing(IConversionOperation conversion) =>
        conversion is { Operand.Type.IsValueType: true, Type.IsReferenceType: true, OperatorMethod: null }
        && !conversion.IsTryCast;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
