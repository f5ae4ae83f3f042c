using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Wakeline.Generators.Analysis;

/// <summary>Says what makes an operation depend on something else than the state, if anything does.</summary>
internal static class Impurities
{
    private static readonly Dictionary<string, string> Members = new()
    {
        ["System.DateTime.Now"] = "reads the clock",
        ["System.DateTime.UtcNow"] = "reads the clock",
        ["System.DateTime.Today"] = "reads the clock",
        ["System.DateTimeOffset.Now"] = "reads the clock",
        ["System.DateTimeOffset.UtcNow"] = "reads the clock",
        ["System.Guid.NewGuid"] = "makes a random number",
    };

    private static readonly Dictionary<string, string> Types = new()
    {
        ["System.TimeProvider"] = "reads the clock",
        ["System.Diagnostics.Stopwatch"] = "reads the clock",
        ["System.Random"] = "makes a random number",
        ["System.Security.Cryptography.RandomNumberGenerator"] = "makes a random number",
        ["System.Environment"] = "asks the environment",
        ["System.AppContext"] = "asks the environment",
        ["System.Diagnostics.Process"] = "asks the environment",
        ["System.Console"] = "does input or output",
        ["System.GC"] = "asks the environment",
        ["System.Activator"] = "uses reflection",
        ["System.Type"] = "uses reflection",
    };

    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["System.IO"] = "does input or output",
        ["System.Net"] = "does input or output",
        ["System.Threading"] = "deals with threads",
        ["System.Reflection"] = "uses reflection",
    };

    public static string? Of(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, IsReadOnly: false } field } =>
            $"uses the static field '{field.ToDisplayString(Short)}', which can change",
        IPropertyReferenceOperation { Property: { IsStatic: true, SetMethod: not null } property } =>
            $"uses the static property '{property.ToDisplayString(Short)}', which can change",
        IMemberReferenceOperation reference => Of(reference.Member),
        IInvocationOperation call => Of(call.TargetMethod),
        IObjectCreationOperation { Constructor: { } constructor } => Of(constructor),
        _ => null,
    };

    private static SymbolDisplayFormat Short { get; } = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly);

    private static string? Of(ISymbol member)
    {
        if (member.ContainingType is not { } type || member.DeclaringSyntaxReferences.Length > 0)
        {
            return null;
        }

        var typeName = $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
        return Members.TryGetValue($"{typeName}.{member.Name}", out var does)
            || Types.TryGetValue(typeName, out does)
            || Namespaces.Any(each => IsIn(type.ContainingNamespace?.ToDisplayString(), each.Key)
                && (does = each.Value) is not null)
            ? $"{does} ({type.Name}.{Named(member)})"
            : null;
    }

    private static string Named(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? "new"
        : member.Name;

    private static bool IsIn(string? space, string outer) =>
        space is not null && (space == outer || space.StartsWith(outer + ".", StringComparison.Ordinal));
}
