using Wakeline.Checking.Search;

namespace Wakeline.Checking.Simulation;

/// <summary>Takes random runs for one thread and judges them.</summary>
internal sealed class Walker<TSystem, TState>(
    in TState start, SimulationOptions options, IReadOnlyList<WatchedProperty> properties)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly RandomWalk<TSystem, TState> _walk = new(in start, options);

    public WalkJudge Judge { get; } = new(properties);

    public ReadOnlySpan<long> Firings => _walk.Firings;

    public long Runs { get; private set; }

    public long Steps { get; private set; }

    public long RunsAtRest { get; private set; }

    public int LongestRun { get; private set; }

    /// <summary>Takes a run to its end.</summary>
    public void Take(long run)
    {
        _walk.Begin(run);
        try
        {
            while (VisitAndStep(run)) { }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Judge.VisitFailure(failure, run, _walk.Length);
        }

        Runs++;
        Steps += _walk.Length;
        LongestRun = int.Max(LongestRun, _walk.Length);
    }

    private bool VisitAndStep(long run)
    {
        var predicates = TSystem.Evaluate(in _walk.Current);
        Judge.Visit(predicates, run, _walk.Length);
        if (_walk.Length == options.StepsMost)
        {
            return false;
        }

        if (_walk.TryStep())
        {
            return true;
        }

        RunsAtRest++;
        Judge.VisitRest(predicates, run, _walk.Length, TSystem.MayEnd(in _walk.Current));
        return false;
    }
}
