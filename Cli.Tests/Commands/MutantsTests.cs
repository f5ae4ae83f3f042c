using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Spec.Epoll.Circles;
using Wakeline.Spec.Systems;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

/// <summary>The survey of derived mutants, with a system that has few of them.</summary>
public sealed class MutantsTests
{
    private static readonly Catalogue _small = new([SystemEntry.Of<EpollRing, RingState>()]);

    [Fact]
    public void EachMachineHasItsLineAndEachSurvivorItsReason()
    {
        var run = CommandRun.With(_small, "mutants", "--no-kernel");
        Assert.Equal(ExitCode.Agrees, run.Code);
        Assert.Equal("", run.Error);
        Assert.Matches("\nRingPoll +15 +15 +12 +80.0 % +0 +3\n", run.Output);
        Assert.Matches("\nin all +23 +23 +20 +87.0 % +0 +3\n", run.Output);
        Assert.Matches("\n +[0-9]+  CompletionsRunAway\n", run.Output);
        Assert.Matches("\nRingPoll drop-rule:it is not queued\n    Equivalent: ", run.Output);
        Assert.Matches("\n[0-9]+ checks of 2 systems at their bounds, 0 programs of the kernel, ", run.Output);
    }

    [Fact]
    public void JsonHasTheSameFacts()
    {
        var report = CommandRun.With(_small, "mutants", "RingItem", "--no-kernel", "--threads", "1", "--json").Json();
        Assert.Equal("wakeline-mutants", report.GetProperty("schema").GetString());
        Assert.Equal(2, report.GetProperty("grounds").GetArrayLength());
        var mutants = report.GetProperty("mutants").EnumerateArray().ToArray();
        Assert.Equal(5, mutants.Length);
        Assert.All(mutants, mutant => Assert.Equal("killed", mutant.GetProperty("fate").GetString()));
        Assert.Equal("epoll-ring", mutants[0].GetProperty("system").GetString());
    }

    [Fact]
    public void FatesAreWrittenALineForEach()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("fates.tsv");
        CommandRun.With(_small, "mutants", "epoll-ring", "--no-kernel", "--fates", path);
        Assert.Equal(24, File.ReadAllLines(path).Length);
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("RingItem", "--no-kernel", "--programs", "3")]
    public void WhatCannotBeUsedIsSaid(params string[] arguments)
    {
        var run = CommandRun.With(_small, ["mutants", .. arguments]);
        Assert.Equal(ExitCode.Unusable, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void TheUserMayEndTheSurvey() =>
        Assert.Equal(ExitCode.Interrupted, CommandRun.Interrupted("mutants", "--no-kernel").Code);
}
