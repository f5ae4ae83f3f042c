using System.Globalization;
using System.Text.RegularExpressions;

namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>Reads expressions with the operators of Python and their precedence.</summary>
internal sealed partial class FormulaReader
{
    private const int NestingMost = 40;
    private const int OperatorsMost = 500;
    private const NumberStyles Numbers = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Operators between numbers by precedence, the weakest first.</summary>
    private static readonly string[][] s_levels =
        [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "//", "/", "%"]];

    private static readonly string[] s_comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, string> _definitions;
    private readonly IReadOnlySet<string> _variables;
    private readonly List<string> _tokens;
    private int _at;
    private int _nesting;
    private int _operators;

    private FormulaReader(
        string text, IReadOnlyDictionary<string, string> definitions, IReadOnlySet<string> variables, int nesting)
    {
        (_text, _definitions, _variables, _nesting) = (text, definitions, variables, nesting);
        _tokens = [.. Token().Matches(text).Select(match => match.Value).Where(token => !IsBlank(token))];
    }

    private string Current => _at < _tokens.Count ? _tokens[_at] : "";

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="definitions">Words that stand for other text.</param>
    /// <param name="variables">Names that the code has given values.</param>
    /// <exception cref="UnsupportedException">It is none that can be read.</exception>
    public static Formula Read(
        string text, IReadOnlyDictionary<string, string> definitions, IReadOnlySet<string> variables) =>
        new FormulaReader(text, definitions, variables, 0).ReadAll();

    private Formula ReadAll()
    {
        var formula = ReadChoice();
        return _at == _tokens.Count ? formula : throw Unread();
    }

    /// <summary>A word that stands for other text, whose parts count as well: it may have the word in it again, twice.
    /// </summary>
    private Formula ReadDefinition(string definition)
    {
        var reader = new FormulaReader(definition, _definitions, _variables, _nesting + 1) { _operators = _operators };
        var formula = reader.ReadAll();
        _operators = reader._operators;
        return formula;
    }

    /// <summary><c>a if condition else b</c>.</summary>
    private Formula ReadChoice()
    {
        var value = ReadDisjunction();
        if (!Take("if"))
        {
            return value;
        }

        var condition = ReadDisjunction();
        return Take("else") ? new Choice(condition, value, ReadChoice()) : throw Unread();
    }

    private Formula ReadDisjunction()
    {
        var left = ReadConjunction();
        while (Take("or"))
        {
            left = new Junction(false, left, ReadConjunction());
        }

        return left;
    }

    private Formula ReadConjunction()
    {
        var left = ReadNegation();
        while (Take("and"))
        {
            left = new Junction(true, left, ReadNegation());
        }

        return left;
    }

    private Formula ReadNegation()
    {
        Enter();
        var read = Take("not") ? new Prefixed("not", ReadNegation()) : ReadComparison();
        _nesting--;
        return read;
    }

    private Formula ReadComparison()
    {
        var first = ReadLevel(0);
        if (Take("in"))
        {
            return ReadMembership(first);
        }

        if (Current == "not" && _at + 1 < _tokens.Count && _tokens[_at + 1] == "in")
        {
            _at += 2;
            return new Prefixed("not", ReadMembership(first));
        }

        var others = new List<(string, Formula)>();
        while (s_comparisons.Contains(Current))
        {
            var sign = Take();
            others.Add((sign, ReadLevel(0)));
        }

        return others.Count == 0 ? first : new Comparison(first, others);
    }

    private Formula ReadMembership(Formula item)
    {
        if (!Take("range"))
        {
            return new Membership(item, ReadSet());
        }

        return Take("(") && ReadList(")") is [var first, .. var rest] && rest.Count <= 1
            ? rest is [var end] ? new InRange(item, first, end) : new InRange(item, new Constant(0), first)
            : throw Unread();
    }

    private List<Formula> ReadSet()
    {
        var closing = Take("(") ? ")" : Take("[") ? "]" : throw Unread();
        return ReadList(closing);
    }

    private List<Formula> ReadList(string closing)
    {
        var items = new List<Formula>();
        while (!Take(closing))
        {
            items.Add(ReadChoice());
            if (!Take(",") && Current != closing)
            {
                throw Unread();
            }
        }

        return items;
    }

    private Formula ReadLevel(int level)
    {
        if (level == s_levels.Length)
        {
            return ReadPrefixed();
        }

        var left = ReadLevel(level + 1);
        while (s_levels[level].Contains(Current))
        {
            var sign = Take();
            left = new Arithmetic(sign, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Formula ReadPrefixed()
    {
        Enter();
        var read = Current is "-" or "+" or "~" ? new Prefixed(Take(), ReadPrefixed()) : ReadPower();
        _nesting--;
        return read;
    }

    private Formula ReadPower()
    {
        var left = ReadPrimary();
        return Take("**") ? new Arithmetic("**", left, ReadPrefixed()) : left;
    }

    private Formula ReadPrimary()
    {
        if (Take("("))
        {
            var inner = ReadChoice();
            return Take(")") ? inner : throw Unread();
        }

        if (Current.Length == 0 || !(char.IsAsciiLetterOrDigit(Current[0]) || Current[0] is '_' or '.'))
        {
            throw Unread();
        }

        var word = Take();
        return Number(word) is { } number ? new Constant(number)
            : char.IsAsciiDigit(word[0]) || word[0] == '.' ? throw Unread()
            : Take("(") ? new Function(word, ReadList(")"))
            : Named(word);
    }

    private Formula Named(string word) => word switch
    {
        "True" => new Constant(1),
        "False" => new Constant(0),
        _ when _definitions.TryGetValue(word, out var definition) => ReadDefinition(definition),
        _ when _variables.Contains(word) => new Field(word),
        _ when KnownFields.Contains(word) => new Field(word),
        _ => new Constant(SocketConstants.Find(word)
            ?? throw new UnsupportedException($"'{word}' of '{_text}' is no field and no constant that is known")),
    };

    private static decimal? Number(string word) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                ? bits
                : null
            : decimal.TryParse(word, Numbers, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

    private static bool IsBlank(string token) => token is "\\" || char.IsWhiteSpace(token[0]);

    private void Enter()
    {
        if (++_nesting > NestingMost)
        {
            throw new UnsupportedException($"an expression with more than {NestingMost} others within each other");
        }
    }

    private string Take()
    {
        // Operators are read in loops but evaluated within each other.
        if (++_operators > OperatorsMost)
        {
            throw new UnsupportedException($"an expression of more than {OperatorsMost} parts");
        }

        return _tokens[_at++];
    }

    private bool Take(string token)
    {
        if (Current != token)
        {
            return false;
        }

        Take();
        return true;
    }

    private UnsupportedException Unread() => new(
        $"'{(_at < _tokens.Count ? Current : "the end")}' is not expected in the expression '{_text}'");

    [GeneratedRegex(
        @"\s+|[A-Za-z_]\w*|0[xX][0-9A-Fa-f]+|(?>\d+)(?:\.\d*)?(?:[eE]\d+)?|\.\d+|\*\*|==|!=|<=|>=|<<|>>|//|.",
        RegexOptions.Singleline)]
    private static partial Regex Token();
}
