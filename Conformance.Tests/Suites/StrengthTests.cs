using System.Globalization;
using Wakeline.Conformance.Suites.Strength;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>
/// Faulty stacks that the suite has to notice. <c>WAKELINE_SUITE_MUTANTS=1</c> measures all of them and lists those
/// that survive; without it there is a sample.
/// </summary>
public sealed class StrengthTests(ITestOutputHelper output)
{
    private const int SampleEvery = 25;
    private const int SampleCases = 150;
    private const double ShareLeast = 0.3;

    [Fact]
    public void MostFaultyStacksAreNoticed()
    {
        var isWhole = int.TryParse(
            Environment.GetEnvironmentVariable("WAKELINE_SUITE_MUTANTS"), CultureInfo.InvariantCulture, out var every);
        var options = new StrengthOptions
        {
            Every = isWhole ? every : SampleEvery,
            CasesMost = isWhole ? int.MaxValue : SampleCases,
            Parallel = 2,
        };
        var outcomes = SuiteStrength.Measure(
            GeneratedSuites.Exchanges.Cases, options, Print, TestContext.Current.CancellationToken);
        var reached = outcomes.Where(each => each.IsReached).ToList();
        var killed = reached.Count(each => each.KilledBy is not null);
        output.WriteLine($"{outcomes.Count} mutants, {reached.Count} in rules that are reached, {killed} noticed");
        Assert.True(killed >= ShareLeast * reached.Count, $"{killed} of {reached.Count}");
    }

    private void Print(MutantOutcome outcome)
    {
        if (outcome.KilledBy is null)
        {
            output.WriteLine($"{(outcome.IsReached ? "survives" : "is not reached")}: {outcome.Mutant}");
        }
    }
}
