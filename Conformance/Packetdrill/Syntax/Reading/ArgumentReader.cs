using System.Globalization;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads arguments of calls.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class ArgumentReader(TokenStream tokens)
{
    private const int ItemsMost = 4096;
    private const int OperationsMost = 16;

    /// <summary>Reads arguments between commas, up to a closing sign.</summary>
    public Sequence<Argument> ReadList(string closing)
    {
        var items = new List<Argument>();
        if (tokens.TakeIf(closing))
        {
            return [];
        }

        do
        {
            RequireFew(items.Count);
            items.Add(Read());
        }
        while (tokens.TakeIf(","));
        tokens.Expect(closing);
        return items.ToSequence();
    }

    /// <summary>Reads an argument that is no operation, unless in parentheses.</summary>
    public Argument ReadPrimary()
    {
        tokens.Enter();
        var read = ReadEntered();
        tokens.Leave();
        return read;
    }

    private Argument Read() => ReadLevel(0);

    private Argument ReadLevel(int level)
    {
        if (level == Precedence.Levels.Count)
        {
            return ReadPrimary();
        }

        var position = tokens.Position;
        var left = ReadLevel(level + 1);
        for (var count = 0; Precedence.Levels[level].FirstOrDefault(tokens.TakeIf) is { } found; count++)
        {
            if (count == OperationsMost)
            {
                throw tokens.Expected($"at most {OperationsMost} operators of a kind");
            }

            left = new Operation(position, found, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Argument ReadEntered()
    {
        var position = tokens.Position;
        var token = tokens.Current;
        switch (token)
        {
            case { Kind: TokenKind.Digits or TokenKind.Hexadecimal }:
                return ReadInteger(position);
            case { Kind: TokenKind.String }:
                tokens.Take();
                return new StringLiteral(position, token.Text, tokens.TakeIf("..."));
            case { Kind: TokenKind.Word }:
                tokens.Take();
                return tokens.TakeIf("(")
                    ? new Application(position, token.Text, ReadList(")"))
                    : new NamedConstant(position, token.Text);
            default:
                return ReadSigned(position);
        }
    }

    private Argument ReadSigned(SourcePosition position)
    {
        if (tokens.TakeIf("..."))
        {
            return new Ellipsis(position);
        }

        if (tokens.TakeIf("["))
        {
            return new PointerTo(position, ReadList("]"));
        }

        if (tokens.TakeIf("{"))
        {
            return new Structure(position, ReadFields());
        }

        if (tokens.TakeIf("("))
        {
            var inner = Read();
            tokens.Expect(")");
            return inner;
        }

        if (tokens.TakeIf("-"))
        {
            return Negative(position, ReadPrimary());
        }

        return tokens.TakeIf("~")
            ? new Inversion(position, '~', ReadPrimary())
            : throw tokens.Expected("a value (a number, a constant, a string, '...', '[', '{' or '(')");
    }

    private Argument Negative(SourcePosition position, Argument operand)
    {
        if (operand is not Integer number || number.Value < 0)
        {
            throw tokens.Expected("a number behind '-'");
        }

        return number.IsHexadecimal || number.Value > -(Int128)long.MinValue
            ? new Inversion(position, '-', number)
            : new Integer(position, -number.Value);
    }

    private Integer ReadInteger(SourcePosition position)
    {
        var token = tokens.Current;
        var isHexadecimal = token.Kind == TokenKind.Hexadecimal;
        if (ulong.TryParse(
            isHexadecimal ? token.Text.AsSpan(2) : token.Text,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture,
            out var value))
        {
            tokens.Take();
            return new Integer(position, value, isHexadecimal);
        }

        throw tokens.Expected("a number of at most 64 bits");
    }

    /// <summary>A field is <c>value</c>, <c>name=value</c> or <c>name(length)=value</c>.</summary>
    private Sequence<StructureField> ReadFields()
    {
        var fields = new List<StructureField>();
        if (tokens.TakeIf("}"))
        {
            return [];
        }

        do
        {
            RequireFew(fields.Count);
            fields.Add(ReadField());
        }
        while (tokens.TakeIf(","));
        tokens.Expect("}");
        return fields.ToSequence();
    }

    private StructureField ReadField() => Read() switch
    {
        NamedConstant named when tokens.TakeIf("=") => new StructureField(named.Name, null, Read()),
        Application { Arguments.Count: 1 } sized when tokens.TakeIf("=") =>
            new StructureField(sized.Name, sized.Arguments[0], Read()),
        var value => new StructureField(null, null, value),
    };

    private void RequireFew(int count)
    {
        if (count == ItemsMost)
        {
            throw tokens.Expected($"at most {ItemsMost} values side by side");
        }
    }
}
