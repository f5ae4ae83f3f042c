using Wakeline.Conformance.Scenarios;

namespace Wakeline.Conformance.Tests.Scenarios;

/// <summary>
/// What the scenarios in samples/scenarios expect holds on the model, and the kernel does nothing else.
/// </summary>
public sealed class ScenarioFilesTests
{
    private const int Runs = 20;

    public static TheoryData<string> Names => ScenarioFiles.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheModelMeetsWhatIsExpected(string name)
    {
        var analysis = ScenarioFiles.Explore(ScenarioFiles.Read(name));
        Assert.NotEmpty(analysis.Verdicts);
        Assert.All(analysis.Verdicts, verdict =>
            Assert.True(verdict.IsMet, $"line {verdict.Expectation.Line}: {verdict.Expectation.Text}"));
        Assert.True(analysis.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheKernelDoesNothingElse(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scenarios run on Linux only.");
        var scenario = ScenarioFiles.Read(name);
        var options = new ScenarioOptions { Repeat = Runs };
        var analysis = ScenarioFiles.Explore(scenario, options);
        var runs = ScenarioVerification.Compare(
            scenario, analysis, options, cancellation: TestContext.Current.CancellationToken);
        Assert.True(runs.Agrees, string.Join('\n', runs.Others));
        Assert.Equal(Runs, runs.Seen.Sum() + runs.Others.Sum(other => other.Runs));
    }

    [Fact]
    public void TheKernelsOwnScenariosAreThere() =>
        Assert.Equal(44, ScenarioFiles.Names.Count(row => row.Data.StartsWith("wakeup", StringComparison.Ordinal)));

    /// <summary>Faults of old kernels: the scenario that was written for each shows it.</summary>
    [Theory]
    [InlineData("wakeup/epoll61.scenario", "M5")]
    [InlineData("wakeup/epoll64.scenario", "M6a")]
    [InlineData("wakeup/epoll65.scenario", "M9")]
    [InlineData("wakeup/epoll19.scenario", "M13")]
    [InlineData("more/exclusive-idle.scenario", "M14a")]
    public void AFaultViolatesWhatIsExpected(string name, string mutant)
    {
        var options = new ScenarioOptions { Mutation = ScenarioVerification.FindMutant(mutant)!.Value };
        var analysis = ScenarioFiles.Explore(ScenarioFiles.Read(name), options);
        var violated = Assert.Single(analysis.Verdicts, verdict => verdict.Trace is not null);
        Assert.False(violated.IsMet);
        Assert.NotEmpty(violated.Trace!.Steps);
    }
}
