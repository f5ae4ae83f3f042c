using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class ScenarioTests : IDisposable
{
    private const string Race = """
        setup: v = eventfd(1)
        a: x = read(v, 8)
        b: y = read(v, 8)

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheTableHasAColumnForEachOutcome()
    {
        var run = CommandRun.Of("scenario", File(Race + "expect: (x == 1) + (y == 1) == 1\n"));
        Assert.Equal(0, run.Code);
        Assert.Contains(
            "2 outcomes:\n                     A       B\n"
            + "  a  x = read(v, 8)  1       sleeps\n  b  y = read(v, 8)  sleeps  1\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("line 4: (x == 1) + (y == 1) == 1: holds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AViolationIsShownByARun()
    {
        var run = CommandRun.Of("scenario", File(Race + "expect: x == 1\npossible: x == 7\n"));
        Assert.Equal(1, run.Code);
        Assert.Contains("line 4: x == 1: violated by outcome B", run.Output, StringComparison.Ordinal);
        Assert.Contains("line 5: x == 7: impossible", run.Output, StringComparison.Ordinal);
        Assert.Contains("y = read(v, 8)", run.Output[run.Output.IndexOf("steps", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }

    [Fact]
    public void JsonSaysTheSame()
    {
        var run = CommandRun.Of("scenario", File(Race + "expect: x == 1\n"), "--json");
        Assert.Equal(1, run.Code);
        var document = run.Json();
        Assert.True(document.GetProperty("isComplete").GetBoolean());
        Assert.Equal(2, document.GetProperty("outcomes").GetArrayLength());
        var call = document.GetProperty("outcomes")[1].GetProperty("calls")[0];
        Assert.Equal("asleep", call.GetProperty("fate").GetString());
        Assert.False(document.GetProperty("expectations")[0].GetProperty("isMet").GetBoolean());
    }

    [Fact]
    public void TheKernelIsComparedWithTheModel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel of this machine is asked on Linux only.");
        var run = CommandRun.Of("scenario", File(Race), "--on", "linux", "--repeat", "5");
        Assert.Equal(0, run.Code);
        Assert.Contains("runs on Linux, of 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("all outcomes among the model's", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ABoundThatIsReachedIsSaid()
    {
        var run = CommandRun.Of("scenario", File(Race + "possible: x == 7\n"), "--states", "3");
        Assert.Equal(1, run.Code);
        Assert.Contains("The bound of states was reached", run.Output, StringComparison.Ordinal);
        Assert.Contains("line 4: x == 7: not decided", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: frobnicate(v)", "line 1: there is no call 'frobnicate'.")]
    [InlineData("setup: v = eventfd(1)", "no thread makes a call")]
    public void WhatIsNoScenarioIsRefused(string text, string cause)
    {
        var file = File(text);
        var run = CommandRun.Of("scenario", file);
        Assert.Equal(2, run.Code);
        Assert.StartsWith($"wakeline: {file}: {cause}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--on", "plan9", "There is no 'plan9' to run on")]
    [InlineData("--mutant", "M999", "No machine of the kernel has a mutant 'M999'")]
    public void WhatDoesNotExistIsRefused(string option, string value, string cause)
    {
        var run = CommandRun.Of("scenario", File(Race), option, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(cause, run.Error, StringComparison.Ordinal);
    }

    private string File(string text) => _folder.File("x.scenario", text);
}
