using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Wakeline.Generators.Analysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Testing;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>Descriptors, pages, their table, the release files and the analyzers list the same diagnostics.</summary>
public sealed partial class CatalogueTests
{
    private static IEnumerable<DiagnosticDescriptor> Declared =>
        typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(member => member.GetValue(null)).OfType<DiagnosticDescriptor>();

    [Fact]
    public void EveryDescriptorIsListedOnceAndReportedBySomeAnalyzer()
    {
        Assert.Equal(Declared.Select(each => each.Id).Order(), Descriptors.All.Select(each => each.Id).Order());
        DiagnosticAnalyzer[] analyzers = [new SpecificationAnalyzer(), new StateFieldAnalyzer()];
        Assert.Equal(
            Descriptors.All.ToHashSet(), analyzers.SelectMany(each => each.SupportedDiagnostics).ToHashSet());
    }

    [Fact]
    public void IdsTellWhatADiagnosticIsAbout() => Assert.All(Descriptors.All, each =>
    {
        Assert.Matches("^WKL[1239][0-9]{3}$", each.Id);
        Assert.Equal($"docs/diagnostics/{each.Id}.md", each.HelpLinkUri);
        Assert.Equal(
            each.Id[3] switch { '1' => "Syntax", '2' => "Meaning", '3' => "Use", _ => "Internal" },
            each.Category["Wakeline.".Length..]);
        Assert.Equal(
            each.Id[3] == '1' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, each.DefaultSeverity);
    });

    [Fact]
    public void EveryPageHasItsTitleAndSections() => Assert.All(Descriptors.All, each =>
    {
        var page = DiagnosticPage.Read(each.Id);
        Assert.Equal(each.Title.ToString(null), page.Title);
        Assert.Contains(
            $"Severity: {Severity(each)}. Category: `{each.Category}`.", page.Text, StringComparison.Ordinal);
        Assert.All(
            ["Cause", "Example", "Fix", "When to suppress"],
            heading => Assert.InRange(page.Section(heading).Length, heading.Length + 10, 4000));
    });

    [Fact]
    public void ThereIsNoPageWithoutADescriptor() => Assert.Equal(
        Descriptors.All.Select(each => each.Id).Order(),
        Directory.EnumerateFiles(DiagnosticPage.Folder, "WKL*.md").Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void TheTableOfPagesEqualsTheDescriptors() => Assert.Equal(
        Descriptors.All.OrderBy(each => each.Id)
            .Select(each => $"| [{each.Id}]({each.Id}.md) | {Severity(each)} | {each.Title} |"),
        TableRow().Matches(File.ReadAllText(Path.Combine(DiagnosticPage.Folder, "README.md")))
            .Select(match => match.Value));

    [Fact]
    public void TheReleaseFilesEqualTheDescriptors()
    {
        var folder = Path.Combine(SourceTree.Root, "Generators");
        var released = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md"))
            + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"));
        Assert.Equal(
            Descriptors.All.OrderBy(each => each.Id)
                .Select(each => $"{each.Id} | {each.Category} | {each.DefaultSeverity} | {each.Title}"),
            ReleaseRow().Matches(released).Select(match => match.Value));
    }

    private static string Severity(DiagnosticDescriptor descriptor) =>
        descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning";

    [GeneratedRegex(@"^\| \[WKL.*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("^WKL.*$", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
