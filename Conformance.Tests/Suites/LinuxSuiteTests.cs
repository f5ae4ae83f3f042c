using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets.Profiles;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>
/// The generated suite on the kernel of this machine. <c>WAKELINE_SUITE_LINUX=1</c> runs all of it and says what the
/// kernel departs in; without it a sample has to come to an end.
/// </summary>
public sealed class LinuxSuiteTests(ITestOutputHelper output)
{
    private const int SampleEvery = 60;

    [Fact]
    public void EveryCaseComesToAnEnd()
    {
        Assert.SkipUnless(LinuxScripts.IsPermitted, "it takes root and /dev/net/tun");
        var isWhole = Environment.GetEnvironmentVariable("WAKELINE_SUITE_LINUX") is not null;
        var cases = isWhole ? GeneratedSuites.Exchanges.Cases : [.. GeneratedSuites.Sample(SampleEvery)];
        var results = SuiteRun.Run(
            cases, SuiteTarget.Open("linux"), new SuiteRunOptions { RealTimeMost = TimeSpan.Zero }, Print,
            TestContext.Current.CancellationToken);
        foreach (var each in results.CountBy(each => each.Outcome.Verdict))
        {
            output.WriteLine($"{each.Key}: {each.Value}");
        }

        var passed = results.Where(each => each.Outcome.Verdict == CaseVerdict.Passed).ToList();
        output.WriteLine($"{passed.Count} passed in {passed.Sum(each => each.Duration.TotalSeconds):0.00} s");
        Assert.DoesNotContain(results, each => each.Outcome.Verdict == CaseVerdict.Broken);
        var profile = TargetProfile.Of("linux");
        var asKnown = passed.Count + results.Count(each => profile.Explain(each.Case, each.Outcome) is not null);
        Assert.True(asKnown > 0.8 * results.Count, $"{asKnown} of {results.Count} pass or deviate as is known");
    }

    private void Print(CaseResult result)
    {
        if (result.Outcome.Verdict is CaseVerdict.Passed or CaseVerdict.NotApplicable)
        {
            return;
        }

        output.WriteLine($"{result.Case.Name}: {result.Outcome.Verdict}: {result.Outcome.Reason}");
        output.WriteLine($"  expected {string.Join(" | ", result.Outcome.Expected)}, got {result.Outcome.Actual}");
        foreach (var line in result.Outcome.Exchange)
        {
            output.WriteLine($"  {line.Time / 1e9:0.0000} {line.From} {(line.IsDeparture ? "! " : "")}{line.Text}");
        }
    }
}
