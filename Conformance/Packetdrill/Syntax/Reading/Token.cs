namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>What kind of thing a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>The end of the text.</summary>
    End,
    /// <summary>A letter or underscore, with letters, digits and underscores behind it.</summary>
    Word,
    /// <summary>Decimal digits.</summary>
    Digits,
    /// <summary><c>0x</c> and hexadecimal digits.</summary>
    Hexadecimal,
    /// <summary>Digits with letters among them, as cookies have.</summary>
    Mixed,
    /// <summary>Digits with a point.</summary>
    Decimal,
    /// <summary>An address of IPv4 or IPv6.</summary>
    Address,
    /// <summary>A string; the text is what it stands for.</summary>
    String,
    /// <summary>A command between backquotes; the text is the command.</summary>
    Command,
    /// <summary>Code; the text is what is between the braces.</summary>
    Code,
    /// <summary><c>--name=value</c>; the text is without the hyphens.</summary>
    Option,
    /// <summary>A sign.</summary>
    Sign,
    /// <summary>What is no token; the text says why.</summary>
    Fault,
}

/// <summary>A piece of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Start">Its first place in the text, from 0.</param>
/// <param name="End">The place behind it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    private const int ShownMost = 40;

    /// <summary>Whether it is a certain sign.</summary>
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;

    /// <summary>Whether it is a certain word.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    /// <summary>The token as a message shows it.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the script",
        TokenKind.Fault => Text,
        TokenKind.String => $"the string \"{Shorten(Text)}\"",
        TokenKind.Command => "a command",
        TokenKind.Code => "code",
        TokenKind.Option => $"the option '--{Shorten(Text)}'",
        _ => $"'{Shorten(Text)}'",
    };

    private static string Shorten(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length <= ShownMost ? line : line[..ShownMost] + "...";
    }
}
