using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Works arguments out: names become numbers, operators are applied.</summary>
internal static class ArgumentBinder
{
    private const int ShiftMost = 63;

    /// <summary>The value of an argument.</summary>
    /// <exception cref="UnsupportedException">A name or a function is not known.</exception>
    public static Value Bind(Argument argument) => argument switch
    {
        Ellipsis => new AnyValue(),
        Integer number => new NumberValue(number.Value),
        NamedConstant named => new NumberValue(SocketConstants.Find(named.Name)
            ?? throw new UnsupportedException($"the constant '{named.Name}' is not known")),
        StringLiteral literal => new TextValue(literal.Value, literal.IsRepeated),
        PointerTo pointer => new ListValue(pointer.Items.Select(Bind).ToSequence()),
        Structure structure => new StructureValue(structure.Fields.Select(Bind).ToSequence()),
        Application application => Apply(application),
        Operation operation => new NumberValue(
            Apply(operation, NumberOf(operation.Left), NumberOf(operation.Right))),
        Inversion { Operator: '~' } inversion => new NumberValue(~NumberOf(inversion.Operand)),
        Inversion inversion => new NumberValue(-NumberOf(inversion.Operand)),
        _ => throw new ArgumentOutOfRangeException(nameof(argument)),
    };

    private static FieldValue Bind(StructureField field) =>
        new(field.Name, field.Length is { } length ? Bind(length) : null, Bind(field.Value));

    /// <summary>Numbers and addresses are kept in the order in which people write them.</summary>
    private static Value Apply(Application application) =>
        (application.Name, application.Arguments.Count) switch
        {
            ("htons" or "htonl" or "ntohs" or "ntohl" or "inet_addr", 1) => Bind(application.Arguments[0]),
            ("inet_pton", 2) => Bind(application.Arguments[1]),
            var (name, count) => throw new UnsupportedException($"the function '{name}' of {count} is not known"),
        };

    private static Int128 NumberOf(Argument argument) => Bind(argument) is NumberValue { Value: var number }
        && number >= long.MinValue && number <= ulong.MaxValue
            ? number
            : throw new UnsupportedException($"'{ArgumentPrinter.Write(argument)}' is no number of 64 bits");

    private static Int128 Apply(Operation operation, Int128 left, Int128 right) => operation.Operator switch
    {
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" when right != 0 => left / right,
        "<<" when right >= 0 && right <= ShiftMost => left << (int)right,
        ">>" when right >= 0 && right <= ShiftMost => left >> (int)right,
        _ => throw new UnsupportedException($"'{ArgumentPrinter.Write(operation)}' has no value"),
    };
}
