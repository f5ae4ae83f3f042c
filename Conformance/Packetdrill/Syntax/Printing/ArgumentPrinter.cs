using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Printing;

/// <summary>Writes system calls and their arguments.</summary>
internal static class ArgumentPrinter
{
    /// <summary>A call with its result.</summary>
    public static string Write(Call call) => $"{call.Name}({List(call.Arguments)}) = {Write(call.Result)}";

    /// <summary>What a call returns.</summary>
    public static string Write(CallResult result)
    {
        var text = Write(result.Value, int.MaxValue);
        text += result.Error is { } error ? $" {error}" : "";
        return text + string.Concat(result.Notes.Select(note => $" ({note})"));
    }

    /// <summary>An argument.</summary>
    public static string Write(Argument argument) => Write(argument, 0);

    /// <param name="argument">The argument.</param>
    /// <param name="level">The weakest precedence that needs no parentheses.</param>
    private static string Write(Argument argument, int level) => argument switch
    {
        Ellipsis => "...",
        Integer { IsHexadecimal: true } number => $"0x{number.Value:x}",
        Integer number => $"{number.Value}",
        NamedConstant named => named.Name,
        StringLiteral literal => Quotation.Write(literal.Value) + (literal.IsRepeated ? "..." : ""),
        PointerTo pointer => $"[{List(pointer.Items)}]",
        Structure structure => $"{{{string.Join(", ", structure.Fields.Select(Write))}}}",
        Application application => $"{application.Name}({List(application.Arguments)})",
        Operation operation => Write(operation, level),
        Inversion inversion => inversion.Operator + Write(inversion.Operand, int.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(argument)),
    };

    private static string Write(Operation operation, int level)
    {
        var own = Precedence.Of(operation.Operator);
        var text = $"{Write(operation.Left, own)}{operation.Operator}{Write(operation.Right, own + 1)}";
        return own < level ? $"({text})" : text;
    }

    private static string Write(StructureField field) => field switch
    {
        { Name: null } => Write(field.Value),
        { Length: { } length } => $"{field.Name}({Write(length)})={Write(field.Value)}",
        _ => $"{field.Name}={Write(field.Value)}",
    };

    private static string List(Sequence<Argument> arguments) =>
        string.Join(", ", arguments.Select(argument => Write(argument)));
}
