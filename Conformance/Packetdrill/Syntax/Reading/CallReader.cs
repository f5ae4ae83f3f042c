using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads system calls.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class CallReader(TokenStream tokens)
{
    private const int NotesMost = 2;

    private readonly ArgumentReader _arguments = new(tokens);

    /// <summary>Reads a call from its name on.</summary>
    public Call Read()
    {
        var position = tokens.Position;
        var name = tokens.ExpectWord("a system call");
        tokens.Expect("(");
        var arguments = _arguments.ReadList(")");
        tokens.Expect("=");
        return new Call(position, name, arguments, ReadResult());
    }

    private CallResult ReadResult()
    {
        // Parentheses behind a result are a remark, never the arguments of a function.
        var value = tokens.Current.Kind == TokenKind.Word
            ? new NamedConstant(tokens.Position, tokens.Take().Text)
            : _arguments.ReadPrimary();
        var error = tokens.Current.Kind == TokenKind.Word ? tokens.Take().Text : null;
        var notes = new List<string>();
        while (tokens.Current.Is("(") && notes.Count < NotesMost)
        {
            notes.Add(tokens.TakeParenthesized());
        }

        return new CallResult(value, error, notes.ToSequence());
    }
}
