using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads what happens at a time.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class ActionReader(TokenStream tokens)
{
    private readonly PacketReader _packets = new(tokens);
    private readonly CallReader _calls = new(tokens);

    /// <summary>Reads a packet, a system call, a command or code.</summary>
    public ScriptAction Read()
    {
        var position = tokens.Position;
        return tokens.Current switch
        {
            { Kind: TokenKind.Command } => new Command(position, tokens.Take().Text),
            { Kind: TokenKind.Code } => new Code(position, tokens.Take().Text),
            { Kind: TokenKind.Word } => _calls.Read(),
            { Kind: TokenKind.Sign, Text: "<" or ">" } => _packets.Read(),
            _ => throw tokens.Expected("a packet ('<' or '>'), a system call, a command or code"),
        };
    }
}
