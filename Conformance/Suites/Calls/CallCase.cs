using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// A case at the level of system calls: a program over loopback. After each step the target has to show one of the
/// outcomes that the specification allows.
/// </summary>
/// <param name="Name">What it exercises.</param>
/// <param name="Section">The topic under which reports show it.</param>
/// <param name="Program">The program.</param>
public sealed record CallCase(string Name, string Section, CallProgram Program) : SuiteCase(Name, SuiteName, Section)
{
    /// <summary>The suite of call programs.</summary>
    public const string SuiteName = "calls";

    /// <inheritdoc/>
    internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline)
    {
        try
        {
            return target is ICallTarget calls ? OutcomeOf(calls.Run(Program)) : RunOnStack(target);
        }
        catch (BoundExceededException bound)
        {
            return new CaseOutcome(CaseVerdict.Inconclusive, $"the model has no room for more: {bound.Message}");
        }
    }

    private CaseOutcome RunOnStack(ITarget target)
    {
        var stack = new StackCalls(target);
        return stack.ReasonAgainst(Program) is { } reason
            ? new CaseOutcome(CaseVerdict.NotApplicable, reason) : OutcomeOf(stack.Run(Program));
    }

    private CaseOutcome OutcomeOf(Divergence? divergence) => divergence is null
        ? new CaseOutcome(CaseVerdict.Passed, "") { Exchange = Lines(Program.Steps.Count) }
        : new CaseOutcome(
            CaseVerdict.Failed, $"{ProgramText.Print(Program, divergence.Step)} shows what no order of steps leads to")
        {
            Level = Level,
            Expected = [.. divergence.Allowed.Select(allowed => $"{allowed}")],
            Actual = $"{divergence.Observed}",
            Rule = Rules.Count > 0 ? Rules[^1] : "",
            Citations = Citations,
            Exchange =
        [
            .. Lines(divergence.Step + 1),
            new ExchangeLine(
                divergence.Step, ExchangeParty.Stack, ExchangeParty.User, $"{divergence.Observed}", IsDeparture: true),
        ],
        };

    private List<ExchangeLine> Lines(int steps) =>
    [
        .. Enumerable.Range(0, steps).Select(step => new ExchangeLine(
            step, ExchangeParty.User, ExchangeParty.Stack, ProgramText.Print(Program, step), IsDeparture: false)),
    ];
}
