using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Output;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class GenerationTests
{
    private static GeneratedSuite Suite => GeneratedSuites.Exchanges;

    [Fact]
    public void EveryRuleIsReachedOrItIsSaidWhyNot()
    {
        var exercised = Suite.Cases.SelectMany(each => each.Rules).ToHashSet();
        var excused = Suite.Unreached.Where(each => each.Kind == SuiteGoals.Rules).ToList();
        Assert.All(excused, each => Assert.NotEqual("", each.Reason));
        Assert.Empty(Connection.Info.Rules.Where(rule => rule.Mutant is null).Select(rule => rule.Name)
            .Except(exercised).Except(excused.Select(each => each.Goal)));
        Assert.True(exercised.Count >= 100, $"{exercised.Count} rules are exercised");
    }

    [Fact]
    public void EveryPairOfRulesIsReachedOrItIsSaidWhyNot() => Assert.All(
        Suite.Unreached.Where(each => each.Kind == SuiteGoals.RulePairs), each => Assert.NotEqual("", each.Reason));

    [Fact]
    public void NamesTellCasesApart() =>
        Assert.Equal(Suite.Cases.Count, Suite.Cases.Select(each => each.Name).Distinct().Count());

    [Theory]
    [InlineData("FIN-WAIT-2: RST one past the window")]
    [InlineData("ESTABLISHED: ACK with text half the space away")]
    [InlineData("SYN-SENT: SYN,ACK acknowledging one never sent")]
    [InlineData("LISTEN: SYN,FIN,RST,PSH,ACK,URG")]
    [InlineData("CLOSE-WAIT: shutdown(SHUT_WR)")]
    public void NamesSayWhatIsExercised(string name) => Assert.Contains(Suite.Cases, each => each.Name == name);

    [Fact]
    public void TheSameSeedGivesTheSameCases() => Assert.Equal(
        SuiteText.Write(GeneratedSuites.Sample(1).Where(each => each.Goal == SuiteGoals.Rules)),
        SuiteText.Write(ConformanceSuites.Generate(SuiteGoals.Rules, 1, TestContext.Current.CancellationToken)
            .Cast<Exchange>()));

    [Fact]
    public void CasesCarryWhatTheyRealise()
    {
        Assert.All(Suite.Cases, each => Assert.Matches("^(RFC [0-9]+|net/)", each.Section));
        Assert.Contains(Suite.Cases, each => each.Requirements.Contains("MUST-58"));
        Assert.Contains(Suite.Cases, each => each.Level == "SHOULD" || each.Level == "MAY");
    }
}
