namespace Wakeline.Conformance.Suites.Systems;

/// <summary>Derives the cases of a system.</summary>
internal sealed class SystemDerivation<TSystem, TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly SystemView<TSystem, TState> _view = new();
    private readonly Parameters _parameters;
    private readonly SystemSpace<TSystem, TState> _space;
    private readonly SystemGoalTable<TSystem, TState> _table;
    private readonly SuiteGoals _goals;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<SystemGoal> _reached = [];
    private readonly List<SystemCase> _cases = [];

    public SystemDerivation(Parameters parameters, SuiteGoals goals, int seed, CancellationToken cancellation)
    {
        (_parameters, _goals, _cancellation) = (parameters, goals, cancellation);
        _space = new SystemSpace<TSystem, TState>(parameters, seed, cancellation);
        _table = new SystemGoalTable<TSystem, TState>(_view, _space, cancellation);
    }

    /// <summary>The cases, and the goals that none of them reaches.</summary>
    public GeneratedSuite Derive()
    {
        // Those that take longest to reach come first: their ways reach others.
        foreach (var (goal, way) in _table.Ways.Where(each => (_goals & each.Key.Suite) != 0)
            .OrderByDescending(each => _space.DepthOf(each.Value.State) + each.Value.Steps.Count)
            .ThenBy(each => each.Key.Kind).ThenBy(each => each.Key.Rule).ThenBy(each => each.Key.Other))
        {
            if (!_reached.Contains(goal))
            {
                Add(goal, way);
            }
        }

        var unreached = new SystemUnreached<TSystem, TState>(_view, _space, _table).Of(_goals).ToList();
        var faults = 0;
        if ((_goals & SuiteGoals.Faults) != 0)
        {
            faults = AddFaults(unreached);
        }

        var reached = _table.Ways.Keys.Where(each => (_goals & each.Suite) != 0)
            .CountBy(each => each.Suite).ToDictionary(each => each.Key, each => each.Value);
        if (faults > 0)
        {
            reached[SuiteGoals.Faults] = faults;
        }

        return new GeneratedSuite([.. _cases.DistinctBy(each => each.Name)], unreached, reached);
    }

    private void Add(SystemGoal goal, SystemWay way)
    {
        List<Step> steps = [.. _space.WayTo(way.State), .. way.Steps];
        var (rules, end) = Walk(steps);
        var requests = steps.ConvertAll(_view.RequestOf);
        if (way.Asked is { } asked)
        {
            requests.Add(asked);
            _reached.Add(goal);
        }

        // What can be asked for in vain where the way ends takes no steps of its own.
        if (_space.IsVisited(end))
        {
            foreach (var (refused, request) in _table.RefusedIn(end))
            {
                var isWanted = (_goals & SuiteGoals.StateEvents) != 0 && _reached.Add(refused);
                if (request != way.Asked && (isWanted || refused.Kind == SystemGoalKind.Rests))
                {
                    requests.Add(request);
                }
            }
        }

        _cases.Add(Make(goal.In(_view), goal.Suite, requests, [.. rules.DefaultIfEmpty(RuleOf(goal)).Reverse()]));
    }

    /// <summary>Goes a way, and notes what it reaches.</summary>
    private (List<int> Rules, int End) Walk(List<Step> steps)
    {
        (int State, Step Step)? before = null;
        var number = 0;
        foreach (var step in steps)
        {
            _reached.UnionWith(_table.ReachedBy(number, step, before));
            before = (number, step);
            number = _space.StepsIn(number).First(each => each.Step == step).State;
        }

        return ([.. steps.Select(step => step.Rule)], number);
    }

    private static int RuleOf(SystemGoal goal) => goal.Kind == SystemGoalKind.Rests ? 0 : goal.Rule;

    /// <summary>A case; the rule that it is about comes first.</summary>
    private SystemCase Make(string name, SuiteGoals goal, List<SystemRequest> requests, List<int> rules)
    {
        var info = _view.Info;
        string[] citations = [.. rules.Take(1).SelectMany(rule => info.Rules[rule].Citations)];
        var oracle = new SystemOracle<TSystem, TState>(_view, _parameters);
        var model = new SystemModel<TSystem, TState>(_view, _parameters);
        var expected = new List<IReadOnlyList<string>>();
        foreach (var request in requests)
        {
            expected.Add(oracle.Expected(request));
            oracle.Admits(request, model.Take(request));
        }

        return new SystemCase(
            name, info.Name, citations.FirstOrDefault() ?? info.Machines[_view.MachineOf(rules[0])].Machine.Name)
        {
            Goal = goal,
            Rules = [.. rules.Distinct().Select(_view.RuleName)],
            Citations = citations,
            Requests = requests,
            Expected = expected,
            Bounds = _parameters.All.ToDictionary(),
            Oracle = () => new SystemOracle<TSystem, TState>(_view, _parameters),
            Model = () => new SystemModel<TSystem, TState>(_view, _parameters),
        };
    }

    /// <summary>Looks for what the cases do not notice of the faults that are derived from each row.</summary>
    /// <returns>How many faults are noticed.</returns>
    private int AddFaults(List<UnreachedGoal> unreached)
    {
        var noticed = 0;
        var faults = new SystemFaults<TSystem, TState>(_view, _parameters, _cancellation);
        foreach (var (mutant, faulty) in faults.All())
        {
            if (_cases.Exists(each => faults.IsNoticedBy(each, faulty)))
            {
                noticed++;
                continue;
            }

            var found = faults.Search(faulty, out var isComplete);
            if (found is not null)
            {
                noticed++;
                _cases.Add(Make(
                    $"fault {mutant}", SuiteGoals.Faults, found.Requests, [.. found.Rules.DefaultIfEmpty().Reverse()]));
            }
            else
            {
                unreached.Add(new UnreachedGoal(
                    SuiteGoals.Faults, mutant,
                    isComplete
                        ? "No steps show it: wherever it goes the same can be done, and the same is seen."
                        : "No steps to the states that were looked at show it; there are more."));
            }
        }

        return noticed;
    }
}
