using System.Runtime.CompilerServices;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Simulation;

/// <summary>
/// Takes random runs, one at a time, without keeping where they went: a run follows from the seed and its number, and
/// can be taken again. Allocates nothing while it runs.
/// </summary>
internal sealed class RandomWalk<TSystem, TState>(in TState start, SimulationOptions options)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly TState _start = start;
    private readonly Schedule _schedule = new(TSystem.Info, options.StepsMost);
    private readonly long[] _firings = new long[TSystem.Info.Rules.Count];
    private SplitMix _random;
    private TState _current;
    private TState _scratch;
    private TState _chosen;
    private ulong _rank;
    private ulong _weight;

    /// <summary>The state the run is in.</summary>
    public ref readonly TState Current => ref _current;

    /// <summary>Steps that the run has taken.</summary>
    public int Length { get; private set; }

    /// <summary>The step last taken.</summary>
    public Step Last { get; private set; }

    /// <summary>How often each rule fired in all runs.</summary>
    public ReadOnlySpan<long> Firings => _firings;

    /// <summary>Goes back to the start, for a run of its own choices.</summary>
    public void Begin(long run)
    {
        _random = SplitMix.Of(options.Seed, run);
        _schedule.Draw(ref _random);
        _current = _start;
        Length = 0;
    }

    /// <summary>Takes a step.</summary>
    /// <returns><see langword="false"/> if none is possible.</returns>
    public bool TryStep()
    {
        _rank = _weight = 0;
        var sink = new Sink(this);
        TSystem.Successors(in _current, ref sink);
        if (_weight == 0)
        {
            return false;
        }

        _current = _chosen;
        _firings[Last.Rule]++;
        _schedule.Note(Length++, Last.Rule, Last.Instance);
        return true;
    }

    /// <summary>Takes a run again.</summary>
    /// <returns>Its first steps, without those that only lead back to where the run has been.</returns>
    public IReadOnlyList<Step> StepsOf(long run, int length)
    {
        var steps = new List<Step>();
        var states = new List<TState>();
        for (Begin(run); Length < length && TryStep();)
        {
            steps.Add(Last);
            states.Add(_current);
        }

        return WithoutCircles(steps, states);
    }

    private List<Step> WithoutCircles(List<Step> steps, List<TState> after)
    {
        var kept = new List<Step>();
        var at = -1;
        while (true)
        {
            var here = at < 0 ? _start : after[at];
            at = int.Max(at, after.FindLastIndex(state => StateBytes.AreEqual(in state, in here)));
            if (++at == steps.Count)
            {
                return kept;
            }

            kept.Add(steps[at]);
        }
    }

    /// <summary>Draws among the steps offered so far, each with its weight (reservoir sampling).</summary>
    private void Offer(int rule, int instance, int choice)
    {
        var rank = _schedule.RankOf(rule, instance);
        if (_weight > 0 && rank < _rank)
        {
            return;
        }

        if (rank > _rank)
        {
            _weight = 0;
            _rank = rank;
        }

        var weight = _schedule.WeightOf(rule);
        _weight += weight;
        if (_random.Below(_weight) < weight)
        {
            _chosen = _scratch;
            Last = new Step(rule, instance, choice);
        }
    }

    private readonly struct Sink(RandomWalk<TSystem, TState> walk) : ISuccessorSink<TState>
    {
        public bool Takes(int rule, int instance, int choice) => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref TState Begin(in TState source)
        {
            walk._scratch = source;
            return ref walk._scratch;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit(int rule, int instance, int choice) => walk.Offer(rule, instance, choice);
    }
}
