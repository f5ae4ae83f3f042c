using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>What was found of a fault of the table.</summary>
/// <param name="Ways">Ways whose last step shows it to a user or a peer, shorter ones first.</param>
/// <param name="Shown">
/// How many of them surely show it; the others let time pass, of which the table knows nothing.
/// </param>
/// <param name="Starts">In how many places the row at fault was put to the test.</param>
/// <param name="LeavesTrace">Whether it leaves the connection other than the table does, anywhere.</param>
/// <param name="IsDeafened">Whether the socket is told of something else than by the table.</param>
/// <param name="IsExhaustive">Whether all that can follow was looked at, and not only the nearest of it.</param>
internal sealed record FaultTrail(
    IReadOnlyList<ExploredEnd> Ways, int Shown, int Starts, bool LeavesTrace, bool IsDeafened, bool IsExhaustive);

/// <summary>
/// Pairs of states, of the table as it stands and of a faulty one, which take the same stimuli.
/// </summary>
/// <param name="mutation">The fault.</param>
/// <param name="deviations">Where both depart from RFC 9293.</param>
/// <param name="isExact">
/// Whether pairs count as different by any number, and not only by what guards tell apart: then not all can be
/// followed.
/// </param>
internal sealed class FaultProduct(Mutation mutation, Deviations deviations, bool isExact = false)
{
    /// <summary>More places in which both differ add nothing.</summary>
    private const int DifferingMost = 240;

    /// <summary>So many pairs of states that differ are followed.</summary>
    private const int PairsMost = 6_000;

    private const int StepsMost = 12;
    private const int WaysMost = 60;
    private const int TimedMost = 30;

    /// <summary>Notices that wake nobody: a socket's owner is signalled if it asked for that (sk_wake_async).</summary>
    private static readonly int s_signalled =
        (1 << (int)Notice.Connected) | (1 << (int)Notice.FinReceived) | (1 << (int)Notice.UrgentMark);

    private static readonly Stimulus s_pause = new(StimulusKind.Pause) { Seconds = 40 };

    private static readonly Stimulus s_probe = Stimulus.Of(new SegmentPattern(
        ControlBits.Ack | ControlBits.Fin, new(NumberBase.Expected, -1),
        new(NumberBase.Next)));

    private static readonly Stimulus s_silence = new(StimulusKind.Silence);

    private static readonly Stimulus[] s_next =
    [
        .. Alphabet.BesideUsual,
        .. Alphabet.Usual.Select(Stimulus.Of),
        Stimulus.Of(new SegmentPattern(
            ControlBits.Ack, new(NumberBase.Expected), new(NumberBase.Unacknowledged))),
        Stimulus.Of(new SegmentPattern(
            ControlBits.Ack, new(NumberBase.Expected, -1), new(NumberBase.Next))),
        Stimulus.Of(new SegmentPattern(
            ControlBits.Rst, new(NumberBase.WindowEnd, -1), default)),
        Stimulus.Of(new SegmentPattern(
            ControlBits.Rst, new(NumberBase.WindowEnd, 1), default)),
    ];

    /// <summary>What shows after a silence whether the connection is as it was.</summary>
    private static readonly Stimulus[] s_afterSilence =
    [
        new(StimulusKind.GetError),
        Stimulus.Of(new SegmentPattern(
            ControlBits.Ack | ControlBits.Psh, new(NumberBase.Expected), new(NumberBase.Next), 1)),
    ];

    private readonly Queue<(ExploredEnd Way, SpecificationEnd Faulty, int Steps)> _open = [];
    private readonly HashSet<(Situation Table, Situation Faulty, int Difference)> _seen = [];
    private readonly List<ExploredEnd> _ways = [];
    private readonly List<ExploredEnd> _timed = [];
    private readonly List<int> _rules = [];
    private int _starts;
    private int _differing;
    private bool _leavesTrace;
    private bool _isDeafened;
    private bool _isCut;

    public bool HasEnough => _differing >= DifferingMost;

    public FaultTrail Trail => new([.. _ways, .. _timed], _ways.Count, _starts, _leavesTrace, _isDeafened, !_isCut);

    public void Begin(ExploredEnd node, IReadOnlyList<Stimulus> stimuli)
    {
        var before = new SpecificationEnd(PeerStarts.WhileExploring, null, deviations, mutation);
        foreach (var step in node.Way())
        {
            before = After(before, step);
        }

        if (!SpecificationEnd.AreAlike(node.End, before))
        {
            return;
        }

        foreach (var stimulus in stimuli.Where(each => node.End.Takes(each)))
        {
            _starts++;
            AddTimed(node, stimulus);
            var (table, faulty) = (After(node.End, stimulus), After(before, stimulus));
            if (table.Observed != faulty.Observed || IsToldOtherwise(in table, in faulty)
                || !SpecificationEnd.AreAlike(table, faulty))
            {
                _differing++;
                Follow(node.After(stimulus), faulty, 0);
            }
        }
    }

    /// <summary>
    /// A timer that runs is armed again: the table cannot tell, but time can. Both halves of what it takes pass.
    /// </summary>
    private void AddTimed(ExploredEnd node, Stimulus stimulus)
    {
        if (_timed.Count < TimedMost && stimulus.Kind == StimulusKind.Segment
            && (node.End.Tcb.Timers.Contains(TcpTimer.TimeWait) || node.End.Tcb.Timers.Contains(TcpTimer.FinWait2)))
        {
            _timed.Add(node.After(s_pause).After(stimulus).After(s_pause).After(s_probe));
        }
    }

    public void GoOn(CancellationToken cancellation)
    {
        while (_open.TryDequeue(out var pair))
        {
            cancellation.ThrowIfCancellationRequested();
            KeepSilent(pair.Way, pair.Faulty);
            foreach (var stimulus in s_next)
            {
                if (_ways.Count < WaysMost && pair.Way.End.Takes(stimulus))
                {
                    Follow(pair.Way.After(stimulus), After(pair.Faulty, stimulus), pair.Steps + 1);
                }
            }
        }
    }

    /// <summary>Nothing is done, and whatever timers bring shows.</summary>
    private void KeepSilent(ExploredEnd way, SpecificationEnd faulty)
    {
        var table = way.End;
        if (_ways.Count < WaysMost && table.Takes(s_silence))
        {
            table.TakeSilence(_rules);
            faulty.TakeSilence(_rules);
            if (table.Observed != faulty.Observed)
            {
                _ways.Add(way.After(s_silence));
            }
            else if (!SpecificationEnd.AreAlike(table, faulty))
            {
                AskAfterSilence(way, table, faulty);
            }
        }
    }

    private void AskAfterSilence(ExploredEnd way, SpecificationEnd table, SpecificationEnd faulty)
    {
        foreach (var stimulus in s_afterSilence.Where(each => table.Takes(each)))
        {
            if (After(table, stimulus).Observed != After(faulty, stimulus).Observed)
            {
                _ways.Add(way.After(s_silence).After(stimulus));
            }
        }
    }

    private SpecificationEnd After(SpecificationEnd end, Stimulus stimulus)
    {
        _rules.Clear();
        if (end.Takes(stimulus))
        {
            end.Take(stimulus, _rules);
        }
        else
        {
            end.TakeNothing();
        }

        return end;
    }

    private void Follow(ExploredEnd way, SpecificationEnd faulty, int steps)
    {
        _isDeafened |= IsToldOtherwise(in way.End, in faulty);
        if (way.End.Observed != faulty.Observed)
        {
            _leavesTrace = true;
            if (_ways.Count < WaysMost)
            {
                _ways.Add(way);
            }

            return;
        }

        if (SpecificationEnd.AreAlike(way.End, faulty))
        {
            return;
        }

        _leavesTrace = true;
        if (steps >= StepsMost || _seen.Count >= PairsMost)
        {
            _isCut = true;
        }
        else if (_seen.Add((new Situation(in way.End), new Situation(in faulty), DifferenceOf(in way.End, in faulty))))
        {
            _open.Enqueue((way, faulty, steps));
        }
    }

    private static bool IsToldOtherwise(in SpecificationEnd table, in SpecificationEnd faulty) =>
        ((table.Told ^ faulty.Told) & ~s_signalled) != 0 && !SpecificationEnd.AreGone(in table, in faulty);

    private int DifferenceOf(in SpecificationEnd table, in SpecificationEnd faulty) => isExact
        ? HashCode.Combine(SpecificationEnd.Digest(in table), SpecificationEnd.Digest(in faulty))
        : SpecificationEnd.Difference(in table, in faulty);
}
