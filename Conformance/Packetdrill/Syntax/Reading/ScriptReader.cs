using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads a script: options, a command, events, a command.</summary>
internal sealed class ScriptReader
{
    private readonly TokenStream _tokens;
    private readonly ActionReader _actions;
    private readonly List<SyntaxFault> _faults = [];

    /// <summary>Reads a text in which words are replaced.</summary>
    public ScriptReader(string text, IReadOnlyDictionary<string, string> definitions)
    {
        _tokens = new TokenStream(text);
        _actions = new ActionReader(_tokens);
        foreach (var (name, value) in definitions)
        {
            Define(new SourcePosition(1, 1), name, value);
        }
    }

    /// <summary>Whether a text is a word of the language.</summary>
    public static bool IsWord(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0])
        && text.All(each => char.IsAsciiLetterOrDigit(each) || each == '_');

    /// <summary>Reads the script.</summary>
    public ParsedScript Read()
    {
        var options = new List<ScriptOption>();
        while (_tokens.Current.Kind == TokenKind.Option || _tokens.Current.Is("-"))
        {
            Attempt(() => options.Add(ReadOption()));
        }

        var setup = ReadCommandWithoutTime();
        var events = new List<ScriptEvent>();
        Command? cleanup = null;
        while (_tokens.Current.Kind != TokenKind.End && _faults.Count < ScriptText.FaultsMost)
        {
            if (cleanup is not null)
            {
                _faults.Add(_tokens.Expected("the end of the script behind its last command").Fault);
                break;
            }

            cleanup = ReadCommandWithoutTime();
            if (cleanup is null)
            {
                Attempt(() => events.Add(ReadEvent()));
            }
        }

        return _faults.Count > 0
            ? new ParsedScript(null, _faults)
            : new ParsedScript(new Script(options.ToSequence(), setup, events.ToSequence(), cleanup), []);
    }

    private void Attempt(Action read)
    {
        var from = _tokens.Current.Start;
        try
        {
            read();
        }
        catch (ScriptSyntaxException wrong)
        {
            _faults.Add(wrong.Fault);
            _tokens.Recover(from);
        }
    }

    private Command? ReadCommandWithoutTime() => _tokens.Current.Kind == TokenKind.Command
        ? new Command(_tokens.Position, _tokens.Take().Text)
        : null;

    private ScriptOption ReadOption()
    {
        var position = _tokens.Position;
        if (_tokens.TakeIf("-"))
        {
            if (_tokens.Current is not { Kind: TokenKind.Word, Text: "D" })
            {
                throw _tokens.Expected("'D' of '-D WORD=value'");
            }

            return ReadDefinition(position);
        }

        var text = _tokens.Current.Text;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var option = new ScriptOption(
            position, equals < 0 ? text : text[..equals], equals < 0 ? null : Unquote(text[(equals + 1)..]));
        if (option.Name == ScriptOption.Define)
        {
            Define(position, option.Value);
        }

        _tokens.Take();
        return option;
    }

    /// <summary><c>-D X=3</c> means what <c>--define=X=3</c> does.</summary>
    private ScriptOption ReadDefinition(SourcePosition position)
    {
        var value = _tokens.TakeValueBehind();
        Define(position, value);
        return new ScriptOption(position, ScriptOption.Define, value);
    }

    private void Define(SourcePosition position, string? definition)
    {
        var equals = (definition ?? "").IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new ScriptSyntaxException(new SyntaxFault(
                position, $"WORD=value expected to define, found '{definition}'"));
        }

        Define(position, definition![..equals], definition[(equals + 1)..]);
    }

    private void Define(SourcePosition position, string name, string value)
    {
        if (!IsWord(name))
        {
            throw new ScriptSyntaxException(new SyntaxFault(
                position, $"a word to define expected, found '{name}'"));
        }

        if (_tokens.Define(name, value) is { } wrong)
        {
            throw new ScriptSyntaxException(new SyntaxFault(position, wrong));
        }
    }

    private ScriptEvent ReadEvent()
    {
        var position = _tokens.Position;
        var time = TimeReader.Read(_tokens);
        return new ScriptEvent(position, time, _actions.Read());
    }

    private static string Unquote(string value) =>
        value is ['"', .. var inner, '"'] && !inner.Contains('"', StringComparison.Ordinal)
            ? inner
            : value;
}
