using System.Text.RegularExpressions;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Cuts a script into tokens, one at a time from any place.</summary>
/// <param name="text">The script.</param>
internal sealed partial class Lexer(string text)
{
    private static readonly string[] s_longSigns = ["...", "<<", ">>"];

    /// <summary>The token that begins at a place or after the blanks and comments there.</summary>
    public Token Next(int at)
    {
        at = SkipBlanks(at, out var open);
        if (open >= 0)
        {
            return new Token(TokenKind.Fault, "a comment without its end", open, text.Length);
        }

        if (at >= text.Length)
        {
            return new Token(TokenKind.End, "", text.Length, text.Length);
        }

        return text[at] switch
        {
            '"' => ReadString(at),
            '`' => ReadUntil(at, 1, "`", TokenKind.Command, "a command without its closing backquote"),
            '%' when IsAt(at, "%{") => ReadUntil(at, 2, "}%", TokenKind.Code, "code without its closing '}%'"),
            '-' when OptionPattern().Match(text, at) is { Success: true } option =>
                new Token(TokenKind.Option, option.Value[2..], at, at + option.Length),
            _ => ReadNumberOrWord(at) ?? ReadSign(at),
        };
    }

    /// <summary>Whether nothing but blanks stands before a place on its line.</summary>
    public bool BeginsLine(int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
        {
            at--;
        }

        return at == 0 || text[at - 1] is '\n' or '\r';
    }

    /// <summary>The text in parentheses that are opened at a place, inner ones included.</summary>
    /// <returns>The text, or <see langword="null"/> if they are not closed on their line; the place behind.</returns>
    public (string? Text, int End) Parenthesized(int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length && text[at] != '\n'; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return (text[(open + 1)..at].Trim(), at + 1);
            }
        }

        return (null, open + 1);
    }

    /// <summary>What stands without a blank behind a place and the blanks there, as values of options do.</summary>
    public (string Value, int End) Value(int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        var match = ValuePattern().Match(text, at);
        return (match.Value, at + match.Length);
    }

    private int SkipBlanks(int at, out int open)
    {
        open = -1;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (IsAt(at, "//") || (IsAt(at, "#!") && BeginsLine(at)))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (IsAt(at, "/*"))
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                open = end < 0 ? at : -1;
                if (end < 0)
                {
                    return at;
                }

                at = end + 2;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private Token ReadString(int at)
    {
        var match = StringPattern().Match(text, at);
        return match.Success && Quotation.Read(match.ValueSpan[1..^1]) is { } value
            ? new Token(TokenKind.String, value, at, at + match.Length)
            : new Token(
                TokenKind.Fault, match.Success ? "a string with an unknown escape" : "a string without its end", at,
                match.Success ? at + match.Length : LineEnd(at));
    }

    private Token ReadUntil(int at, int opening, string closing, TokenKind kind, string otherwise)
    {
        var end = text.IndexOf(closing, at + opening, StringComparison.Ordinal);
        return end < 0
            ? new Token(TokenKind.Fault, otherwise, at, text.Length)
            : new Token(kind, text[(at + opening)..end], at, end + closing.Length);
    }

    private Token? ReadNumberOrWord(int at)
    {
        if (AddressPattern().Match(text, at) is { Success: true } match)
        {
            // The colon behind the addresses of a header is none of theirs.
            var address = match.Value;
            var isFollowed = address[^1] == ':'
                && (address[^2] != ':' || address.EndsWith(":::", StringComparison.Ordinal));
            address = isFollowed ? address[..^1] : address;
            return new Token(TokenKind.Address, address, at, at + address.Length);
        }

        if (DecimalPattern().Match(text, at) is { Success: true } number)
        {
            return new Token(TokenKind.Decimal, number.Value, at, at + number.Length);
        }

        if (!char.IsAsciiLetterOrDigit(text[at]) && text[at] != '_')
        {
            return null;
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        var value = text[at..end];
        var kind = !char.IsAsciiDigit(value[0]) ? TokenKind.Word
            : value.All(char.IsAsciiDigit) ? TokenKind.Digits
            : value.Length > 2 && value[1] is 'x' or 'X' && value[2..].All(char.IsAsciiHexDigit)
                ? TokenKind.Hexadecimal
            : TokenKind.Mixed;
        return new Token(kind, value, at, end);
    }

    private Token ReadSign(int at)
    {
        if (s_longSigns.FirstOrDefault(sign => IsAt(at, sign)) is { } found)
        {
            return new Token(TokenKind.Sign, found, at, at + found.Length);
        }

        return "<>[](){},:=|+-*~&^./".Contains(text[at], StringComparison.Ordinal)
            ? new Token(TokenKind.Sign, text[at].ToString(), at, at + 1)
            : new Token(TokenKind.Fault, $"'{Quotation.Visible(text[at])}'", at, at + 1);
    }

    private int LineEnd(int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }

    private bool IsAt(int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    // No pattern backtracks over more than a number, so that no text takes long.
    [GeneratedRegex("""\G--[A-Za-z][A-Za-z0-9_-]*(?>=(?>"[^"\n]*"|[^\s"`])*)?""")]
    private static partial Regex OptionPattern();

    [GeneratedRegex("""\G(?>"[^"\n]*"|[^\s"`])*""")]
    private static partial Regex ValuePattern();

    [GeneratedRegex("""\G"(?>[^"\\\n]|\\[^\n])*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex StringPattern();

    [GeneratedRegex("""
        \G(?>
        \d{1,3}(?:\.\d{1,3}){3}(?![\w.])
        |(?=[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:)(?>[0-9A-Fa-f:]{2,45})(?:\.\d{1,3}){0,3})
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\G(?>\d*)\.(?>\d+)(?!\w)|\G(?>\d+)\.(?![.\w])")]
    private static partial Regex DecimalPattern();
}
