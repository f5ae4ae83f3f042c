using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Scenarios.Exploration;
using Wakeline.Conformance.Scenarios.Text;

namespace Wakeline.Conformance.Tests.Scenarios;

public sealed class ScenarioModelTests
{
    private const StringComparison Plain = StringComparison.Ordinal;

    private const string Race = """
        setup: v = eventfd(1)
        a: x = read(v, 8)
        b: y = read(v, 8)
        expect: x == 1
        possible: x == asleep && y == 1
        possible: x == 1 && y == 1
        """;

    [Fact]
    public void EveryOutcomeIsFoundAndEachOnce()
    {
        var analysis = Explore(Race);
        Assert.Equal(2, analysis.Outcomes.Count);
        Assert.Equal(["1|sleeps", "sleeps|1"], analysis.Outcomes.Select(Text).Order());
    }

    [Fact]
    public void VerdictsSayWhichOutcomeDecides()
    {
        var analysis = Explore(Race);
        var violated = analysis.Verdicts[0];
        Assert.False(violated.IsMet);
        Assert.Equal("sleeps|1", Text(analysis.Outcomes[violated.Outcome]));
        Assert.Equal(["a", "b"], violated.Trace!.Lanes);
        Assert.Contains(violated.Trace.Steps, step => step is { Lane: "b" } && step.Rule.EndsWith(" => 1", Plain));
        Assert.True(analysis.Verdicts[1].IsMet);
        Assert.False(analysis.Verdicts[2].IsMet);
        Assert.Null(analysis.Verdicts[2].Trace);
        Assert.False(analysis.IsAsExpected);
    }

    [Fact]
    public void ABoundThatIsReachedIsNoVerdict()
    {
        var scenario = ScenarioText.Parse(
            "setup: v = eventfd(0)\na: x = write(v, 1)\nb: y = write(v, 1)\nexpect: x == 8", "s");
        var analysis = ScenarioFiles.Explore(scenario, new ScenarioOptions { StatesMost = 3 });
        Assert.False(analysis.IsComplete);
        Assert.Null(analysis.Verdicts[0].IsMet);
        Assert.False(analysis.IsAsExpected);
    }

    [Theory]
    [InlineData(40, 10, "0|8")]
    [InlineData(10, 40, "1|8")]
    [InlineData(11, 10, "0|8 1|8")]
    public void TimeDecidesUnlessItIsCloseTogether(int written, int timeout, string expected)
    {
        var analysis = Explore($"""
            setup:
              v = eventfd(0)
              e = epoll_create()
              epoll_ctl(e, ADD, v, IN, 0)
            a: n = epoll_wait(e, 1, {timeout})
            b:
              sleep({written})
              w = write(v, 1)
            """);
        var outcomes = analysis.Outcomes.Select(outcome =>
            $"{outcome.Of(new StepPlace(0, 0)).Result!.Value}|{outcome.Of(new StepPlace(1, 1)).Result!.Value}");
        Assert.Equal(expected, string.Join(' ', outcomes.Order()));
    }

    [Fact]
    public void ADescriptorHasItsNameOnlyWhenItsThreadHasNotedIt()
    {
        var analysis = Explore("a: v = eventfd(1)\nb: x = read(v, 8)");
        Assert.Equal(["0|-1 EBADF", "0|1"], analysis.Outcomes.Select(Text).Order());
    }

    /// <summary>
    /// Without the reduction there are 85,360 states and the same nine outcomes: three descriptors for each of three
    /// threads.
    /// </summary>
    [Fact]
    public void StepsThatNobodySeesAreTakenInOneOrderOnly()
    {
        Assert.InRange(UnseenSteps.CardRules, 10, 20);
        var analysis = ScenarioFiles.Explore(ScenarioFiles.Read("more/accept-three.scenario"));
        Assert.Equal(9, analysis.Outcomes.Count);
        Assert.InRange(analysis.States, 1, 60_000);
    }

    [Theory]
    [InlineData("setup: n = eventfd(0)\nsetup: read(n, 8)\na: close(n)", "in the setup, 'read(n, 8)' sleeps for ever")]
    [InlineData("setup: close(-1)\na: close(-1)", "in the setup, 'close(-1)' fails with EBADF")]
    public void ASetupThatDoesNotEndIsRefused(string text, string message)
    {
        var scenario = ScenarioText.Parse(text, "s");
        var refused = Assert.Throws<ProgramSyntaxException>(() => ScenarioFiles.Explore(scenario));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static ScenarioAnalysis Explore(string text) =>
        ScenarioFiles.Explore(ScenarioText.Parse(text, "s"));

    private static string Text(Outcome outcome) =>
        $"{outcome.Of(new StepPlace(0, 0))}|{outcome.Of(new StepPlace(1, 0))}";
}
