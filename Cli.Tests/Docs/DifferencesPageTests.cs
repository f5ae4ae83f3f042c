using System.Text.RegularExpressions;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>What is called settled has a fact that the tests run.</summary>
public sealed partial class DifferencesPageTests
{
    /// <summary>File and beginning of the title of every fact that the page cites.</summary>
    public static TheoryData<string, string> Cited =>
    [
        .. Citation().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "differences.md")))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Cited))]
    public void ACitedFactExists(string file, string title) => Assert.Contains(
        "== " + title, File.ReadAllText(Path.Combine(SourceTree.Root, "Conformance.Tests", "Facts", file)),
        StringComparison.Ordinal);

    [GeneratedRegex("(\\w+\\.facts), \"([^\"]+)\"")]
    private static partial Regex Citation();
}
