using Wakeline.Conformance.Scenarios;

namespace Wakeline.Cli.Reports;

/// <summary>What may come of a scenario, as <c>wakeline scenario --json</c> tells it.</summary>
/// <param name="Scenario">The file.</param>
/// <param name="IsComplete">Whether every state was visited; otherwise there may be more outcomes.</param>
/// <param name="States">States visited.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="Outcomes">The outcomes of the model.</param>
/// <param name="Expectations">The verdicts on what is expected.</param>
/// <param name="Linux">What the kernel did, if it was asked.</param>
internal sealed record ScenarioListing(
    string Scenario,
    bool IsComplete,
    long States,
    double Seconds,
    IReadOnlyList<OutcomeListing> Outcomes,
    IReadOnlyList<ExpectationListing> Expectations,
    LinuxListing? Linux)
{
    public static ScenarioListing Of(Scenario scenario, ScenarioAnalysis analysis, KernelRuns? runs) => new(
        scenario.Source, analysis.IsComplete, analysis.States, analysis.Elapsed.TotalSeconds,
        [.. analysis.Outcomes.Index().Select(each =>
            OutcomeListing.Of(scenario, each.Item, runs?.Seen[each.Index]))],
        [.. analysis.Verdicts.Select(ExpectationListing.Of)],
        runs is null ? null : LinuxListing.Of(scenario, runs));
}

/// <summary>An outcome.</summary>
/// <param name="Calls">What became of each call.</param>
/// <param name="Runs">How often it came on the kernel, if that was asked.</param>
internal sealed record OutcomeListing(IReadOnlyList<CallListing> Calls, int? Runs)
{
    public static OutcomeListing Of(Scenario scenario, Outcome outcome, int? runs) => new(
        [
            .. from thread in scenario.Threads.Index()
               from step in thread.Item.Steps.Index()
               let ending = outcome.Of(new StepPlace(thread.Index, step.Index))
               select new CallListing(
                   thread.Item.Name, step.Item.Line, step.Item.Text, ending.Fate.ToString().ToLowerInvariant(),
                   ending.Result?.ToString()),
        ],
        runs);
}

/// <summary>What became of a call.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Line">The line of the file.</param>
/// <param name="Call">The call as it was written.</param>
/// <param name="Fate">returned, asleep or unreached.</param>
/// <param name="Result">What it returned.</param>
internal sealed record CallListing(string Thread, int Line, string Call, string Fate, string? Result);

/// <summary>The verdict on something that is expected.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Kind">always or possible.</param>
/// <param name="Condition">The condition.</param>
/// <param name="IsMet">Whether it is met; absent if a bound was reached before that was decided.</param>
/// <param name="Outcome">The outcome that decided it, from 0; absent if there is none.</param>
/// <param name="Steps">A shortest run to that outcome, if it violates what is expected.</param>
internal sealed record ExpectationListing(
    int Line, string Kind, string Condition, bool? IsMet, int? Outcome, IReadOnlyList<string>? Steps)
{
    public static ExpectationListing Of(ExpectationVerdict verdict) => new(
        verdict.Expectation.Line, verdict.Expectation.Kind.ToString().ToLowerInvariant(), verdict.Expectation.Text,
        verdict.IsMet, verdict.Outcome < 0 ? null : verdict.Outcome,
        verdict.Trace?.Steps.Select(step => $"{step.Lane}: {step.Rule}").ToList());
}

/// <summary>What the kernel did.</summary>
/// <param name="Kernel">Its release.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Seconds">How long they took.</param>
/// <param name="Agrees">Whether nothing came that the model does not allow.</param>
/// <param name="Others">Outcomes that are not among the model's.</param>
internal sealed record LinuxListing(
    string Kernel, int Runs, double Seconds, bool Agrees, IReadOnlyList<OtherOutcomeListing> Others)
{
    public static LinuxListing Of(Scenario scenario, KernelRuns runs) => new(
        runs.Kernel, runs.Runs, runs.Elapsed.TotalSeconds, runs.Agrees,
        [.. runs.Others.Select(other => new OtherOutcomeListing(
            other.Kind.ToString().ToLowerInvariant(), OutcomeListing.Of(scenario, other.Outcome, other.Runs)))]);
}

/// <summary>An outcome that is not among the model's.</summary>
/// <param name="Kind">difference, late or unknown.</param>
/// <param name="Outcome">The outcome.</param>
internal sealed record OtherOutcomeListing(string Kind, OutcomeListing Outcome);
