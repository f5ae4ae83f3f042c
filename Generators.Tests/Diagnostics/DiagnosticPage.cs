using System.Text.RegularExpressions;
using Wakeline.Testing;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>The page of a diagnostic, with the example that causes it and the one that does not.</summary>
internal sealed partial record DiagnosticPage(string Id, string Title, string Text)
{
    public static string Folder => Path.Combine(SourceTree.Root, "docs", "diagnostics");

    public string Example => CodeUnder("Example");

    public string Fix => CodeUnder("Fix");

    /// <summary>The lines of the example, from 0, that say they cause the diagnostic.</summary>
    public IReadOnlyList<string> MarkedLines =>
        [.. Example.Split('\n').Where(line => line.Contains($"// {Id}", StringComparison.Ordinal))];

    public static DiagnosticPage Read(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        var title = Heading().Match(text);
        Assert.True(title.Success && title.Groups[1].Value == id, $"{id}.md does not begin with its id and title.");
        return new DiagnosticPage(id, title.Groups[2].Value, text);
    }

    public string Section(string heading) =>
        Text.Split("\n## ").FirstOrDefault(each => each.StartsWith(heading + "\n", StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"{Id}.md has no section '{heading}'.");

    private string CodeUnder(string heading)
    {
        var code = Code().Match(Section(heading));
        Assert.True(code.Success, $"{Id}.md has no code under '{heading}'.");
        return code.Groups[1].Value;
    }

    [GeneratedRegex(@"\A# (WKL\d{4}): (.+)\n")]
    private static partial Regex Heading();

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
