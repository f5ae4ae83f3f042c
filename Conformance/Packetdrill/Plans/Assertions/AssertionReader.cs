using System.Text.RegularExpressions;

namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>
/// Reads the code of scripts, as far as it asserts: <c>assert condition, message</c>, <c>print ...</c>, names that are
/// given values, and <c>if</c>, several of them behind each other.
/// </summary>
internal sealed partial class AssertionReader
{
    private const int StatementsMost = 1000;
    private const int NestingMost = 20;

    private readonly List<(int Indent, string Text)> _lines;
    private readonly IReadOnlyDictionary<string, string> _definitions;
    private readonly HashSet<string> _variables;
    private int _at;
    private int _nesting;

    private AssertionReader(
        List<(int Indent, string Text)> lines,
        IReadOnlyDictionary<string, string> definitions,
        HashSet<string> variables) =>
        (_lines, _definitions, _variables) = (lines, definitions, variables);

    /// <summary>Reads code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="definitions">Words that stand for numbers.</param>
    /// <param name="variables">Names that code before has given values; those of this code are added.</param>
    /// <exception cref="UnsupportedException">It does something else.</exception>
    public static IReadOnlyList<Statement> Read(
        string code, IReadOnlyDictionary<string, string> definitions, HashSet<string>? variables = null)
    {
        var lines = StatementSplitter.Split(code.Replace("\r", "", StringComparison.Ordinal))
            .Take(StatementsMost + 1).ToList();
        if (lines.Count > StatementsMost)
        {
            throw new UnsupportedException($"code of more than {StatementsMost} statements");
        }

        var reader = new AssertionReader(lines, definitions, variables ?? []);
        var statements = new List<Statement>();
        while (reader._at < lines.Count)
        {
            statements.Add(reader.ReadStatement());
        }

        return statements;
    }

    private Statement ReadStatement()
    {
        var (indent, text) = _lines[_at++];
        return Behind("if", text) is null ? ReadSimple(text) : ReadConditional("if", indent, text);
    }

    private Statement ReadSimple(string statement)
    {
        if (Behind("assert", statement) is { } condition)
        {
            var end = StatementSplitter.EndOfExpression(condition, 0);
            return new Assertion(statement, Formula(condition[..end]));
        }

        if (statement == "pass" || Behind("print", statement) is not null || Behind("import", statement) is not null)
        {
            return new Print(statement);
        }

        if (AssignmentPattern().Match(statement) is not { Success: true } match)
        {
            throw new UnsupportedException($"the statement '{statement.Split('\n')[0]}' is no assert and no print");
        }

        var (name, sign, value) = (match.Groups[1].Value, match.Groups[2].Value, Formula(match.Groups[3].Value));
        if (KnownFields.Contains(name) || (sign.Length > 0 && !_variables.Contains(name)))
        {
            throw new UnsupportedException($"'{name}' cannot be given a value by '{statement}'");
        }

        _variables.Add(name);
        return new Assignment(
            statement, name, sign.Length == 0 ? value : new Arithmetic(sign, new Field(name), value));
    }

    /// <summary><c>if condition: ...</c>, in a line or with a block that stands deeper.</summary>
    private Conditional ReadConditional(string word, int indent, string text)
    {
        if (++_nesting > NestingMost)
        {
            throw new UnsupportedException($"more than {NestingMost} conditions within each other");
        }

        var behind = Behind(word, text)!;
        var colon = StatementSplitter.EndOfExpression(behind, 0, ':');
        if (colon == behind.Length)
        {
            throw new UnsupportedException($"the condition '{text}' without ':'");
        }

        var condition = Formula(behind[..colon]);
        var then = ReadBlock(indent, behind[(colon + 1)..]);
        IReadOnlyList<Statement> otherwise = [];
        if (_at < _lines.Count && _lines[_at].Indent == indent)
        {
            var next = _lines[_at].Text;
            if (Behind("elif", next) is not null)
            {
                _at++;
                otherwise = [ReadConditional("elif", indent, next)];
            }
            else if (ElsePattern().Match(next) is { Success: true } match)
            {
                _at++;
                otherwise = ReadBlock(indent, next[match.Length..]);
            }
        }

        _nesting--;
        return new Conditional(text, condition, then, otherwise);
    }

    private List<Statement> ReadBlock(int indent, string inLine)
    {
        var block = new List<Statement>();
        if (inLine.Trim() is { Length: > 0 } single)
        {
            block.Add(ReadSimple(single));
            return block;
        }

        while (_at < _lines.Count && _lines[_at].Indent > indent)
        {
            block.Add(ReadStatement());
        }

        return block.Count > 0 ? block : throw new UnsupportedException("a condition without statements");
    }

    private Formula Formula(string text) => FormulaReader.Read(text, _definitions, _variables);

    /// <summary>What stands behind a word that begins a statement.</summary>
    private static string? Behind(string word, string statement) =>
        statement.StartsWith(word, StringComparison.Ordinal)
        && (statement.Length == word.Length || !(char.IsAsciiLetterOrDigit(statement[word.Length])
            || statement[word.Length] is '_' or '=' or '.'))
            ? statement[word.Length..].Trim()
            : null;

    [GeneratedRegex(@"^([A-Za-z_]\w*)\s*([-+*]?)=(?!=)(.*)$", RegexOptions.Singleline)]
    private static partial Regex AssignmentPattern();

    [GeneratedRegex(@"^else\s*:")]
    private static partial Regex ElsePattern();
}
