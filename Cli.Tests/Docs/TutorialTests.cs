using System.Text.RegularExpressions;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The tutorial shows the sample that its reader can run, not something like it.</summary>
public sealed partial class TutorialTests
{
    private const string DiagramStart = "stateDiagram-v2";

    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "tutorial.md");

    private static readonly string _samples = Path.Combine(SourceTree.Root, "samples");

    [Fact]
    public void ItsCodeIsThatOfTheSample()
    {
        var sources = Directory.EnumerateFiles(_samples, "*.cs", SearchOption.AllDirectories)
            .Select(path => Normalised(File.ReadAllText(path))).ToArray();
        var blocks = CSharpBlock().Matches(File.ReadAllText(_path)).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(
            sources.Any(source => source.Contains(Normalised(block), StringComparison.Ordinal)), block));
    }

    /// <summary>The output is kept beside the sample; the build server runs the sample and compares.</summary>
    [Fact]
    public void ItsOutputIsThatOfTheSample() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(
            File.ReadAllText(_path), "sample",
            name => $"```\n{Shown(File.ReadAllText(Path.Combine(_samples, name, "output.txt")))}\n```"),
        _path);

    /// <summary>The diagram at the end of the output has a place of its own in the tutorial.</summary>
    [Fact]
    public void ItsDiagramIsThatOfTheSample() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(
            File.ReadAllText(_path), "diagram",
            name => $"```mermaid\n{Diagram(File.ReadAllText(Path.Combine(_samples, name, "output.txt")))}\n```"),
        _path);

    private static string Shown(string output) =>
        output[..output.IndexOf(DiagramStart, StringComparison.Ordinal)].Trim();

    private static string Diagram(string output) =>
        output[output.IndexOf(DiagramStart, StringComparison.Ordinal)..].Trim();

    private static string Normalised(string code) => Blanks().Replace(code, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
