using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Wakeline.Tidy.Tests;

/// <summary>What a C# file of the repository has to look like; each rule returns what it finds wrong.</summary>
internal static partial class SourceRules
{
    private const int LinesMost = 500;
    private const int MethodLinesMost = 70;
    private const int ColumnsMost = 120;

    public static IEnumerable<string> All(string text) =>
        [.. FileLength(text), .. LineLength(text), .. MethodLength(text), .. LeftOverMarkers(text), .. Regions(text)];

    public static IEnumerable<string> FileLength(string text)
    {
        var lines = text.Count(character => character == '\n');
        return lines > LinesMost ? [$"has {lines} lines, more than {LinesMost}"] : [];
    }

    public static IEnumerable<string> LineLength(string text) =>
        from line in text.Split('\n').Index()
        where line.Item.Length > ColumnsMost
        select $"line {line.Index + 1} has {line.Item.Length} columns, more than {ColumnsMost}";

    public static IEnumerable<string> MethodLength(string text) =>
        from node in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
        let method = node as BaseMethodDeclarationSyntax
        where method?.Body is not null
        let span = method.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLinesMost
        select $"line {span.StartLinePosition.Line + 1}: a method of {lines} lines, more than {MethodLinesMost}";

    public static IEnumerable<string> LeftOverMarkers(string text) =>
        from Match match in LeftOver().Matches(text)
        select $"'{match.Value}' without an issue number";

    private static IEnumerable<string> Regions(string text) =>
        text.Contains("#" + "region", StringComparison.Ordinal) ? ["uses regions"] : [];

    // The markers are written in halves here so that this file passes its own rule.
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK)\b(?!\s*\(?#\d+)")]
    private static partial Regex LeftOver();
}
