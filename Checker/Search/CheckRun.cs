using System.Globalization;
using System.Runtime.CompilerServices;
using Wakeline.Checking.Liveness;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Search;

/// <summary>One check from beginning to end: search, liveness, traces, report.</summary>
internal sealed class CheckRun<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly Parameters _parameters;
    private readonly CheckOptions _options;
    private readonly Pulse _pulse;
    private readonly MemoryBudget _budget;
    private readonly IReadOnlyList<WatchedProperty> _properties;
    private readonly PropertyWatch _watch;
    private readonly BreadthFirstSearch<TSystem, TState> _search;
    private readonly TraceBuilder<TSystem, TState> _traces;
    private readonly LeadsToSearch<TSystem, TState> _leadsTo;

    public CheckRun(Parameters parameters, CheckOptions options, Pulse pulse)
    {
        options.RequireValid();
        _parameters = parameters;
        _options = options;
        _pulse = pulse;
        _budget = new MemoryBudget(options.MemoryBytesMost);
        _properties = WatchedProperty.Select(TSystem.Info, options.Property);
        _watch = new PropertyWatch(_properties, options.StopAtFirstViolation, _budget, !options.Fingerprint);
        _search = new BreadthFirstSearch<TSystem, TState>(TSystem.Info, _watch, options, _budget, pulse);
        _traces = new TraceBuilder<TSystem, TState>(TSystem.Info, parameters, _search);
        _leadsTo = new LeadsToSearch<TSystem, TState>(_search, _traces, _budget, pulse);
    }

    /// <summary>Checks the states that can be reached from one.</summary>
    public CheckReport From(in TState start)
    {
        _search.Run(in start);
        var searchElapsed = _pulse.Elapsed;
        var results = new List<PropertyResult>();
        foreach (var property in _properties)
        {
            var verdict = Qualified(VerdictOn(property, results));
            results.Add(new PropertyResult(property.Name, property.Meaning, verdict) { Declared = property.Declared });
        }

        return Report(results, searchElapsed);
    }

    public void Dispose()
    {
        _search.Dispose();
        _watch.Dispose();
    }

    /// <summary>What a fingerprint search says for sure, and what it does not.</summary>
    private Verdict Qualified(Verdict verdict) => verdict is Holds { Witness: null } holds && Fingerprints is not null
        ? holds with { MissedProbability = Fingerprints.MissedProbability } : verdict;

    private FingerprintFigures? Fingerprints => !_options.Fingerprint
        ? null : FingerprintFigures.Of(_options.FingerprintBits, _search.States.Count);

    private Verdict VerdictOn(WatchedProperty property, List<PropertyResult> before)
    {
        if (property.Finding is { } finding)
        {
            return VerdictOf(property, finding);
        }

        if (_search.StoppedBecause is { } reason)
        {
            return _search.IsBoundReached
                ? new BoundReached(reason) : new NotChecked($"the search ended early: {reason}");
        }

        if (_watch.Failure is { } failure)
        {
            return new NotChecked($"a step threw, so not every state was visited: {FailureText.Of(failure.Failure!)}");
        }

        return property.Declared?.Kind switch
        {
            PropertyKind.LeadsTo or PropertyKind.AlwaysEventually when _options.Fingerprint => new NotChecked(
                "it is about the whole graph of states, which a search by fingerprints does not keep"),
            PropertyKind.LeadsTo or PropertyKind.AlwaysEventually => LeadsToVerdict(property, before),
            PropertyKind.Sometimes => new Violated(
                Fingerprints is { } fingerprints
                    ? "No state that was found meets the predicate; that one was missed has a probability of at most "
                        + string.Create(CultureInfo.InvariantCulture, $"{fingerprints.MissedProbability:0.0e+0}.")
                    : "No reachable state meets the predicate.",
                null),
            PropertyKind.AtRest when _watch.RestStates == 0 =>
                new Holds { VacuousBecause = "every reachable state has a successor" },
            _ => new Holds(),
        };
    }

    private Verdict VerdictOf(WatchedProperty property, Finding finding)
    {
        var (why, ending) = FindingText.Of(property, TSystem.Info, finding.Failure);
        var trace = _traces.To(finding.State, property.Name, why, ending);
        return property.Is(PropertyKind.Sometimes) ? new Holds { Witness = trace } : new Violated(why, trace);
    }

    private Verdict LeadsToVerdict(WatchedProperty property, List<PropertyResult> before) =>
        _options.StopAtFirstViolation && before.Exists(each => each.Verdict is Violated)
            ? new NotChecked("another property is violated, and the check was to stop there")
            : _leadsTo.Judge(_watch.LeadsTo.First(marks => marks.Property == property));

    private CheckReport Report(List<PropertyResult> results, TimeSpan searchElapsed)
    {
        var states = _search.StateCount;
        return new CheckReport
        {
            System = TSystem.Info,
            Parameters = _parameters,
            Properties = results,
            StoppedBecause = _search.StoppedBecause
                ?? (_watch.Failure is null ? null : "a step threw, so what follows it was not visited"),
            States = states,
            Transitions = _search.Transitions,
            RestStates = _watch.RestStates,
            Depth = _search.Depth,
            FanOutMost = _search.FanOutMost,
            FanOutMean = _search.Visited == 0 ? 0 : (double)_search.Transitions / _search.Visited,
            Elapsed = _pulse.Elapsed,
            SearchElapsed = searchElapsed,
            StateBytes = Unsafe.SizeOf<TState>(),
            MemoryBytes = _budget.PeakBytes,
            BytesPerState = states == 0 ? 0 : (double)_search.UsedBytes / states,
            Fingerprints = Fingerprints,
            Firings = _search.Firings,
        };
    }
}
