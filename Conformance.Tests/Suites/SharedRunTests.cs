using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>Cases that share a target.</summary>
public sealed class SharedRunTests
{
    private const int SampleEvery = 40;

    private static readonly CaseOutcome s_passed = new(CaseVerdict.Passed, "");
    private static readonly CaseOutcome s_failed = new(CaseVerdict.Failed, "a reset is missing");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TheKernelsVerdictsAreTheSameAsAlone()
    {
        Assert.SkipUnless(LinuxScripts.IsPermitted, "it takes root and /dev/net/tun");
        var cases = GeneratedSuites.Sample(SampleEvery);
        var options = new SuiteRunOptions { RealTimeMost = TimeSpan.Zero };
        var alone = Run(cases, SuiteTarget.Open("linux"), options with { Together = 1 });
        var together = Run(cases, SuiteTarget.Open("linux"), options with { Repeat = 3 });
        Assert.Equal(alone.Select(TextOf), together.Select(TextOf));
        Assert.Contains(together, each => each.Outcome.Verdict == CaseVerdict.Passed);
        Assert.Equal([], together.Where(each => each.AmongOthers is not null).Select(TextOf));

        static string TextOf(CaseResult each) => $"{each.Case.Name}: {each.Outcome.Verdict}: {each.Outcome.Reason}";
    }

    [Fact]
    public void WhatDepartsAmongOthersCountsAsItIsAlone()
    {
        SuiteCase[] cases =
        [
            new SharedCase("sound", s_passed, s_passed), new SharedCase("faulty", s_failed, s_failed),
            new SharedCase("disturbed", s_failed, s_passed),
        ];
        var results = Run(cases, new SuiteTarget("shared", () => new SharedTarget()), new SuiteRunOptions());
        Assert.Equal([s_passed, s_failed, s_passed], results.Select(each => each.Outcome));
        Assert.Equal([null, null, s_failed], results.Select(each => each.AmongOthers));
    }

    [Fact]
    public void CasesWaitSideBySide()
    {
        var target = new SharedTarget();
        SuiteCase[] cases =
            [.. Enumerable.Range(0, 20).Select(number => new SharedCase($"{number}", s_passed, s_failed))];
        var results = Run(cases, new SuiteTarget("shared", () => target), new SuiteRunOptions { Together = 8 });
        Assert.All(results, each => Assert.Equal(CaseVerdict.Passed, each.Outcome.Verdict));
        Assert.Equal(8, target.SharesMost);
        Assert.Equal(0, target.Shares);
    }

    private static IReadOnlyList<CaseResult> Run(
        IReadOnlyList<SuiteCase> cases, SuiteTarget target, SuiteRunOptions options) =>
        SuiteRun.Run(cases, target, options, null, Cancellation);

    /// <summary>What comes of it among others and alone; among others it waits once.</summary>
    private sealed record SharedCase(string Name, CaseOutcome AmongOthers, CaseOutcome Alone)
        : SuiteCase(Name, "tests", "RFC 9293"), IShareableCase
    {
        internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline) => Alone;

        IPausingCase IShareableCase.Begin(ITarget target, SuiteRunOptions options, CaseDeadline deadline) =>
            new Pausing(AmongOthers);
    }

    private sealed class Pausing(CaseOutcome outcome) : IPausingCase
    {
        private bool _hasWaited;

        public CaseOutcome? Outcome { get; private set; }

        public TimeSpan GoOn()
        {
            Outcome = _hasWaited ? outcome : null;
            _hasWaited = true;
            return TimeSpan.FromMinutes(1);
        }
    }

    /// <summary>Whoever waits has news only when all that may run do.</summary>
    private sealed class SharedTarget : ISharedTarget
    {
        public ISharedTarget? StartBeside() => null;

        private bool _hasNews;

        public int Shares { get; private set; }

        public int SharesMost { get; private set; }

        public bool HasRoom => true;

        public bool HasNews => _hasNews && Shares > 0;

        public TargetDescription Description => new("shared", "none");

        public IShare Share()
        {
            SharesMost = Math.Max(SharesMost, ++Shares);
            _hasNews = false;
            return new OneShare(this);
        }

        public void Await(TimeSpan most) => _hasNews = true;

        public IStack Reset(RunSettings settings) => throw new UnsupportedException("it has no stack");

        public void Dispose()
        {
        }

        private sealed class OneShare(SharedTarget target) : IShare
        {
            public bool HasNews => target._hasNews;

            public TargetDescription Description => target.Description;

            public IStack Reset(RunSettings settings) => target.Reset(settings);

            public void Dispose() => target.Shares--;
        }
    }
}
