using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>A goal that was reached: by which way first, which is a shortest one.</summary>
/// <param name="Name">What it exercises.</param>
/// <param name="Way">The way.</param>
/// <param name="Rules">The rules it is about.</param>
internal sealed record ReachedGoal(string Name, ExploredEnd Way, IReadOnlyList<int> Rules);

/// <summary>The goals that an exploration reaches.</summary>
internal sealed class GoalTable
{
    private static readonly Stimulus[] s_stimuli =
        [.. Alphabet.Calls, .. Alphabet.Timers, .. Alphabet.Probes.Select(Stimulus.Of)];

    /// <summary>Boundaries are those of guards that segments of these kinds meet.</summary>
    private static readonly ControlBits[] s_boundaryFlags =
    [
        ControlBits.Ack, ControlBits.Ack | ControlBits.Fin, ControlBits.Rst, ControlBits.Rst | ControlBits.Ack,
        ControlBits.Syn, ControlBits.Syn | ControlBits.Ack, ControlBits.Ack | ControlBits.Urg,
    ];

    private readonly Dictionary<int, ExploredEnd> _rules = [];
    private readonly Dictionary<(int First, int Second), ExploredEnd> _pairs = [];
    private readonly Dictionary<string, ReachedGoal> _events = [];
    private readonly Dictionary<string, ReachedGoal> _boundaries = [];
    private readonly HashSet<(string State, Stimulus Stimulus)> _probed = [];
    private readonly List<int> _fired = [];

    /// <summary>Every rule that fires, with a shortest way.</summary>
    public IReadOnlyDictionary<int, ExploredEnd> Rules => _rules;

    /// <summary>Every two rules that fire one after the other, with a shortest way.</summary>
    public IReadOnlyDictionary<(int First, int Second), ExploredEnd> Pairs => _pairs;

    /// <summary>Events in states.</summary>
    public IReadOnlyCollection<ReachedGoal> Events => _events.Values;

    /// <summary>Boundary values in states.</summary>
    public IReadOnlyCollection<ReachedGoal> Boundaries => _boundaries.Values;

    /// <summary>Fills the table.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static GoalTable Of(Exploration exploration, CancellationToken cancellation)
    {
        var table = new GoalTable();
        foreach (var node in exploration.All)
        {
            table.NoteRules(node);
        }

        foreach (var node in exploration.Situations)
        {
            cancellation.ThrowIfCancellationRequested();
            table.Probe(node);
        }

        return table;
    }

    /// <summary>The goals that no way reaches: in each state, and what would have to be done there.</summary>
    /// <param name="exploration">What the table was filled from.</param>
    public IEnumerable<(SuiteGoals Kind, string Name, string State, Stimulus Stimulus)> Missing(Exploration exploration)
    {
        var reached = _events.Keys.Concat(_boundaries.Keys).ToHashSet();
        return from state in exploration.Situations.Select(each => Situation.NameOf(in each.End)).Distinct()
               from stimulus in s_stimuli
               let goal = GoalOf(state, stimulus)
               where goal is not null && reached.Add(goal.Value.Name)
               select (goal.Value.Kind, goal.Value.Name, state, stimulus);
    }

    private void Probe(ExploredEnd node)
    {
        var state = Situation.NameOf(in node.End);
        foreach (var stimulus in s_stimuli)
        {
            if (node.End.Takes(stimulus) && (IsNew(node, stimulus) | _probed.Add((state, stimulus))))
            {
                var after = node.After(stimulus);
                NoteRules(after);
                if (GoalOf(state, stimulus) is var (kind, name))
                {
                    var goals = kind == SuiteGoals.StateEvents ? _events : _boundaries;
                    goals.TryAdd(name, new ReachedGoal(name, after, after.Rules));
                }
            }
        }
    }

    /// <summary>Whether a stimulus makes a rule fire that did not yet, or not after the one before.</summary>
    private bool IsNew(ExploredEnd node, Stimulus stimulus)
    {
        var end = node.End;
        _fired.Clear();
        end.Take(stimulus, _fired);
        var last = node.LastRule;
        foreach (var rule in _fired)
        {
            if (!_rules.ContainsKey(rule) || (last >= 0 && !_pairs.ContainsKey((last, rule))))
            {
                return true;
            }

            last = rule;
        }

        return false;
    }

    /// <summary>The goal that a stimulus reaches in a state, if it is one of these goals.</summary>
    private static (SuiteGoals Kind, string Name)? GoalOf(string state, Stimulus stimulus)
    {
        if (stimulus.Kind != StimulusKind.Segment)
        {
            return (SuiteGoals.StateEvents, $"{state}: {ExchangeNames.EventOf(stimulus)}");
        }

        var pattern = stimulus.Segment;
        var kind = ExchangeNames.KindOf(pattern);
        var isUsual = pattern is { Window: SegmentPattern.UsualWindow, Options: PeerOptions.None, Urgent: 0 };
        var isInOrder = pattern.Sequence == new RelativeNumber(NumberBase.Expected);
        var acknowledgesAll = (pattern.Flags & ControlBits.Ack) == 0
            || pattern.Acknowledgment == new RelativeNumber(NumberBase.Next);
        if (isUsual && isInOrder && acknowledgesAll)
        {
            return (SuiteGoals.StateEvents, $"{state}: {kind}");
        }

        if (!s_boundaryFlags.Contains(pattern.Flags & ~ControlBits.Psh))
        {
            return null;
        }

        var detail = !isUsual ? $", {DetailOf(pattern)}"
            : acknowledgesAll ? $" {ExchangeNames.PlaceOf(pattern.Sequence)}"
            : isInOrder ? $" {ExchangeNames.MeaningOf(pattern.Acknowledgment)}"
            : null;
        return detail is null ? null : (SuiteGoals.Boundaries, $"{state}: {kind}{detail}");
    }

    private static string DetailOf(SegmentPattern pattern) =>
        pattern.Options != PeerOptions.None ? $"options {pattern.Options}"
        : pattern.Window != SegmentPattern.UsualWindow ? $"window {pattern.Window}"
        : $"urgent pointer {pattern.Urgent}";

    private void NoteRules(ExploredEnd node)
    {
        var last = node.Before?.LastRule ?? -1;
        foreach (var rule in node.Rules)
        {
            _rules.TryAdd(rule, node);
            if (last >= 0)
            {
                _pairs.TryAdd((last, rule), node);
            }

            last = rule;
        }
    }

    /// <summary>The name of a rule.</summary>
    public static string NameOf(int rule) => Connection.Info.Rules[rule].Name;
}
