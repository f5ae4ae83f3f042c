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
    private static readonly Stimulus[] s_calls = [.. Alphabet.Calls, .. Alphabet.Timers];
    private static readonly Stimulus[] s_segments = [.. Alphabet.Probes.Select(Stimulus.Of)];

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

    private void Probe(ExploredEnd node)
    {
        var state = Situation.NameOf(in node.End);
        foreach (var stimulus in s_calls)
        {
            if (node.End.Takes(stimulus) && (IsNew(node, stimulus) | _probed.Add((state, stimulus))))
            {
                var after = node.After(stimulus);
                NoteRules(after);
                Note(_events, $"{state}: {ExchangeNames.EventOf(stimulus)}", after);
            }
        }

        foreach (var stimulus in s_segments)
        {
            if (node.End.Takes(stimulus) && (IsNew(node, stimulus) | _probed.Add((state, stimulus))))
            {
                var after = node.After(stimulus);
                NoteRules(after);
                NoteSegment(state, stimulus.Segment, after);
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

    private void NoteSegment(string state, SegmentPattern pattern, ExploredEnd after)
    {
        var kind = ExchangeNames.KindOf(pattern);
        var isUsual = pattern is { Window: SegmentPattern.UsualWindow, Options: PeerOptions.None, Urgent: 0 };
        var isInOrder = pattern.Sequence == new RelativeNumber(NumberBase.Expected);
        var acknowledgesAll = (pattern.Flags & ControlBits.Ack) == 0
            || pattern.Acknowledgment == new RelativeNumber(NumberBase.Next);
        if (isUsual && isInOrder && acknowledgesAll)
        {
            Note(_events, $"{state}: {kind}", after);
            return;
        }

        if (!s_boundaryFlags.Contains(pattern.Flags & ~ControlBits.Psh))
        {
            return;
        }

        var detail = !isUsual ? $", {DetailOf(pattern)}"
            : acknowledgesAll ? $" {ExchangeNames.PlaceOf(pattern.Sequence)}"
            : isInOrder ? $" {ExchangeNames.MeaningOf(pattern.Acknowledgment)}"
            : null;
        if (detail is not null)
        {
            Note(_boundaries, $"{state}: {kind}{detail}", after);
        }
    }

    private static string DetailOf(SegmentPattern pattern) =>
        pattern.Options != PeerOptions.None ? $"options {pattern.Options}"
        : pattern.Window != SegmentPattern.UsualWindow ? $"window {pattern.Window}"
        : $"urgent pointer {pattern.Urgent}";

    private static void Note(Dictionary<string, ReachedGoal> goals, string name, ExploredEnd way)
    {
        if (!goals.ContainsKey(name))
        {
            goals.Add(name, new ReachedGoal(name, way, way.Rules));
        }
    }

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
