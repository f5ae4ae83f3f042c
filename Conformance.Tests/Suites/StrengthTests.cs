using System.Globalization;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Strength;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>
/// Faulty stacks that the suite has to notice. <c>WAKELINE_SUITE_MUTANTS=1</c> measures all of them and lists those
/// that survive, a file in its place those that it names, a line each; without it there is a sample. Whole suites
/// include threads that sleep, which notice what exchanges cannot: that nobody wakes them.
/// </summary>
public sealed class StrengthTests(ITestOutputHelper output)
{
    private const int SampleEvery = 25;
    private const int SampleCases = 150;
    private const double ShareLeast = 0.3;

    [Fact]
    public void MostFaultyStacksAreNoticed()
    {
        var asked = Environment.GetEnvironmentVariable("WAKELINE_SUITE_MUTANTS");
        var named = File.Exists(asked) ? File.ReadAllLines(asked).ToHashSet() : null;
        var every = int.TryParse(asked, CultureInfo.InvariantCulture, out var given) ? given : 1;
        var options = new StrengthOptions
        {
            Every = asked is null ? SampleEvery : every,
            CasesMost = asked is null ? SampleCases : int.MaxValue,
            Takes = mutant => named is null || named.Contains(mutant),
            Parallel = 2,
        };
        var cancellation = TestContext.Current.CancellationToken;
        IEnumerable<SuiteCase> cases = GeneratedSuites.Exchanges.Cases;
        cases = asked is null
            ? cases : cases.Concat(ConformanceSuites.Generate(SuiteGoals.WakeUps, GeneratedSuites.Seed, cancellation));
        var outcomes = SuiteStrength.Measure([.. cases], options, Print, cancellation);
        var reached = outcomes.Where(each => each.IsReached).ToList();
        var killed = reached.Count(each => each.KilledBy is not null);
        output.WriteLine($"{outcomes.Count} mutants, {reached.Count} in rules that are reached, {killed} noticed");
        Assert.True(named is not null || killed >= ShareLeast * reached.Count, $"{killed} of {reached.Count}");
    }

    private void Print(MutantOutcome outcome)
    {
        if (outcome.KilledBy is null)
        {
            output.WriteLine($"{(outcome.IsReached ? "survives" : "is not reached")}: {outcome.Mutant}");
        }
    }
}
