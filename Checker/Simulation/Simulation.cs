using Wakeline.Checking.Search;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Simulation;

/// <summary>One simulation from beginning to end.</summary>
internal sealed class Simulation<TSystem, TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private const int RunsPerClaim = 16;

    private readonly TState _start;
    private readonly Parameters _parameters;
    private readonly SimulationOptions _options;
    private readonly IReadOnlyList<WatchedProperty> _properties;
    private readonly Walker<TSystem, TState>[] _walkers;
    private readonly CancellationToken _cancellation;
    private long _claimed;

    public Simulation(Parameters parameters, SimulationOptions options, CancellationToken cancellation)
    {
        options.RequireValid();
        _start = TSystem.Start(parameters);
        _parameters = parameters;
        _options = options;
        _cancellation = cancellation;
        _properties = WatchedProperty.Select(TSystem.Info, options.Property);
        _walkers = new Walker<TSystem, TState>[options.Threads];
        for (var i = 0; i < _walkers.Length; i++)
        {
            _walkers[i] = new Walker<TSystem, TState>(in _start, options, _properties);
        }
    }

    /// <summary>Takes all runs.</summary>
    /// <param name="beat">Called now and then on the calling thread.</param>
    public void Run(Action<long, long> beat)
    {
        using var team = new SearchTeam(_walkers.Length - 1, helper => TakeRuns(_walkers[helper + 1], () => { }));
        team.Start();
        try
        {
            TakeRuns(_walkers[0], () => beat(_walkers.Sum(each => each.Runs), _walkers.Sum(each => each.Steps)));
        }
        finally
        {
            team.Join();
        }
    }

    public SimulationReport Report(TimeSpan elapsed) => new()
    {
        System = TSystem.Info,
        Parameters = _parameters,
        Options = _options,
        Runs = _walkers.Sum(each => each.Runs),
        Steps = _walkers.Sum(each => each.Steps),
        RunsAtRest = _walkers.Sum(each => each.RunsAtRest),
        LongestRun = _walkers.Max(each => each.LongestRun),
        Properties = [.. _properties.Select((_, index) => ResultOf(index))],
        Firings = [.. TSystem.Info.Rules.Select((_, rule) => _walkers.Sum(each => each.Firings[rule]))],
        Elapsed = elapsed,
    };

    private void TakeRuns(Walker<TSystem, TState> walker, Action beat)
    {
        while (!_cancellation.IsCancellationRequested)
        {
            var end = Interlocked.Add(ref _claimed, RunsPerClaim);
            for (var run = end - RunsPerClaim; run < long.Min(end, _options.Runs); run++)
            {
                walker.Take(run);
            }

            if (end >= _options.Runs)
            {
                return;
            }

            beat();
        }
    }

    private SimulatedProperty ResultOf(int index)
    {
        var sighting = Sighting.None;
        foreach (var walker in _walkers)
        {
            sighting.Add(in walker.Judge.Sightings[index]);
        }

        var property = _properties[index];
        var verdict = sighting.Runs > 0 ? VerdictOf(property, in sighting) : Undecided(property);
        var result = new PropertyResult(property.Name, property.Meaning, verdict) { Declared = property.Declared };
        return new SimulatedProperty(result, sighting.Runs, sighting.Runs > 0 ? sighting.FirstRun : -1);
    }

    private Verdict VerdictOf(WatchedProperty property, in Sighting sighting)
    {
        var steps = new RandomWalk<TSystem, TState>(in _start, _options).StepsOf(sighting.FirstRun, sighting.Step);
        var (why, ending) = FindingText.Of(
            property, TSystem.Info, sighting.Failure is { } thrown ? FailureText.Of(thrown) : null);
        var trace = new TraceAssembly(TSystem.Info, _parameters).Of(steps, property.Name, why, ending, loopStart: -1);
        return property.Is(PropertyKind.Sometimes) ? new Holds { Witness = trace } : new Violated(why, trace);
    }

    private Verdict Undecided(WatchedProperty property) => property.Declared is { IsLiveness: true }
        ? new NotChecked("random runs come to an end, and this property is about runs that do not")
        : new BoundReached(
            $"{_options.Runs} random runs of at most {_options.StepsMost} steps did not decide it");
}
