using System.Diagnostics;
using System.Xml.Linq;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Calls;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>The command from end to end, on the specification itself.</summary>
public sealed class ConformTests : IDisposable
{
    private static readonly string[] _few = ["--goal", "rules", "--filter", "level=SHOULD,MAY"];

    /// <summary>Suites are derived once for all tests of this class.</summary>
    private static readonly Lazy<GeneratedSuite> _suite = new(() => ConformanceSuites.Derive(SuiteGoals.Rules, 1));

    private static readonly Catalogue _catalogue = new([]) { DeriveSuite = (_, _, _) => _suite.Value };

    private const string Compiler = "/usr/bin/gcc";

    private static readonly Catalogue _callCatalogue = new([])
    {
        DeriveSuite = (_, _, _) => new GeneratedSuite(
            [
                Program("a connection", "sockets",
                    """
                    0: s0 = socket()
                    0: bind(s0, 127.0.0.1:p1)
                    0: listen(s0, 4)
                    0: s1 = socket()
                    0: connect(s1, 127.0.0.1:p1)
                    0: send(s1, 4)
                    """),
                Program("a socket in an epoll", "epoll",
                    """
                    0: s0 = socket(NONBLOCK)
                    0: e1 = epoll_create()
                    0: epoll_ctl(e1, ADD, s0, IN|OUT, 5)
                    0: poll([s0 IN|OUT], 0)
                    0: epoll_wait(e1, 2, 0)
                    """),
            ],
            [],
            new Dictionary<SuiteGoals, int>()),
    };

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

    /// <summary>Each is compiled by itself, and says of each case how it went.</summary>
    [Fact]
    public async Task ProgramsOfCThatAreWrittenRun()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Compiler), $"It takes Linux and {Compiler}.");
        var folder = Path.Combine(_folder.Path, "programs");
        var run = CommandRun.With(_callCatalogue, "conform", "--suite", "calls", "--write", "c", "--out-suite", folder);
        Assert.True(run.Code == 0, run.Error);
        var sources = Directory.GetFiles(folder);
        Assert.Equal(2, sources.Length);
        foreach (var source in sources)
        {
            var program = Path.ChangeExtension(source, null);
            Assert.Equal((0, ""), await Execute(Compiler, "-Wall", "-Wextra", "-Werror", "-o", program, source));
            var (code, output) = await Execute(program);
            Assert.True(code == 0, output);
            var lines = output.TrimEnd().Split('\n');
            Assert.Equal($"1..{lines.Length - 1}", lines[0]);
            Assert.All(lines[1..], line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        }
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

    private static CallCase Program(string name, string section, string text) =>
        new(name, section, ProgramText.Parse(text));

    private static async Task<(int Code, string Output)> Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + error);
    }
}
