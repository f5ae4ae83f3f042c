using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Wakeline.Generators.Memory;

/// <summary>
/// What a file says, what each of its members says, and what is left of it without the bodies of its members. No other
/// member can see into those: what a method means depends on its own body and on declarations.
/// </summary>
internal sealed class FileFingerprint
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileFingerprint> s_known = new();

    private FileFingerprint(SyntaxTree file)
    {
        var root = file.GetRoot();
        Whole = file.FilePath + ":" + HashOf(file.GetText());
        Declarations = file.FilePath + ":" + HashOf(WithoutBodies(root));
        Members = [.. root.DescendantNodes(static node => node is not MemberDeclarationSyntax || HasMembers(node))
            .OfType<MemberDeclarationSyntax>().Where(static member => !HasMembers(member)).Select(Of)];
    }

    /// <summary>Stands for the path and the text of the file.</summary>
    public string Whole { get; }

    /// <summary>Stands for the path and what the file declares, whatever comments and white space it has.</summary>
    public string Declarations { get; }

    /// <summary>One for each member of a type, as <see cref="OfMemberAt"/> gives it.</summary>
    public IReadOnlyList<string> Members { get; }

    public static FileFingerprint Of(SyntaxTree file) =>
        s_known.GetValue(file, static each => new FileFingerprint(each));

    /// <summary>Stands for the path, the types and the text of the member that something is a part of.</summary>
    public static string OfMemberAt(SyntaxNode part) =>
        part.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().First() is var member && !HasMembers(member)
            ? Of(member) : Of(part.SyntaxTree).Whole;

    /// <summary>A hash of 128 bits, in letters.</summary>
    public static string HashOf(string text) => HashOf(SourceText.From(text));

    private static string Of(MemberDeclarationSyntax member)
    {
        var text = new StringBuilder(member.ToString());
        foreach (var outer in member.Ancestors())
        {
            text.Append('\n').Append(outer switch
            {
                TypeDeclarationSyntax type => $"{type.Identifier.Text}`{type.TypeParameterList?.Parameters.Count}",
                BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
                _ => "",
            });
        }

        return $"{member.SyntaxTree.FilePath}:{HashOf(text.ToString())}";
    }

    private static string HashOf(SourceText text) => Convert.ToBase64String([.. text.GetContentHash()]);

    /// <summary>The words of a file outside bodies, and what documents them.</summary>
    private static string WithoutBodies(SyntaxNode root)
    {
        var rest = new StringBuilder();
        foreach (var item in root.DescendantNodesAndTokens(static node => !IsBody(node)))
        {
            if (item.AsNode() is { } node)
            {
                rest.Append(IsBody(node) ? "{}" : "");
                continue;
            }

            foreach (var trivia in item.GetLeadingTrivia().Where(static trivia => trivia.HasStructure))
            {
                rest.Append(trivia.ToFullString());
            }

            rest.Append(item.AsToken().Text).Append(' ');
        }

        return rest.ToString();
    }

    private static bool HasMembers(SyntaxNode node) => node is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax;
}
