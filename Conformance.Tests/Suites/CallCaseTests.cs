using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Calls;
using Wakeline.Conformance.Suites.Generation;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Model;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class CallCaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void WhoMustWakeFollowsFromEveryInterleaving()
    {
        var cases = ConformanceSuites.Generate(SuiteGoals.WakeUps, 1, Cancellation).OfType<WakeUpCase>().ToList();
        Assert.Equal(167, cases.Count);

        // accept is exclusive: of three threads one takes the connection, and any of them may be the one.
        var accepts = cases.Single(each => each.Name == "3 threads in accept: a connection");
        Assert.All(accepts.Analysis.Outcomes, outcome =>
            Assert.Equal(2, outcome.Threads.Count(thread => thread.IsBlocked)));

        // poll is not: all wake.
        var polls = cases.Single(each => each.Name == "3 threads in poll: an octet");
        Assert.All(polls.Analysis.Outcomes, outcome =>
            Assert.DoesNotContain(outcome.Threads, thread => thread.IsBlocked));
    }

    [Fact]
    public void ProgramsPassOnTheModelAndNoticeAFault()
    {
        SuiteCase[] cases = [.. CallDerivation.Random(1, 12)];
        var passed = SuiteRun.Run(
            cases, SuiteTarget.Open("model"), new SuiteRunOptions(), null, Cancellation);
        Assert.All(passed, each => Assert.Equal(CaseVerdict.Passed, each.Outcome.Verdict));

        var fault = HostSystem.Info.FindMutation("drop-effect:Locked.CallIs(Listen):SetBacklog")!.Value;
        var noticed = SuiteRun.Run(
            cases, new SuiteTarget("faulty", () => new ModelTarget(ModelScripts.Profiles[0], fault)),
            new SuiteRunOptions(), null, Cancellation);
        Assert.Contains(noticed, each => each.Outcome.Verdict == CaseVerdict.Failed);
    }
}
