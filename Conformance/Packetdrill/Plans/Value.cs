using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>What an argument of a call comes to, constants and operators worked out.</summary>
internal abstract record Value
{
    /// <summary>A number that fits a call; <see langword="null"/> for anything else.</summary>
    public long? Number =>
        this is NumberValue { Value: var value } && value >= long.MinValue && value <= ulong.MaxValue
            ? unchecked((long)value)
            : null;
}

/// <summary>Left to whoever runs the script, or to whoever answers.</summary>
internal sealed record AnyValue : Value
{
    /// <inheritdoc/>
    public override string ToString() => "...";
}

/// <summary>A number; NULL is 0.</summary>
/// <param name="Value">The number.</param>
internal sealed record NumberValue(Int128 Value) : Value
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A string or an address.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="IsRepeated">Whether it is repeated to fill what is asked for.</param>
internal sealed record TextValue(string Text, bool IsRepeated = false) : Value
{
    /// <inheritdoc/>
    public override string ToString() => Quotation.Write(Text) + (IsRepeated ? "..." : "");
}

/// <summary>What a pointer leads to.</summary>
/// <param name="Items">The values.</param>
internal sealed record ListValue(Sequence<Value> Items) : Value
{
    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Items)}]";
}

/// <summary>A structure.</summary>
/// <param name="Fields">Its fields.</param>
internal sealed record StructureValue(Sequence<FieldValue> Fields) : Value
{
    /// <summary>The value of a field, if it is said.</summary>
    public Value? this[string name] => Fields.FirstOrDefault(field => field.Name == name)?.Value;

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Fields)}}}";
}

/// <summary>A field of a structure.</summary>
/// <param name="Name">Its name, if it is said.</param>
/// <param name="Length">Its length, if it is said.</param>
/// <param name="Value">Its value.</param>
internal sealed record FieldValue(string? Name, Value? Length, Value Value)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Name is null ? $"{Value}" : Length is null ? $"{Name}={Value}" : $"{Name}({Length})={Value}";
}
