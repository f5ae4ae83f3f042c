using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// What the table comes to when a user and a peer do what they may: breadth first, so that every way is a shortest one.
/// </summary>
internal sealed class Exploration(IReadOnlyList<Stimulus> stimuli)
{
    /// <summary>Longer ways only repeat what shorter ones show.</summary>
    private const int DepthMost = 9;

    private const int NodesMost = 12_000;

    /// <summary>The same of sockets of which something is asked: they differ in a few rows.</summary>
    private const int NodesOfChoice = 1_500;

    /// <summary>So many situations are probed; those that come later differ in details.</summary>
    private const int SituationsMost = 1_500;

    private readonly List<ExploredEnd> _all = [];
    private readonly List<ExploredEnd> _situations = [];

    /// <summary>Where ways lead to; those that end with another rule count as different.</summary>
    public IReadOnlyList<ExploredEnd> All => _all;

    /// <summary>The first that was found of each situation.</summary>
    public IReadOnlyList<ExploredEnd> Situations => _situations;

    /// <summary>Whether every way was followed to its end.</summary>
    public bool IsExhaustive { get; private set; } = true;

    /// <summary>Explores the table as widely as faults are looked for.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Exploration RunWidely(Deviations deviations, CancellationToken cancellation)
    {
        var exploration = new Exploration([.. Usual, .. Alphabet.Rare]);
        var start = new ExploredEnd(new SpecificationEnd(PeerStarts.WhileExploring, null, deviations));
        exploration.Explore(start, NodesMost, isProbed: true, cancellation);
        foreach (var opening in Alphabet.Choices.Concat(Alphabet.RareChoices))
        {
            exploration.Explore(start.After(opening), 2 * NodesOfChoice, isProbed: true, cancellation);
        }

        return exploration;
    }

    /// <summary>Explores the table.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Exploration Run(CancellationToken cancellation)
    {
        var exploration = new Exploration(Usual);
        var start = new ExploredEnd(new SpecificationEnd(PeerStarts.WhileExploring));
        exploration.Explore(start, NodesMost, isProbed: true, cancellation);
        foreach (var opening in Alphabet.Choices)
        {
            exploration.Explore(start.After(opening), NodesOfChoice, isProbed: false, cancellation);
        }

        return exploration;
    }

    /// <summary>Stimuli by which ways go on.</summary>
    public static IReadOnlyList<Stimulus> Usual { get; } =
        [.. Alphabet.Calls, .. Alphabet.Timers, .. Alphabet.Usual.Select(Stimulus.Of)];

    private void Explore(ExploredEnd start, int most, bool isProbed, CancellationToken cancellation)
    {
        var seen = new HashSet<(Situation, int)>();
        var situations = new HashSet<Situation>();
        var first = _all.Count;
        Add(start);
        for (var index = first; index < _all.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = _all[index];
            if (node.Depth == DepthMost || _all.Count - first >= most)
            {
                IsExhaustive = false;
                continue;
            }

            foreach (var stimulus in stimuli)
            {
                if (node.End.Takes(stimulus))
                {
                    Add(node.After(stimulus));
                }
            }
        }

        void Add(ExploredEnd node)
        {
            var situation = new Situation(in node.End);
            if (!seen.Add((situation, node.LastRule)))
            {
                return;
            }

            _all.Add(node);
            if (isProbed && situations.Count < SituationsMost && situations.Add(situation))
            {
                _situations.Add(node);
            }
        }
    }
}
