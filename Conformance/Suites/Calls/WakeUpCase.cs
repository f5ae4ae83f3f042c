using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// Threads that sleep, and something that happens: who may wake, who must, and how many, out of every interleaving of
/// the specification.
/// </summary>
/// <param name="Name">What it exercises.</param>
/// <param name="Section">The topic under which reports show it.</param>
/// <param name="Scenario">The threads and their calls.</param>
public sealed record WakeUpCase(string Name, string Section, Scenario Scenario) : SuiteCase(Name, SuiteName, Section)
{
    /// <summary>The suite of wake-ups.</summary>
    public const string SuiteName = "wake-ups";

    /// <summary>Runs in one repetition: each delays its threads in another way.</summary>
    private const int RunsMost = 20;

    private readonly Lazy<ScenarioAnalysis> _analysis =
        new(() => ScenarioVerification.Explore(Scenario, new ScenarioOptions()));

    /// <summary>What may come of it.</summary>
    public ScenarioAnalysis Analysis => _analysis.Value;

    /// <inheritdoc/>
    internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline)
    {
        var onStack = target is ICallTarget ? null : new StackScenario(target, Scenario);
        if (onStack?.ReasonAgainst() is { } reason)
        {
            return new CaseOutcome(CaseVerdict.NotApplicable, reason);
        }

        if (!Analysis.IsComplete)
        {
            return new CaseOutcome(
                CaseVerdict.Inconclusive, $"more than {Analysis.States} states would have to be visited");
        }

        var others = onStack is null ? ((ICallTarget)target).Run(Scenario, Analysis, RunsMost) : OthersOn(onStack);
        return others.Count == 0
            ? new CaseOutcome(CaseVerdict.Passed, "") { Exchange = Lines(null) }
            : new CaseOutcome(CaseVerdict.Failed, "the threads end as no order of steps lets them end")
            {
                Level = Level,
                Expected = [.. Analysis.Outcomes.Select(Text)],
                Actual = Text(others[0]),
                Citations = Citations,
                Exchange = Lines(others[0]),
            };
    }

    /// <summary>The outcome on a stack, if the specification does not allow it.</summary>
    private IReadOnlyList<Outcome> OthersOn(StackScenario stack)
    {
        var outcome = stack.Run();
        var seen = stack.Normalised(outcome);
        return Analysis.Outcomes.Any(allowed => stack.Normalised(allowed) == seen) ? [] : [outcome];
    }

    /// <summary>What became of each call.</summary>
    private string Text(Outcome outcome) => string.Join("; ",
        from thread in Scenario.Threads.Index()
        from step in thread.Item.Steps.Index()
        select $"{thread.Item.Name}: {step.Item.Text}: {outcome.Of(new StepPlace(thread.Index, step.Index))}");

    private List<ExchangeLine> Lines(Outcome? departure) =>
    [
        .. Scenario.Setup.Select(step => Line($"setup: {step.Text}", false)),
        .. from thread in Scenario.Threads.Index()
           from step in thread.Item.Steps.Index()
           let place = new StepPlace(thread.Index, step.Index)
           select Line(
               $"{thread.Item.Name}: {step.Item.Text}" + (departure is null ? "" : $": {departure.Of(place)}"),
               departure is not null && Analysis.Outcomes.All(allowed => allowed.Of(place) != departure.Of(place))),
    ];

    private static ExchangeLine Line(string text, bool isDeparture) =>
        new(0, ExchangeParty.User, ExchangeParty.Stack, text, isDeparture);
}
