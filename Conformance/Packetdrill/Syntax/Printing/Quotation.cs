using System.Globalization;
using System.Text;

namespace Wakeline.Conformance.Packetdrill.Syntax.Printing;

/// <summary>Strings as scripts quote them, with the escapes of C.</summary>
internal static class Quotation
{
    private const string Escapes = "n\nt\tr\r0\0\\\\\"\"";

    /// <summary>What quoted text stands for; <see langword="null"/> for an unknown escape.</summary>
    public static string? Read(ReadOnlySpan<char> quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var at = 0; at < quoted.Length; at++)
        {
            if (quoted[at] != '\\')
            {
                text.Append(quoted[at]);
                continue;
            }

            at++;
            if (quoted[at] == 'x' && at + 2 < quoted.Length
                && byte.TryParse(quoted[(at + 1)..(at + 3)], NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var octet))
            {
                text.Append((char)octet);
                at += 2;
            }
            else if (Meaning(quoted[at]) is { } character)
            {
                text.Append(character);
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>A string between quotation marks.</summary>
    public static string Write(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(Visible(character, quotes: true));
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A character as it can be shown.</summary>
    public static string Visible(char character, bool quotes = false)
    {
        for (var index = 0; index < Escapes.Length; index += 2)
        {
            if (Escapes[index + 1] == character && (quotes || char.IsControl(character)))
            {
                return $"\\{Escapes[index]}";
            }
        }

        return character < ' ' || character is >= '\x7f' and <= '\xff' ? $"\\x{(int)character:x2}"
            : character.ToString();
    }

    private static char? Meaning(char escape)
    {
        for (var index = 0; index < Escapes.Length; index += 2)
        {
            if (Escapes[index] == escape)
            {
                return Escapes[index + 1];
            }
        }

        return null;
    }
}
