using System.Xml.Linq;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Conformance.Suites;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>The command from end to end, on the specification itself.</summary>
public sealed class ConformTests : IDisposable
{
    private static readonly string[] _few = ["--goal", "rules", "--filter", "level=SHOULD,MAY"];

    /// <summary>Suites are derived once for all tests of this class.</summary>
    private static readonly Lazy<GeneratedSuite> _suite = new(() => ConformanceSuites.Derive(SuiteGoals.Rules, 1));

    private static readonly Catalogue _catalogue = new([]) { DeriveSuite = (_, _, _) => _suite.Value };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ARunOnTheSpecificationPassesAndIsWrittenDown()
    {
        var (report, junit) = (Path.Combine(_folder.Path, "report"), Path.Combine(_folder.Path, "junit.xml"));
        var run = Run([.. _few, "--report", report, "--junit", junit, "--repeat", "2", "--parallel", "2"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Contains("0 failed", run.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(
            ["junit.xml", "report", "report/index.html", "report/junit.xml", "report/report.json"],
            _folder.Content.Order(StringComparer.Ordinal));
        Assert.Equal("0", XDocument.Load(junit).Root!.Attribute("failures")!.Value);
    }

    [Fact]
    public void TheSameCasesAreListedRunAndTold()
    {
        var listed = Run([.. _few, "--list", "--json"]).Json().EnumerateArray()
            .Select(test => test.GetProperty("name").GetString()).ToList();
        var run = Run([.. _few, "--json"]).Json();
        var target = run.GetProperty("targets")[0];
        Assert.NotEmpty(listed);
        Assert.Equal("wakeline-conformance", run.GetProperty("schema").GetString());
        Assert.Equal(
            listed,
            target.GetProperty("results").EnumerateArray().Select(each => each.GetProperty("case").GetString()));
        Assert.Equal(listed.Count, target.GetProperty("counts").GetProperty("passed").GetInt32());
        var tap = Run([.. _few, "--tap"]).Output;
        Assert.StartsWith($"TAP version 14\n1..{listed.Count}\nok 1 - model: ", tap, StringComparison.Ordinal);
        Assert.Equal(listed.Count + 2, tap.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void ADryRunStartsNoTarget()
    {
        var run = Run([.. _few, "--target", "cmd:/nowhere/adapter", "--dry-run", "--repeat", "3"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("cmd:/nowhere/adapter: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(", 3 times each, ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was run (--dry-run).\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ATargetThatIsNotToBeHadIsUnusable()
    {
        var run = Run([.. _few, "--target", "cmd:/nowhere/adapter"]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith(
            "wakeline: The target 'cmd:/nowhere/adapter' is not to be had: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MarkdownTakesThePlaceOfWhatIsBetweenTheMarkers()
    {
        var page = _folder.File(
            "page.md",
            "before\n<!-- begin generated: conformance matrix -->\nearlier matrix\n<!-- end generated -->\nafter\n");
        Assert.Equal(0, Run([.. _few, "--markdown", page]).Code);
        var text = File.ReadAllText(page);
        Assert.StartsWith("before\n<!-- begin", text, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end generated -->\nafter\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| section | model |\n|---|---|\n| ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier matrix", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ScriptsThatAreWrittenRun()
    {
        var folder = Path.Combine(_folder.Path, "scripts");
        Assert.Equal(0, Run([.. _few, "--write", "packetdrill", "--out-suite", folder]).Code);
        var run = CommandRun.With(_catalogue, "run", folder);
        Assert.True(run.Code == 0, run.Output + run.Error);
    }

    [Theory]
    [InlineData("trace", "suite.jsonl")]
    [InlineData("xunit", "TcpSuite.cs")]
    public void SuitesAreWrittenAsOneFile(string format, string file)
    {
        var folder = Path.Combine(_folder.Path, "suite");
        Assert.Equal(0, Run([.. _few, "--write", format, "--out-suite", folder]).Code);
        Assert.Equal([file], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal(2, Run([.. _few, "--write", format, "--out-suite", folder]).Code);
    }

    [Theory]
    [InlineData("c", "None of the cases can be written as c")]
    [InlineData("pakcetdrill", "did you mean 'packetdrill'")]
    public void WhatCannotBeWrittenIsRefused(string format, string named)
    {
        var run = Run([.. _few, "--write", format, "--out-suite", Path.Combine(_folder.Path, "none")]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Theory]
    [InlineData("section=9.9.9.9", "'9.9.9.9'")]
    [InlineData("name=*nothing of this name*", "lists them")]
    public void AFilterThatFitsNothingIsRefused(string filter, string named)
    {
        var run = Run("--filter", filter);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    private static CommandRun Run(params IReadOnlyList<string> options) =>
        CommandRun.With(_catalogue, ["conform", .. options]);
}
