using System.Globalization;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Scenarios.Expectations;

/// <summary>
/// Reads expressions: numbers, names of results, errors, <c>asleep</c>, <c>unreached</c>, lists of events such as
/// <c>[0:IN|OUT]</c>, with the operators of C and their precedence.
/// </summary>
internal sealed class ExpressionReader
{
    private const int NestingMost = 50;

    /// <summary>Operators by precedence, the weakest first.</summary>
    private static readonly string[][] s_levels =
        [["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*"]];

    private readonly string _text;
    private readonly Predicate<string> _isVariable;
    private int _at;
    private int _nesting;

    private ExpressionReader(string text, Predicate<string> isVariable) => (_text, _isVariable) = (text, isVariable);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isVariable">Whether a call's result has a name.</param>
    /// <exception cref="ProgramSyntaxException">The text is no expression; the message says why, but not
    /// where.</exception>
    public static Expression Read(string text, Predicate<string> isVariable)
    {
        var reader = new ExpressionReader(text, isVariable);
        var expression = reader.ReadLevel(0);
        reader.SkipSpace();
        return reader._at == text.Length ? expression : throw reader.Unexpected();
    }

    /// <summary>Whether a word means something by itself, so that no result may have it for a name.</summary>
    public static bool IsReserved(string word) =>
        word is "asleep" or "unreached" || (Enum.TryParse<Errno>(word, out _) && !char.IsAsciiDigit(word[0]));

    private Expression ReadLevel(int level)
    {
        if (level == s_levels.Length)
        {
            return ReadUnary();
        }

        var left = ReadLevel(level + 1);
        while (s_levels[level].FirstOrDefault(Take) is { } found)
        {
            left = new Binary(found, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Expression ReadUnary()
    {
        if (++_nesting > NestingMost)
        {
            throw new ProgramSyntaxException($"'{_text}' is nested more than {NestingMost} deep.");
        }

        var read = Take("!") ? new Unary('!', ReadUnary())
            : Take("-") ? new Unary('-', ReadUnary())
            : ReadPrimary();
        _nesting--;
        return read;
    }

    private Expression ReadPrimary()
    {
        if (Take("("))
        {
            var inner = ReadLevel(0);
            return Take(")") ? inner : throw Unexpected();
        }

        SkipSpace();
        if (_at < _text.Length && _text[_at] == '[')
        {
            return ReadEvents();
        }

        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        var word = _text[start.._at];
        return word.Length == 0 ? throw Unexpected()
            : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Literal(Term.Of(number))
            : word == "asleep" ? new Literal(Term.Of(StepFate.Asleep))
            : word == "unreached" ? new Literal(Term.Of(StepFate.Unreached))
            : IsReserved(word) ? new Literal(Term.Of(Enum.Parse<Errno>(word)))
            : _isVariable(word) ? new Variable(word)
            : throw new ProgramSyntaxException($"no call's result is named '{word}'.");
    }

    private Literal ReadEvents()
    {
        var end = _text.IndexOf(']', _at);
        if (end < 0)
        {
            throw new ProgramSyntaxException($"'{_text[_at..]}' lacks its closing bracket.");
        }

        var events = new List<ReportedEvent>();
        foreach (var word in _text[(_at + 1)..end].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split(':', StringSplitOptions.TrimEntries);
            var mask = parts.Length == 2 ? EventText.Read(parts[1]) : null;
            events.Add(mask is { } found && Parameter.Integer(parts[0]) is >= 0 and var tag
                ? new ReportedEvent(tag, found)
                : throw new ProgramSyntaxException($"'{word}' is no event; one is written like 0:IN|OUT."));
        }

        _at = end + 1;
        return new Literal(Term.Of(events.ToSequence()));
    }

    private bool Take(string symbol)
    {
        SkipSpace();
        if (!_text.AsSpan(_at).StartsWith(symbol, StringComparison.Ordinal))
        {
            return false;
        }

        _at += symbol.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private ProgramSyntaxException Unexpected() => new(_at < _text.Length
        ? $"'{_text[_at..]}' is not expected in '{_text}'."
        : $"'{_text}' ends too early.");
}
