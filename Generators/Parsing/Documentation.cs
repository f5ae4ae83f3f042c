using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Parsing;

/// <summary>Reads documentation comments as text, which works whether or not the compiler parses them.</summary>
internal static class Documentation
{
    private static readonly Regex Reference = new(
        "<(?:see|seealso|paramref|typeparamref)\\s+(?:cref|name|langword)=\"(?:[^\"]*[.:])?([^\".:]*)\"\\s*/>",
        RegexOptions.CultureInvariant);

    private static readonly Regex Tag = new("<[^<>]*>", RegexOptions.CultureInvariant);
    private static readonly Regex Space = new("\\s+", RegexOptions.CultureInvariant);

    /// <summary>The first sentence of a type's summary; empty if it has none.</summary>
    public static string SummaryOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            var comment = CommentOf(declaration.GetSyntax(cancellation));
            var start = comment.IndexOf("<summary>", StringComparison.Ordinal);
            var end = comment.IndexOf("</summary>", StringComparison.Ordinal);
            if (start >= 0 && end > start)
            {
                return FirstSentence(PlainText(comment.Substring(start + 9, end - start - 9)));
            }
        }

        return "";
    }

    private static string CommentOf(SyntaxNode node)
    {
        var comment = new StringBuilder();
        foreach (var line in node.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            var text = line.Trim();
            if (text.StartsWith("///", StringComparison.Ordinal))
            {
                comment.Append(text.Substring(3)).Append('\n');
            }
        }

        return comment.ToString();
    }

    private static string PlainText(string xml)
    {
        var text = Tag.Replace(Reference.Replace(xml, "$1"), "");
        text = text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&amp;", "&");
        return Space.Replace(text, " ").Trim();
    }

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text.Substring(0, end + 1);
    }
}
