using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>
/// A case that was derived from a system: its parties are asked to act, one after the other, and refused steps are
/// asked for as well. Whatever the system may do is admitted.
/// </summary>
/// <param name="Name">What it exercises.</param>
/// <param name="System">The system, which is the suite as well.</param>
/// <param name="Section">
/// What the rule that it is about cites first; the name of its machine where it cites nothing.
/// </param>
public sealed record SystemCase(string Name, string System, string Section) : SuiteCase(Name, System, Section)
{
    /// <summary>Stands between a step and what is seen then, in <see cref="Expected"/>.</summary>
    internal const string Then = ", then ";

    /// <summary>What it was made to cover.</summary>
    public SuiteGoals Goal { get; init; }

    /// <summary>What is asked for, in turn.</summary>
    public IReadOnlyList<SystemRequest> Requests { get; init; } = [];

    /// <summary>What the system allows after each request, if everything before went as asked.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Expected { get; init; } = [];

    /// <summary>The bounds of the system, by name.</summary>
    public IReadOnlyDictionary<string, int> Bounds { get; init; } = new Dictionary<string, int>();

    internal Func<ISystemOracle>? Oracle { get; init; }

    internal Func<ISystemStack>? Model { get; init; }

    /// <inheritdoc/>
    internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline) =>
        target switch
        {
            ModelTarget => RunOn(Model!(), deadline),
            AdapterTarget adapter => RunOn(adapter.ResetSystem(System, Bounds), deadline),
            _ => new CaseOutcome(
                CaseVerdict.NotApplicable, $"it has no system '{System}': model and adapters (cmd:) may have"),
        };

    /// <summary>Runs it on an implementation.</summary>
    internal CaseOutcome RunOn(ISystemStack stack, CaseDeadline deadline)
    {
        var oracle = Oracle!();
        var lines = new List<ExchangeLine>();
        var start = stack.Start;
        if (!oracle.AdmitsStart(start))
        {
            return Departure("it does not start where the system does", ["the start of the system"], start, lines);
        }

        foreach (var request in Requests)
        {
            deadline.Require();
            lines.Add(new ExchangeLine(lines.Count, ExchangeParty.User, ExchangeParty.Stack, $"{request}", false));
            var expected = oracle.Expected(request);
            var told = stack.Take(request);
            if (!oracle.Admits(request, told))
            {
                return Departure(
                    told.IsRefused ? "it refuses a step that is possible"
                    : expected is ["refused"] ? "it takes a step that is not possible"
                    : "no step that is possible leads there",
                    expected, told, lines) with
                { Rule = request.Rule };
            }

            lines.Add(new ExchangeLine(lines.Count, ExchangeParty.Stack, ExchangeParty.User, $"{told}", false));
        }

        return new CaseOutcome(CaseVerdict.Passed, "") { Exchange = lines };
    }

    private CaseOutcome Departure(
        string reason, IReadOnlyList<string> expected, SystemAnswer told, List<ExchangeLine> lines)
    {
        lines.Add(new ExchangeLine(lines.Count, ExchangeParty.Stack, ExchangeParty.User, $"{told}", true));
        return new CaseOutcome(CaseVerdict.Failed, reason)
        {
            Level = Level,
            Expected = expected,
            Actual = $"{told}",
            Citations = Citations,
            Exchange = lines,
        };
    }
}
