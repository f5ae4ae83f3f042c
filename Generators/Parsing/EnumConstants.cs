using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>Reads constants of enumerations, and names them as <c>Enum.ToString()</c> does.</summary>
internal static class EnumConstants
{
    /// <summary>
    /// The declared values of an enumeration, in the order of <c>Enum.GetValues</c>: unsigned numbers.
    /// </summary>
    public static IReadOnlyList<IFieldSymbol> FieldsOf(INamedTypeSymbol type) =>
        [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .OrderBy(field => unchecked((ulong)Number(field.ConstantValue)))];

    /// <summary>The constant an expression stands for, or <see langword="null"/> if it is none.</summary>
    public static ConstantModel? Read(
        ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation) =>
        model.GetTypeInfo(expression, cancellation)
            is { ConvertedType: INamedTypeSymbol { TypeKind: TypeKind.Enum } type }
        && model.GetConstantValue(expression, cancellation) is { HasValue: true, Value: { } value }
            ? Of(type, Number(value))
            : null;

    /// <summary>A value of an enumeration.</summary>
    public static ConstantModel Of(INamedTypeSymbol type, long value)
    {
        var fields = FieldsOf(type);
        return new ConstantModel(
            NameOf(type, fields, value), value, CodeOf(type, fields, value),
            CodeOf(type, fields, Next(fields, value)));
    }

    private static long Next(IReadOnlyList<IFieldSymbol> fields, long value)
    {
        var index = fields.TakeWhile(field => Number(field.ConstantValue) != value).Count();
        if (fields.Count == 0)
        {
            return value;
        }

        return Number(fields[index < fields.Count ? (index + 1) % fields.Count : 0].ConstantValue);
    }

    private static string CodeOf(INamedTypeSymbol type, IReadOnlyList<IFieldSymbol> fields, long value)
    {
        var typeName = Names.Of(type);
        return fields.FirstOrDefault(field => Number(field.ConstantValue) == value) is { } declared
            ? $"{typeName}.{Names.Escape(declared.Name)}"
            : string.Format(CultureInfo.InvariantCulture, "({0})({1})", typeName, value);
    }

    private static string NameOf(INamedTypeSymbol type, IReadOnlyList<IFieldSymbol> fields, long value)
    {
        if (fields.FirstOrDefault(field => Number(field.ConstantValue) == value) is { } declared)
        {
            return declared.Name;
        }

        var isFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FlagsAttribute");
        return (isFlags ? Combine(fields, unchecked((ulong)value)) : null)
            ?? value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes the greatest flags out first and names them in rising order, as the runtime does.</summary>
    private static string? Combine(IReadOnlyList<IFieldSymbol> fields, ulong value)
    {
        var names = new List<string>();
        foreach (var field in fields.Reverse())
        {
            var bits = unchecked((ulong)Number(field.ConstantValue));
            if (bits != 0 && (value & bits) == bits)
            {
                names.Insert(0, field.Name);
                value &= ~bits;
            }
        }

        return value == 0 && names.Count > 0 ? string.Join(", ", names) : null;
    }

    public static long Number(object? value) => value switch
    {
        ulong large => unchecked((long)large),
        null => 0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
