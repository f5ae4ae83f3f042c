using System.Runtime.CompilerServices;
using Wakeline.Checking.Liveness;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;
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

    private readonly Symmetry<TSystem, TState>? _symmetry;
    private readonly TState _start;

    public CheckRun(in TState start, Parameters parameters, CheckOptions options, Pulse pulse)
    {
        options.RequireValid();
        _start = start;
        _parameters = parameters;
        _options = options;
        _pulse = pulse;
        _budget = new MemoryBudget(options.MemoryBytesMost);
        _properties = WatchedProperty.Select(TSystem.Info, options.Property);
        var reductions = Reductions<TSystem, TState>.Of(in start, parameters.Mutation, options, _properties);
        _watch = new PropertyWatch(_properties, options.StopAtFirstViolation, _budget);
        _search = new BreadthFirstSearch<TSystem, TState>(TSystem.Info, _watch, options, _budget, pulse, reductions);
        _symmetry = reductions?.CreateSymmetry();
        _traces = new TraceBuilder<TSystem, TState>(
            TSystem.Info, parameters, _search, start, _symmetry is null ? null : _symmetry.Represent);
        _leadsTo = new LeadsToSearch<TSystem, TState>(_search, _traces, _budget, pulse);
    }

    /// <summary>Checks the states that can be reached from the start.</summary>
    public CheckReport Run()
    {
        var first = _start;
        _symmetry?.Represent(ref first);
        _search.Run(in first);
        var searchElapsed = _pulse.Elapsed;
        var results = new List<PropertyResult>();
        foreach (var property in _properties)
        {
            var verdict = VerdictOn(property, results);
            results.Add(new PropertyResult(property.Name, property.Meaning, verdict) { Declared = property.Declared });
        }

        return Report(results, searchElapsed);
    }

    public void Dispose()
    {
        _search.Dispose();
        _watch.Dispose();
    }

    private Verdict VerdictOn(WatchedProperty property, List<PropertyResult> before)
    {
        if (property.Finding is { } finding)
        {
            return VerdictOf(property, finding);
        }

        if (_options.IsReduced && property.Declared is { IsLiveness: true })
        {
            return new NotChecked(
                $"the {(_options.PartialOrderReduction ? "partial-order" : "symmetry")} reduction keeps no property "
                + "of whole runs; check it without");
        }

        if (_search.StoppedBecause is { } reason)
        {
            return _search.IsBoundReached
                ? new BoundReached(reason) : new NotChecked($"the search ended early: {reason}");
        }

        if (_watch.Failure is { } failure)
        {
            return StepThrew(failure.Failure!);
        }

        return property.Declared?.Kind switch
        {
            PropertyKind.LeadsTo or PropertyKind.AlwaysEventually => LeadsToVerdict(property, before),
            PropertyKind.Sometimes => new Violated("No reachable state meets the predicate.", null),
            PropertyKind.AtRest when _watch.RestStates == 0 =>
                new Holds { VacuousBecause = "every reachable state has a successor" },
            _ => new Holds(),
        };
    }

    private static Violated Violates(Trace trace) => new(trace.Why, trace);

    private static NotChecked StepThrew(Exception failure) =>
        new($"a step threw, so not every state was visited: {FailureText.Of(failure)}");

    private Verdict VerdictOf(WatchedProperty property, Finding finding)
    {
        var (why, ending) = FindingText.Of(property, TSystem.Info, finding.Failure);
        var trace = _traces.To(finding.State, property.Name, why, ending, out var thrown);
        if (thrown is not null)
        {
            return property.Name == ImpliedProperty.NoFailure
                ? Violates(trace with { Why = FailureText.Of(thrown) }) : StepThrew(thrown);
        }

        return property.Is(PropertyKind.Sometimes) ? new Holds { Witness = trace } : Violates(trace);
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
            Firings = _search.Firings,
            PartialOrderReduction = _options.PartialOrderReduction,
            SymmetryReduction = _options.SymmetryReduction,
            PartlyExpanded = _search.PartlyExpanded,
        };
    }
}
