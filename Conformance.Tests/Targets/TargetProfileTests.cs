using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Targets.Profiles;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Tests.Targets;

public sealed class TargetProfileTests
{
    private const string Columns =
        "case\trule\treason\tactual\tafter\trequirement\tdeviation\tevidence\tlink\tmeasured";
    private const string Drops = "Listen*\t*\t*\tnothing\t*\tMUST-4\tDrops it.\tmeasured\t\t2026-11-01";

    private static readonly CaseOutcome _failed = new(CaseVerdict.Failed, "") { Actual = "nothing" };

    public static TheoryData<string> Targets => [.. TargetProfile.Known];

    [Theory]
    [MemberData(nameof(Targets))]
    public void AShippedProfileIsReadAndNamesRequirementsThatThereAre(string target) => Assert.All(
        TargetProfile.Of(target).Deviations,
        deviation => Assert.True(
            deviation.Requirement.Length == 0
            || RequirementCatalogue.All.Any(requirement => requirement.Id == deviation.Requirement)));

    [Fact]
    public void ATargetOfWhichNothingIsKnownHasNoDeviations() => Assert.Empty(TargetProfile.Of("cmd:./x").Deviations);

    [Fact]
    public void ADeviationExplainsWhatMatchesItAlone()
    {
        var profile = Read($"{Columns}\n{Drops}\n");
        Assert.NotNull(profile.Explain(new Exchange("Listen: SYN", ""), _failed));
        Assert.Null(profile.Explain(new Exchange("Closed: SYN", ""), _failed));
        Assert.Null(profile.Explain(new Exchange("Listen: SYN", ""), _failed with { Actual = "<RST>" }));
        Assert.Null(profile.Explain(
            new Exchange("Listen: SYN", ""), _failed with { Verdict = CaseVerdict.Broken }));
    }

    [Fact]
    public void ThatATargetBreaksIsExplainedByADeviationThatSaysHow()
    {
        var broken = new CaseOutcome(CaseVerdict.Broken, "the adapter ended: Assertion failed");
        var profile = Read($"{Columns}\nListen*\t*\t*Assertion*\t*\t*\t\tCrashes.\tmeasured\t\t2026-11-01\n");
        Assert.NotNull(profile.Explain(Listen, broken));
        Assert.Null(profile.Explain(Listen, broken with { Reason = "the adapter is silent" }));
    }

    [Fact]
    public void ADeviationMaySayAfterWhatAndHaveAlternatives()
    {
        var resets = Drops.Replace("nothing\t*", "nothing\tR * | SR *", StringComparison.Ordinal);
        var deviation = Read($"{Columns}\n{resets}\n").Deviations[0];
        Assert.True(deviation.Explains(Listen, After("R 1:1(0) win 0")));
        Assert.True(deviation.Explains(Listen, After("SR 1:1(0) win 0")));
        Assert.False(deviation.Explains(Listen, After("F. 1:1(0) ack 1 win 0")));
        Assert.False(deviation.Explains(Listen, _failed));
    }

    [Fact]
    public void ADeviationOfARuleConcernsTheCasesOfThatRule()
    {
        var deviation = Read($"{Columns}\n*\tListen.*{Drops["Listen*\t*".Length..]}\n").Deviations[0];
        Assert.True(deviation.Concerns(new Exchange("x", "") { Rules = ["Listen.Syn"] }));
        Assert.False(deviation.Concerns(new Exchange("x", "") { Rules = ["Closed.Syn"] }));
    }

    [Fact]
    public void ADeviationThatAnyCaseMayShowIsMissedInNone()
    {
        var deviation = Read($"{Columns}\n*\t*{Drops["Listen*\t*".Length..]}\n").Deviations[0];
        Assert.False(deviation.Concerns(new Exchange("x", "") { Rules = ["Listen.Syn"] }));
    }

    [Theory]
    [InlineData("", "p.tsv:1: ")]
    [InlineData("case\trule", "p.tsv:1: ")]
    [InlineData(Columns + "\nx\ty\n", "p.tsv:2: there are 2 columns")]
    [InlineData(Columns + "\n" + Drops + "\n" + Drops + "x\n", "p.tsv:3: '2026-11-01x' is no date")]
    [InlineData(Columns + "\n*\t*\t*\t*\t*\t\ttext\tmeasured\t\t2026-11-01\n", "p.tsv:2: what every failure")]
    [InlineData(Columns + "\nx\t*\t*\t*\t*\t\t\tmeasured\t\t2026-11-01\n", "p.tsv:2: the column 'deviation' is empty")]
    public void WhatIsNoProfileIsRefused(string text, string message) => Assert.StartsWith(
        message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static Exchange Listen { get; } = new("Listen: SYN", "");

    /// <summary>The peer sends something; then comes the departure, after which more may come.</summary>
    private static CaseOutcome After(string text) => _failed with
    {
        Exchange =
        [
            new(0, ExchangeParty.Peer, ExchangeParty.Stack, "S 0:0(0) win 0", false),
            new(0, ExchangeParty.Peer, ExchangeParty.Stack, text, false),
            new(0, ExchangeParty.Stack, ExchangeParty.Peer, "nothing", true),
            new(0, ExchangeParty.Peer, ExchangeParty.Stack, "P. 1:2(1) ack 1 win 0", false),
        ],
    };

    private static TargetProfile Read(string text) => TargetProfile.Read("stack", new StringReader(text), "p.tsv");
}
