using System.Text.RegularExpressions;

namespace Wakeline.Testing;

/// <summary>
/// The parts of a page that a program writes, between <c>begin generated: KIND NAME</c> and <c>end generated</c>.
/// </summary>
internal static partial class GeneratedBlocks
{
    /// <summary>What the blocks of one kind are about, in the order of the page.</summary>
    public static IReadOnlyList<string> Names(string page, string kind) =>
        [.. Block().Matches(page).Where(match => match.Groups["kind"].Value == kind)
            .Select(match => match.Groups["name"].Value)];

    /// <summary>The page with the blocks of one kind written anew.</summary>
    public static string Rewrite(string page, string kind, Func<string, string> write) => Block().Replace(page, match =>
        match.Groups["kind"].Value == kind
            ? $"{match.Groups["begin"].Value}\n{write(match.Groups["name"].Value).TrimEnd()}\n<!-- end generated -->"
            : match.Value);

    [GeneratedRegex(
        @"(?<begin><!-- begin generated: (?<kind>\w+) (?<name>[\w./-]+) -->)\n.*?<!-- end generated -->",
        RegexOptions.Singleline)]
    private static partial Regex Block();
}
