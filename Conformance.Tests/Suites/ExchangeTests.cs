using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class ExchangeTests
{
    public static TheoryData<string> Profiles => [.. ModelScripts.Profiles];

    /// <summary>The suite checks itself: what the specification itself does must pass, in either profile.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void EveryCasePassesOnTheModel(string profile)
    {
        var results = SuiteRun.Run(
            GeneratedSuites.Exchanges.Cases, SuiteTarget.Open($"model:{profile}"),
            new SuiteRunOptions { Parallel = 2 }, null, TestContext.Current.CancellationToken);
        var failed = results.Where(each => each.Outcome.Verdict != CaseVerdict.Passed)
            .Select(each => $"{each.Case.Name}: {each.Outcome.Verdict}: {each.Outcome.Reason}\n"
                + string.Join('\n', each.Outcome.Exchange
                    .Select(line => $"  {line.Time / 1e9:0.000} {line.From} {line.Text}")))
            .ToList();
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }
}
