using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class SuiteRunTests
{
    private static readonly CaseOutcome s_passed = new(CaseVerdict.Passed, "");
    private static readonly CaseOutcome s_failed = new(CaseVerdict.Failed, "a reset is missing");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void WhatBreaksCostsOneCase()
    {
        var started = 0;
        var target = new SuiteTarget("fragile", () => new FragileTarget(++started));
        var results = SuiteRun.Run(Cases(s_passed, null, s_passed), target, new SuiteRunOptions(), null, Cancellation);
        Assert.Equal(
            [CaseVerdict.Passed, CaseVerdict.Broken, CaseVerdict.Passed], results.Select(each => each.Outcome.Verdict));
        Assert.Equal("the stack has crashed", results[1].Outcome.Reason);
        Assert.Equal(2, started);
    }

    [Fact]
    public void RepetitionsThatDifferAreFlaky()
    {
        var result = Assert.Single(SuiteRun.Run(
            [new ScriptedCase("case", [s_passed, s_failed, s_passed])], Target, new SuiteRunOptions { Repeat = 3 },
            null, Cancellation));
        Assert.Equal(CaseVerdict.Flaky, result.Outcome.Verdict);
        Assert.Equal("3 repetitions differ: 2 x Passed, 1 x Failed", result.Outcome.Reason);
        Assert.Equal([s_passed, s_failed, s_passed], result.Repetitions);
    }

    [Fact]
    public void ResultsKeepTheOrderOfTheCases()
    {
        var told = new List<CaseResult>();
        var cases = Enumerable.Range(0, 50).Select(SuiteCase (number) => new ScriptedCase($"case {number}", [s_passed]))
            .ToList();
        var results = SuiteRun.Run(cases, Target, new SuiteRunOptions { Parallel = 4 }, told.Add, Cancellation);
        Assert.Equal(cases, results.Select(each => each.Case));
        Assert.Equal(50, told.Count);
    }

    [Fact]
    public void WhatTakesLongRunsInVirtualTimeOnly()
    {
        SuiteCase slow = new ScriptedCase("slow", [s_passed]) { Takes = TimeSpan.FromMinutes(4) };
        CaseVerdict VerdictOn(bool isVirtual) => Assert.Single(SuiteRun.Run(
            [slow], new SuiteTarget("any", () => new FragileTarget(1) { IsVirtual = isVirtual }), new SuiteRunOptions(),
            null, Cancellation)).Outcome.Verdict;

        Assert.Equal(CaseVerdict.Passed, VerdictOn(isVirtual: true));
        Assert.Equal(CaseVerdict.NotApplicable, VerdictOn(isVirtual: false));
    }

    [Fact]
    public void ACancelledRunEnds()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Assert.Throws<OperationCanceledException>(() => SuiteRun.Run(
            Cases(s_passed, s_passed), Target, new SuiteRunOptions(), _ => source.Cancel(), source.Token));
    }

    [Fact]
    public void ACaseThatTakesTooLongHasHung()
    {
        var cases = ConformanceSuites.Generate(SuiteGoals.Rules, 1, Cancellation).Take(1).ToList();
        var result = Assert.Single(SuiteRun.Run(
            cases, SuiteTarget.Open("model"), new SuiteRunOptions { Timeout = TimeSpan.FromTicks(1) },
            null, Cancellation));
        Assert.Equal(CaseVerdict.Broken, result.Outcome.Verdict);
        Assert.Contains("is not over", result.Outcome.Reason, StringComparison.Ordinal);
    }

    private static SuiteTarget Target => new("any", () => new FragileTarget(1));

    private static IReadOnlyList<SuiteCase> Cases(params CaseOutcome?[] outcomes) =>
        [.. outcomes.Select((outcome, index) => new ScriptedCase($"case {index}", [outcome]))];

    /// <summary>Its outcomes, one after the other; the target breaks where there is none.</summary>
    private sealed record ScriptedCase(string Name, CaseOutcome?[] Outcomes) : SuiteCase(Name, "tests", "RFC 9293")
    {
        private int _runs;

        internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline) =>
            Outcomes[_runs++] ?? throw new TargetException("the stack has crashed");
    }

    private sealed class FragileTarget(int number) : ITarget
    {
        public bool IsVirtual { get; init; } = true;

        public TargetDescription Description =>
            new("fragile", $"started {number} times") { HasVirtualTime = IsVirtual };

        public IStack Reset(RunSettings settings) => throw new UnsupportedException("it has no stack");

        public void Dispose()
        {
        }
    }
}
