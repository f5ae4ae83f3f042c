using System.Globalization;
using System.Text;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Small pieces of emitted code.</summary>
internal static class Text
{
    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            literal.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\u0085' or '\u2028' or '\u2029' =>
                    "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
                _ => character.ToString(),
            });
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A collection expression of strings.</summary>
    public static string Literals(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";

    /// <summary>A collection expression of the names of constants.</summary>
    public static string NamesOf(IEnumerable<ConstantModel> constants) =>
        Literals(constants.Select(constant => constant.Name));

    /// <summary>A number.</summary>
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text inside an XML comment.</summary>
    public static string Xml(string text) =>
        OneLine(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Text inside a line comment.</summary>
    public static string OneLine(string text) => new([.. text.Select(each =>
        char.IsControl(each) || each is '\u0085' or '\u2028' or '\u2029' ? ' ' : each)]);
}
