namespace Wakeline.Conformance.Suites.Systems;

/// <summary>The goals that the states of a system reach, each with the nearest way.</summary>
internal sealed class SystemGoalTable<TSystem, TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly SystemView<TSystem, TState> _view;
    private readonly SystemSpace<TSystem, TState> _space;
    private readonly Dictionary<SystemGoal, SystemWay> _ways = [];
    private readonly HashSet<(int Machine, int Place)> _places = [];
    private readonly List<int> _stepping;

    public SystemGoalTable(
        SystemView<TSystem, TState> view, SystemSpace<TSystem, TState> space, CancellationToken cancellation)
    {
        (_view, _space) = (view, space);
        _stepping = [.. Enumerable.Range(0, view.Info.Rules.Count).Where(rule => IsStep(view.Info.Rules[rule]))];
        var before = new Dictionary<int, Dictionary<int, (int State, Step Step)>>();
        for (var number = 0; number < space.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            NoteSteps(number, before);
            NoteParties(number);
        }

        foreach (var (number, firsts) in before.Where(each => space.IsVisited(each.Key)).OrderBy(each => each.Key))
        {
            foreach (var (step, _) in space.StepsIn(number))
            {
                foreach (var (rule, first) in firsts)
                {
                    Note(new SystemGoal(SystemGoalKind.Pair, step.Rule, rule), first.State, [first.Step, step]);
                }
            }
        }
    }

    /// <summary>The ways, each to the goal that it reaches.</summary>
    public IReadOnlyDictionary<SystemGoal, SystemWay> Ways => _ways;

    /// <summary>Rules that are steps of their own.</summary>
    public IReadOnlyList<int> Stepping => _stepping;

    /// <summary>Whether a party of a machine comes to a location.</summary>
    public bool IsPlaced(int machine, int place) => _places.Contains((machine, place));

    /// <summary>Whether a rule is a step of its own, and no fault's.</summary>
    public static bool IsStep(RuleInfo rule) =>
        rule.Mutant is null && rule.Kind is TriggerKind.Step or TriggerKind.Timer;

    /// <summary>The goals that a state shows if refused steps are asked for there.</summary>
    public IEnumerable<(SystemGoal Goal, SystemRequest Request)> RefusedIn(int number)
    {
        var state = _space[number];
        foreach (var party in _view.PartiesIn(state))
        {
            var possible = RulesOf(number, party);
            var place = SystemView<TSystem, TState>.PlaceOf(in state, party);
            if (possible.Count == 0)
            {
                yield return (
                    new SystemGoal(SystemGoalKind.Rests, party.Machine, Math.Max(place, 0)),
                    new SystemRequest(_view.NameOf(party), "", 0));
            }

            foreach (var rule in _stepping.Where(rule =>
                place >= 0 && _view.MachineOf(rule) == party.Machine && !possible.Contains(rule)))
            {
                yield return (new SystemGoal(SystemGoalKind.Refused, rule, place), Asking(rule, party));
            }
        }
    }

    /// <summary>The goals that a step in a state reaches, given the step before it.</summary>
    public IEnumerable<SystemGoal> ReachedBy(int number, Step step, (int State, Step Step)? before)
    {
        yield return new SystemGoal(SystemGoalKind.Rule, step.Rule);
        var state = _space[number];
        var party = _view.PartyOf(step);
        if (SystemView<TSystem, TState>.PlaceOf(in state, party) is >= 0 and var place)
        {
            yield return new SystemGoal(SystemGoalKind.Possible, step.Rule, place);
        }

        if (before is { } first)
        {
            yield return new SystemGoal(SystemGoalKind.Pair, step.Rule, first.Step.Rule);
            if (party != _view.PartyOf(first.Step) && !RulesOf(first.State, party).Contains(step.Rule)
                && IsSamePlace(first.State, number, party))
            {
                yield return new SystemGoal(SystemGoalKind.Opened, step.Rule, first.Step.Rule);
            }
        }
    }

    private void NoteSteps(int number, Dictionary<int, Dictionary<int, (int State, Step Step)>> before)
    {
        foreach (var (step, next) in _space.StepsIn(number))
        {
            foreach (var goal in ReachedBy(number, step, null))
            {
                Note(goal, number, [step]);
            }

            if (!before.TryGetValue(next, out var firsts))
            {
                before[next] = firsts = [];
            }

            firsts.TryAdd(step.Rule, (number, step));
            if (_space.IsVisited(next))
            {
                NoteBoundaries(number, step, next);
            }
        }
    }

    /// <summary>What a step makes possible for others that stay where they are, or impossible.</summary>
    private void NoteBoundaries(int number, Step step, int next)
    {
        var actor = _view.PartyOf(step);
        foreach (var party in _view.PartiesIn(_space[next]).Where(each =>
            each != actor && IsSamePlace(number, next, each)))
        {
            var (earlier, later) = (RulesOf(number, party), RulesOf(next, party));
            foreach (var (opened, _) in _space.StepsIn(next).Where(each =>
                _view.PartyOf(each.Step) == party && !earlier.Contains(each.Step.Rule)))
            {
                Note(new SystemGoal(SystemGoalKind.Opened, opened.Rule, step.Rule), number, [step, opened]);
            }

            foreach (var rule in earlier.Except(later))
            {
                Note(new SystemGoal(SystemGoalKind.Shut, rule, step.Rule), number, [step], Asking(rule, party));
            }
        }
    }

    private void NoteParties(int number)
    {
        var state = _space[number];
        foreach (var party in _view.PartiesIn(state))
        {
            if (SystemView<TSystem, TState>.PlaceOf(in state, party) is >= 0 and var place)
            {
                _places.Add((party.Machine, place));
            }
        }

        foreach (var (goal, request) in RefusedIn(number))
        {
            Note(goal, number, [], request);
        }
    }

    private void Note(SystemGoal goal, int state, IReadOnlyList<Step> steps, SystemRequest? asked = null) =>
        _ways.TryAdd(goal, new SystemWay(state, steps, asked));

    private SystemRequest Asking(int rule, Party party) => new(_view.NameOf(party), _view.RuleName(rule), 0);

    private bool IsSamePlace(int before, int after, Party party)
    {
        var (earlier, later) = (_space[before], _space[after]);
        return SystemView<TSystem, TState>.PlaceOf(in earlier, party)
            == SystemView<TSystem, TState>.PlaceOf(in later, party);
    }

    private HashSet<int> RulesOf(int number, Party party) =>
    [
        .. _space.StepsIn(number).Where(each => _view.PartyOf(each.Step) == party).Select(each => each.Step.Rule),
    ];
}
