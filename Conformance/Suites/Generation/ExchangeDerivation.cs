using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Chooses ways that together reach goals, few and short ones, and makes cases of them.</summary>
/// <param name="table">The goals.</param>
/// <param name="maker">Makes cases.</param>
internal sealed class ExchangeDerivation(GoalTable table, CaseMaker maker)
{
    /// <summary>A case that goes on to reach further goals is no longer than this.</summary>
    private const int StepsMost = 14;

    private readonly List<Exchange> _cases = [];
    private readonly List<ExploredEnd> _ways = [];
    private readonly HashSet<Sequence<ExchangeStep>> _steps = [];
    private readonly HashSet<string> _names = [];

    /// <summary>The cases so far.</summary>
    public IReadOnlyList<Exchange> Cases => _cases;

    /// <summary>Makes the cases for goals.</summary>
    public void Derive(SuiteGoals goals)
    {
        if (goals.HasFlag(SuiteGoals.Rules))
        {
            CoverRules();
        }

        if (goals.HasFlag(SuiteGoals.StateEvents))
        {
            AddAll(table.Events, SuiteGoals.StateEvents);
        }

        if (goals.HasFlag(SuiteGoals.Boundaries))
        {
            AddAll(table.Boundaries, SuiteGoals.Boundaries);
        }

        if (goals.HasFlag(SuiteGoals.RulePairs))
        {
            CoverPairs();
            AddSilences();
        }
    }

    /// <summary>After every rule nothing is done for a while: what timers it has set, or not, is seen then.</summary>
    private void AddSilences()
    {
        var silence = new Stimulus(StimulusKind.Silence);
        foreach (var (rule, way) in table.Rules.Where(each => each.Value.End.Takes(silence)))
        {
            Add($"{GoalTable.NameOf(rule)}, then silence", SuiteGoals.RulePairs, way.After(silence), [rule]);
        }
    }

    /// <summary>Greedy set cover: always the way that adds most (Chvátal, 1979).</summary>
    private void CoverRules()
    {
        var missing = table.Rules.Keys.ToHashSet();
        var ways = table.Rules.ToDictionary(each => each.Key, each => each.Value.AllRules());
        while (missing.Count > 0)
        {
            var best = missing.MaxBy(rule => ways[rule].Count(missing.Contains));
            missing.ExceptWith(ways[best]);
            Add(GoalTable.NameOf(best), SuiteGoals.Rules, table.Rules[best], [best]);
        }
    }

    private void AddAll(IEnumerable<ReachedGoal> reached, SuiteGoals goal)
    {
        foreach (var each in reached)
        {
            Add(each.Name, goal, each.Way, each.Rules);
        }
    }

    /// <summary>The longest ways first, for they pass by many pairs; each goes on while that reaches more.</summary>
    private void CoverPairs()
    {
        var missing = table.Pairs.Keys.ToHashSet();
        _ways.ForEach(way => missing.ExceptWith(PairsOf(way)));

        foreach (var (pair, shortest) in table.Pairs.OrderByDescending(each => each.Value.Depth))
        {
            if (!missing.Contains(pair))
            {
                continue;
            }

            var way = GoOn(shortest, missing);
            missing.ExceptWith(PairsOf(way));
            Add(
                $"{GoalTable.NameOf(pair.First)}, then {GoalTable.NameOf(pair.Second)}", SuiteGoals.RulePairs, way,
                [pair.First, pair.Second]);
        }
    }

    private static ExploredEnd GoOn(ExploredEnd way, HashSet<(int First, int Second)> missing)
    {
        var left = new HashSet<(int First, int Second)>(missing);
        left.ExceptWith(PairsOf(way));
        while (way.Depth < StepsMost)
        {
            var before = way;
            var best = Exploration.Usual.Where(stimulus => before.End.Takes(stimulus)).Select(before.After)
                .MaxBy(after => PairsOfLast(after).Distinct().Count(left.Contains));
            if (best is null || !PairsOfLast(best).Any(left.Contains))
            {
                break;
            }

            left.ExceptWith(PairsOfLast(best));
            way = best;
        }

        return way;
    }

    private static IEnumerable<(int First, int Second)> PairsOf(ExploredEnd way)
    {
        var rules = way.AllRules();
        return rules.Zip(rules.Skip(1));
    }

    private static IEnumerable<(int First, int Second)> PairsOfLast(ExploredEnd way)
    {
        var last = way.Before?.LastRule ?? -1;
        foreach (var rule in way.Rules)
        {
            if (last >= 0)
            {
                yield return (last, rule);
            }

            last = rule;
        }
    }

    private void Add(string name, SuiteGoals goal, ExploredEnd way, IReadOnlyList<int> rules)
    {
        var made = maker.Make(name, goal, way, rules);
        if (_steps.Add(made.Steps))
        {
            _ways.Add(way);
            _cases.Add(_names.Add(name) ? made : made with { Name = $"{name} ({_cases.Count})" });
            _names.Add(_cases[^1].Name);
        }
    }
}
