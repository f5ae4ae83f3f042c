using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Conform;

namespace Wakeline.Cli.Tests.Conform;

public sealed class CaseFilterTests
{
    [Theory]
    [InlineData("section=3.10.7.4", 1)]
    [InlineData("section=3.10.7", 2)]
    [InlineData("section=RFC 9293 3.8*", 1)]
    [InlineData("section=wake-ups*", 1)]
    [InlineData("requirement=MUST-12,MUST-19", 2)]
    [InlineData("requirement=must-4", 1)]
    [InlineData("rule=Listen*", 1)]
    [InlineData("level=MUST", 3)]
    [InlineData("name=*SYN*", 1)]
    [InlineData("suite=tcp", 3)]
    public void AFilterLetsThroughWhatMatches(string filter, int cases) => Assert.Equal(cases, Choose(filter).Count);

    [Fact]
    public void ACaseHasToMatchEveryFilter() =>
        Assert.Equal([SampleRun.SynAtListener], Choose("suite=tcp", "section=3.10", "level=SHOULD"));

    [Theory]
    [InlineData("secton=3.8", "(did you mean 'section'?)")]
    [InlineData("3.8", "no kind '3.8'")]
    [InlineData("section", "takes a value")]
    [InlineData("section= ,", "takes a value")]
    [InlineData("section=3.10.7.5", "(did you mean '3.10.7.2'?)")]
    [InlineData("section=3.1", "has the section '3.1'")]
    [InlineData("requirement=MUST-12,MUST-199", "'MUST-199' (did you mean 'MUST-19'?)")]
    [InlineData("requirement=MUST-2", "segments of the model have no header octets")]
    [InlineData("name=*nothing*", "has the name '*nothing*'")]
    public void WhatFitsNoCaseIsRefused(string filter, string named) =>
        Assert.Contains(named, Refused(filter), StringComparison.Ordinal);

    [Fact]
    public void FiltersThatLeaveNothingSayWhatEachLeaves() => Assert.Contains(
        "level=SHOULD leaves 1, suite=wake-ups leaves 1", Refused("level=SHOULD", "suite=wake-ups"),
        StringComparison.Ordinal);

    private static IReadOnlyList<object> Choose(params string[] filters) =>
        CaseFilter.Choose(SampleRun.Cases, [.. filters.Select(CaseFilter.Parse)]);

    private static string Refused(params string[] filters) =>
        Assert.Throws<UnusableInputException>(() => Choose(filters)).Message;
}
