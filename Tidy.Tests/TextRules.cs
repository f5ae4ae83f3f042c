using System.Text.RegularExpressions;

namespace Wakeline.Tidy.Tests;

/// <summary>What any text of the repository must not hold.</summary>
internal static partial class TextRules
{
    public static IEnumerable<string> MachinePaths(string text) =>
        from Match match in MachinePath().Matches(text)
        select $"names a path of a machine: '{match.Value}'";

    public static IEnumerable<string> RegistryHosts(string text) =>
        from Match match in RegistryHost().Matches(text)
        select $"names a package registry's host: '{match.Value}'";

    /// <summary>Relative links of a Markdown text, without their anchors.</summary>
    public static IEnumerable<string> RelativeLinks(string markdown) =>
        from Match match in Link().Matches(FencedCode().Replace(markdown, ""))
        let target = match.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:")
        select target;

    [GeneratedRegex(@"(?<![\w./*])/(work|home|root)/[\w.-]+")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(api\.nuget\.org|registry\.npmjs\.org|deb\.debian\.org|pypi\.org/simple)\b")]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```", RegexOptions.Singleline)]
    private static partial Regex FencedCode();
}
