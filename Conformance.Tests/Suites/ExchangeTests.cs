using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class ExchangeTests(ITestOutputHelper output)
{
    [Fact]
    public void Explore()
    {
        foreach (var goal in new[] { SuiteGoals.Rules, SuiteGoals.StateEvents, SuiteGoals.Boundaries, SuiteGoals.RulePairs })
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var suite = ConformanceSuites.Derive(goal, 1, TestContext.Current.CancellationToken);
            output.WriteLine($"{goal}: {suite.Cases.Count} cases, {suite.Reached[goal]} reached, {suite.Unreached.Count} not, {clock.ElapsedMilliseconds} ms");
            foreach (var each in suite.Unreached.Where(each => each.Reason.Length == 0 || goal == SuiteGoals.Rules))
            {
                output.WriteLine($"   {each.Goal}: {each.Reason}");
            }

            foreach (var profile in ModelScripts.Profiles)
            {
                clock.Restart();
                var results = SuiteRun.Run(suite.Cases, SuiteTarget.Model(profile), new SuiteRunOptions(), null, TestContext.Current.CancellationToken);
                output.WriteLine($" {profile} {clock.ElapsedMilliseconds} ms: {string.Join(", ", results.CountBy(each => each.Outcome.Verdict))}");
                foreach (var group in results.Where(each => each.Outcome.Verdict != CaseVerdict.Passed).GroupBy(each => each.Outcome.Reason).OrderByDescending(g => g.Count()).Take(12))
                {
                    var result = group.First();
                    output.WriteLine($"  == {group.Count()} x {result.Case.Name}: {result.Outcome.Verdict} {result.Outcome.Reason}");
                    output.WriteLine($"     rule {result.Outcome.Rule} expected {string.Join(" | ", result.Outcome.Expected)} actual {result.Outcome.Actual}");
                    foreach (var line in result.Outcome.Exchange)
                    {
                        output.WriteLine($"     {line.Time / 1e9:0.000} {line.From,-5} {(line.IsDeparture ? "!!" : "  ")} {line.Text}");
                    }
                }
            }
        }
    }
}
