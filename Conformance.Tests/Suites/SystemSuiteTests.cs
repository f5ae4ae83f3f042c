using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Checking;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Suites.Systems;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Systems;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>Suites of systems that know nothing of TCP.</summary>
public sealed class SystemSuiteTests
{
    private const SuiteGoals All = SuiteGoals.Exchanges;

    /// <summary>Bounds that leave few enough states to look at all of them.</summary>
    private const string Few = "slots=1,writes=2,more=0,reads=2,splices=0,watched=1";

    private static readonly SystemEntry s_pipe = SystemEntry.Of<PipeReadWrite, PipeScene>();

    private static readonly Lazy<GeneratedSuite> s_suite = new(() => Derive(All, seed: 1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryRuleIsExercisedOrItsReasonIsGiven()
    {
        var steps = s_pipe.Info.Machines.SelectMany(use =>
            use.Machine.Rules.Where(rule => rule.Mutant is null).Select(rule => $"{use.Machine.Name}.{rule.Name}"));
        var fired = s_suite.Value.Cases.SelectMany(each => each.Rules).ToHashSet();
        Assert.All(steps, rule => Assert.True(
            fired.Contains(rule)
            || s_suite.Value.Unreached.Any(each => each.Kind == SuiteGoals.Rules && each.Goal == rule), rule));
        Assert.All(s_suite.Value.Unreached, each => Assert.NotEqual("", each.Reason));
        Assert.Equal(
            [SuiteGoals.Rules, SuiteGoals.RulePairs, SuiteGoals.StateEvents, SuiteGoals.Boundaries, SuiteGoals.Faults],
            s_suite.Value.Reached.Keys.Order(Comparer<SuiteGoals>.Create((a, b) => Place(a).CompareTo(Place(b)))));
        static int Place(SuiteGoals goal) => goal == SuiteGoals.Faults ? 100 : (int)goal;
    }

    [Fact]
    public void TheSystemPassesItsOwnSuiteAndRefusedStepsAreAskedFor()
    {
        var cases = s_suite.Value.Cases;
        var results = SuiteRun.Run(
            cases, SuiteTarget.Open("model"), new SuiteRunOptions { Parallel = 2 }, cancellation: Cancellation);
        Assert.All(results, each => Assert.True(
            each.Outcome.Verdict == CaseVerdict.Passed, $"{each.Case.Name}: {each.Outcome.Reason}"));
        Assert.Contains(cases.OfType<SystemCase>(), each => each.Expected.Any(only => only is ["refused"]));
        Assert.Equal(cases.Count, cases.DistinctBy(each => each.Name).Count());
    }

    [Fact]
    public void ASeedGivesTheSameCasesAgain()
    {
        var first = SystemText.Write(s_suite.Value.Cases.OfType<SystemCase>());
        Assert.Equal(first, SystemText.Write(Derive(All, seed: 1).Cases.OfType<SystemCase>()));
        Assert.NotEqual(first, SystemText.Write(Derive(All, seed: 2).Cases.OfType<SystemCase>()));
        Assert.All(
            first.TrimEnd().Split('\n'),
            line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public void EveryFaultIsNoticedOrShownByNoSteps()
    {
        var left = s_suite.Value.Unreached.Where(each => each.Kind == SuiteGoals.Faults).ToList();
        Assert.True(s_suite.Value.Reached[SuiteGoals.Faults] > left.Count, $"{left.Count} are left");
        Assert.All(left, each => Assert.StartsWith("No steps show it", each.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatTheSystemDoesNotDoFails()
    {
        var test = Assert.IsType<SystemCase>(s_suite.Value.Cases[0]);
        var deadline = new CaseDeadline(TimeSpan.FromMinutes(1), Cancellation);
        var refusing = test.RunOn(new Stubborn(new SystemAnswer { IsRefused = true }), deadline);
        Assert.Equal((CaseVerdict.Failed, "it refuses a step that is possible"), (refusing.Verdict, refusing.Reason));
        var lost = new SystemAnswer { Holds = new Dictionary<string, bool> { ["NoSuchThing"] = true } };
        Assert.Equal("no step that is possible leads there", test.RunOn(new Stubborn(lost), deadline).Reason);
        Assert.Equal(
            "it takes a step that is not possible",
            test.RunOn(new Stubborn(new SystemAnswer()), deadline).Reason);
    }

    [Fact]
    public void TheoriesCompile()
    {
        var source = SystemTheorySource.Write(
            s_suite.Value.Cases.OfType<SystemCase>(), "Somebody.Tests", "PipeSuite");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Somebody.Tests", [CSharpSyntaxTree.ParseText(source, cancellationToken: Cancellation)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics(Cancellation)
            .Where(each => each.Severity >= DiagnosticSeverity.Error).Select(each => each.ToString()));
    }

    [Fact]
    public void ASystemOfManyMachinesHasASuiteAsWell()
    {
        var system = SystemEntry.Of<EpollExclusive, Spec.Kernel>();
        var suite = SystemSuites.Derive(system, Parameters.Of(system.Info), SuiteGoals.Rules, 1, Cancellation);
        Assert.NotEmpty(suite.Cases);
        Assert.All(suite.Unreached, each => Assert.NotEqual("", each.Reason));
    }

    private static GeneratedSuite Derive(SuiteGoals goals, int seed) =>
        SystemSuites.Derive(
            s_pipe, Parameters.Of(s_pipe.Info, Few, Mutation.None), goals, seed, Cancellation);

    private sealed class Stubborn(SystemAnswer answer) : ISystemStack
    {
        public SystemAnswer Start { get; } = new();

        public SystemAnswer Take(SystemRequest request) => answer;
    }
}
