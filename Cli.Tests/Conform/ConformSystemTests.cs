using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>The command on suites of systems.</summary>
public sealed class ConformSystemTests : IDisposable
{
    private const string Python = "/usr/bin/env";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASystemPassesItsOwnSuite()
    {
        var run = Run("--system", "pipe", "--set", "slots=1", "--goal", "rules,state-events");
        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Contains(" 0 failed", run.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace", "suite.jsonl")]
    [InlineData("xunit", "SystemSuite.cs")]
    public void ItIsWrittenAsOneFile(string format, string file)
    {
        var folder = Path.Combine(_folder.Path, "suite");
        var run = Run("--system", "pipe", "--goal", "rules", "--write", format, "--out-suite", folder);
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal([file], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("There is no system 'pip'", "--system", "pip")]
    [InlineData("goes with --system", "--set", "slots=1")]
    [InlineData("A system has one suite", "--system", "pipe", "--suite", "tcp")]
    [InlineData("A system has one suite", "--system", "pipe", "--goal", "wake-ups")]
    [InlineData("can be written as c", "--system", "pipe", "--goal", "rules", "--write", "c", "--out-suite", "none")]
    public void WhatDoesNotGoTogetherIsRefused(string named, params string[] options)
    {
        var run = Run(options);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// An implementation that does nothing refuses what it ought to do; what is not of the contract ends it.
    /// </summary>
    [Theory]
    [InlineData("""{"refused":true,"quiet":0}""", "it refuses a step that is possible")]
    [InlineData("""{"at":{"nobody":"Nowhere"},"quiet":0}""", "it does not start where the system does")]
    [InlineData("""{"refuse":true,"quiet":0}""", "not of the contract")]
    [InlineData("""{"unsupported":"no such system","quiet":0}""", "no such system")]
    public void AnImplementationBehindAnAdapterIsHeldAgainstIt(string answer, string named)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Python), $"It takes Linux and {Python}.");
        var adapter = _folder.File(
            "adapter.py",
            $$"""
            import json, sys
            for line in sys.stdin:
                command = json.loads(line)["command"]
                if command == "end":
                    break
                print('{"adapter":"a","version":1,"stack":"s","clock":"virtual"}' if command == "hello"
                    else '{"quiet":0}' if command == "reset" and "refuse" in '{{answer}}' else '{{answer}}', flush=True)
            """);
        var run = Run("--system", "pipe", "--goal", "rules", "--target", $"cmd:{Python} python3 {adapter}");
        Assert.Contains(named, run.Output, StringComparison.Ordinal);
    }

    private static CommandRun Run(params string[] options) =>
        CommandRun.With(Catalogue.Shipped, ["conform", .. options]);
}
