using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Derives suites from the tables.</summary>
internal static class SuiteDerivation
{
    private static readonly UnreachedGoal[] s_uncounted =
    [
        new(SuiteGoals.Calls, "every rule that programs of calls reach",
            $"rules are counted only where the switch {RuleCoverage.Switch} is set; there are random programs instead"),
    ];

    /// <summary>The cases that reach goals, and the goals that no case reaches.</summary>
    public static GeneratedSuite Derive(SuiteGoals goals, int seed, CancellationToken cancellation)
    {
        var cases = new List<SuiteCase>();
        var unreached = new List<UnreachedGoal>();
        var reached = new Dictionary<SuiteGoals, int>();
        if ((goals & SuiteGoals.Exchanges & ~SuiteGoals.Faults) != 0)
        {
            var exploration = Exploration.Run(cancellation);
            var table = GoalTable.Of(exploration, cancellation);
            var derivation = new ExchangeDerivation(table, new CaseMaker(seed));
            derivation.Derive(goals);
            cases.AddRange(derivation.Cases);
            Report(goals, table, exploration, reached, unreached);
        }

        if (goals.HasFlag(SuiteGoals.Faults))
        {
            var kept = KeptFaults.Read(seed).ToList();
            cases.AddRange(kept);
            reached[SuiteGoals.Faults] = kept.Count;
        }

        if (goals.HasFlag(SuiteGoals.Calls))
        {
            cases.AddRange(CallDerivation.Derive(seed, cancellation));
            unreached.AddRange(RuleCoverage.IsEnabled ? [] : s_uncounted);
        }

        if (goals.HasFlag(SuiteGoals.WakeUps))
        {
            cases.AddRange(WakeUpDerivation.Derive());
        }

        RemoveReached(cases, reached, unreached);
        return new GeneratedSuite(cases, unreached, reached);
    }

    /// <summary>Cases of other goals may fire a rule that none of those for rules does.</summary>
    private static void RemoveReached(
        List<SuiteCase> cases, Dictionary<SuiteGoals, int> reached, List<UnreachedGoal> unreached)
    {
        var fired = cases.OfType<Exchange>().SelectMany(each => each.Rules).ToHashSet();
        var found = unreached.RemoveAll(each => each.Kind == SuiteGoals.Rules && fired.Contains(each.Goal));
        if (found > 0)
        {
            reached[SuiteGoals.Rules] += found;
        }
    }

    private static void Report(
        SuiteGoals goals, GoalTable table, Exploration exploration, Dictionary<SuiteGoals, int> reached,
        List<UnreachedGoal> unreached)
    {
        if (goals.HasFlag(SuiteGoals.Rules))
        {
            reached[SuiteGoals.Rules] = table.Rules.Count;
            unreached.AddRange(UnreachedExchanges.Rules(table));
        }

        if (goals.HasFlag(SuiteGoals.RulePairs))
        {
            reached[SuiteGoals.RulePairs] = table.Pairs.Count;
            unreached.AddRange(UnreachedExchanges.Pairs(table, exploration.IsExhaustive));
        }

        if (goals.HasFlag(SuiteGoals.StateEvents))
        {
            reached[SuiteGoals.StateEvents] = table.Events.Count;
        }

        if (goals.HasFlag(SuiteGoals.Boundaries))
        {
            reached[SuiteGoals.Boundaries] = table.Boundaries.Count;
        }

        unreached.AddRange(UnreachedEvents.Of(goals, table, exploration));
    }
}
