using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Wakeline.Generators.Memory;

/// <summary>
/// What a file says, and what is left of it without the bodies of its members. No other file can see into those: what a
/// method means depends on its own body and on declarations.
/// </summary>
internal sealed class FileFingerprint
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileFingerprint> s_known = new();

    private FileFingerprint(SyntaxTree file)
    {
        var text = file.GetText();
        Whole = file.FilePath + ":" + HashOf(text);
        Declarations = file.FilePath + ":" + HashOf(WithoutBodies(file.GetRoot(), text));
    }

    /// <summary>Stands for the path and the text of the file.</summary>
    public string Whole { get; }

    /// <summary>Stands for the path and what the file declares.</summary>
    public string Declarations { get; }

    public static FileFingerprint Of(SyntaxTree file) =>
        s_known.GetValue(file, static each => new FileFingerprint(each));

    /// <summary>A hash of 128 bits, in letters.</summary>
    public static string HashOf(string text) => HashOf(SourceText.From(text));

    private static string HashOf(SourceText text) => Convert.ToBase64String([.. text.GetContentHash()]);

    private static string WithoutBodies(SyntaxNode root, SourceText text)
    {
        var rest = new StringBuilder(text.Length);
        var at = 0;
        foreach (var body in root.DescendantNodes(static node => !IsBody(node)).Where(IsBody))
        {
            rest.Append(text.ToString(TextSpan.FromBounds(at, body.SpanStart))).Append('\0');
            at = body.Span.End;
        }

        return rest.Append(text.ToString(TextSpan.FromBounds(at, text.Length))).ToString();
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax;
}
