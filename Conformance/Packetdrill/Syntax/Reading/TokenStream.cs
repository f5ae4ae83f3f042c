using System.Globalization;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>The tokens of a script, defined words replaced, with one token of foresight.</summary>
internal sealed class TokenStream
{
    private const int NestingMost = 32;
    private const int ReplacementsMost = 32;

    private readonly string _text;
    private readonly Lexer _lexer;
    private readonly List<int> _lineStarts = [0];
    private readonly Dictionary<string, Token[]> _definitions = [];
    private readonly Queue<Token> _replaced = [];
    private Token _current;
    private int _nesting;

    /// <summary>Begins at the first token.</summary>
    public TokenStream(string text)
    {
        _text = text;
        _lexer = new Lexer(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
            {
                _lineStarts.Add(at + 1);
            }
        }

        MoveTo(0);
    }

    /// <summary>The token that comes next.</summary>
    public Token Current => _current;

    /// <summary>Where that token stands.</summary>
    public SourcePosition Position => PositionOf(_current.Start);

    /// <summary>Whether it is the first of its line.</summary>
    public bool BeginsLine => _lexer.BeginsLine(_current.Start);

    /// <summary>Takes the token.</summary>
    public Token Take()
    {
        var taken = _current;
        if (_replaced.TryDequeue(out _current))
        {
            return taken;
        }

        MoveTo(taken.End);
        return taken;
    }

    /// <summary>Takes a sign, if it comes next.</summary>
    public bool TakeIf(string sign)
    {
        var comes = _current.Is(sign);
        if (comes)
        {
            Take();
        }

        return comes;
    }

    /// <summary>Takes a word, if it comes next.</summary>
    public bool TakeWordIf(string word)
    {
        var comes = _current.IsWord(word);
        if (comes)
        {
            Take();
        }

        return comes;
    }

    /// <summary>Takes a sign.</summary>
    public void Expect(string sign)
    {
        if (!TakeIf(sign))
        {
            throw Expected($"'{sign}'");
        }
    }

    /// <summary>Takes a word that a caller may name.</summary>
    public string ExpectWord(string what) =>
        _current.Kind == TokenKind.Word ? Take().Text : throw Expected(what);

    /// <summary>Takes a whole number within bounds.</summary>
    public long ExpectNumber(string what, long most)
    {
        if (Number(_current) is { } number && number <= most)
        {
            Take();
            return number;
        }

        throw Expected($"{what} from 0 to {most}");
    }

    /// <summary>The value of a token that is a whole number below 2^63.</summary>
    public static long? Number(Token token) => token.Kind switch
    {
        TokenKind.Digits when long.TryParse(
            token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        TokenKind.Hexadecimal when token.Text.Length <= 17 && long.TryParse(
            token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && number >= 0 => number,
        _ => null,
    };

    /// <summary>Takes the text in parentheses, of which the first comes next.</summary>
    public string TakeParenthesized()
    {
        if (_text[_current.Start] != '(')
        {
            throw Expected("'(' that no definition brings");
        }

        var (text, end) = _lexer.Parenthesized(_current.Start);
        if (text is null)
        {
            throw new ScriptSyntaxException(new SyntaxFault(
                Position, "')' expected on the line of this '(', the line ends first"));
        }

        _replaced.Clear();
        MoveTo(end);
        return text;
    }

    /// <summary>Takes what stands without a blank behind the token that comes next, and that token.</summary>
    public string TakeValueBehind()
    {
        var (value, end) = _lexer.Value(_current.End);
        _replaced.Clear();
        MoveTo(end);
        return value;
    }

    /// <summary>Takes letters, digits and points that stand together without a blank: control bits.</summary>
    public string TakeRun()
    {
        var run = "";
        int end;
        do
        {
            end = _current.End;
            run += Take().Text;
        }
        while (_current.Start == end && (IsOfRun(_current.Kind) || _current.Is(".")));
        return run;
    }

    private static bool IsOfRun(TokenKind kind) =>
        kind is TokenKind.Word or TokenKind.Digits or TokenKind.Mixed or TokenKind.Decimal;

    /// <summary>Enters something that may contain its like.</summary>
    public void Enter()
    {
        if (++_nesting > NestingMost)
        {
            throw Expected($"at most {NestingMost} values within each other");
        }
    }

    /// <summary>Leaves it.</summary>
    public void Leave() => _nesting--;

    /// <summary>Defines a word: it is replaced from here on.</summary>
    /// <returns>Why it cannot be defined; <see langword="null"/> if it can.</returns>
    public string? Define(string name, string value)
    {
        var tokens = new List<Token>();
        var lexer = new Lexer(value);
        for (var token = lexer.Next(0); token.Kind != TokenKind.End; token = lexer.Next(token.End))
        {
            if (token.Kind == TokenKind.Fault || tokens.Count == ReplacementsMost)
            {
                return $"at most {ReplacementsMost} words, numbers and strings for '{name}' expected, "
                    + $"found {token.Describe()}";
            }

            tokens.Add(token);
        }

        if (tokens.Count == 0)
        {
            return $"something that '{name}' stands for expected, found nothing";
        }

        _definitions[name] = [.. tokens];
        return null;
    }

    /// <summary>Forgets how deep reading was and goes on behind a fault, at the next line that begins an
    /// event.</summary>
    /// <param name="from">The place where the faulty event began.</param>
    public void Recover(int from)
    {
        _nesting = 0;
        while (_current.Kind != TokenKind.End
            && (_current.Start <= from || !BeginsLine || !BeginsEvent(_current)))
        {
            Take();
        }
    }

    /// <summary>A fault: something else was expected here.</summary>
    public ScriptSyntaxException Expected(string what) =>
        new(new SyntaxFault(Position, $"{what} expected, found {_current.Describe()}"));

    private static bool BeginsEvent(Token token) => token.Is("+") || token.Is("*")
        || token.Kind is TokenKind.Digits or TokenKind.Decimal or TokenKind.Command or TokenKind.Option;

    private void MoveTo(int at)
    {
        _current = _lexer.Next(at);
        if (_current.Kind == TokenKind.Word && _definitions.ContainsKey(_current.Text))
        {
            Replace(_current);
        }
    }

    private void Replace(Token word)
    {
        var output = new List<Token>();
        if (!Expand(word.Text, output, 0))
        {
            _current = word with { Kind = TokenKind.Fault, Text = $"'{word.Text}', which its definitions never end" };
            return;
        }

        // What replaces a word stands where the word stood, so that what follows is read from behind the word.
        foreach (var token in output)
        {
            _replaced.Enqueue(token with { Start = word.Start, End = word.End });
        }

        _current = _replaced.Dequeue();
    }

    private bool Expand(string word, List<Token> output, int depth)
    {
        foreach (var token in _definitions[word])
        {
            if (token.Kind != TokenKind.Word || !_definitions.ContainsKey(token.Text))
            {
                output.Add(token);
            }
            else if (depth == ReplacementsMost || !Expand(token.Text, output, depth + 1))
            {
                return false;
            }

            if (output.Count > ReplacementsMost)
            {
                return false;
            }
        }

        return true;
    }

    private SourcePosition PositionOf(int at)
    {
        var line = _lineStarts.BinarySearch(at);
        line = line < 0 ? ~line - 1 : line;
        return new SourcePosition(line + 1, at - _lineStarts[line] + 1);
    }
}
