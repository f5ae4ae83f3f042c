using System.Globalization;
using System.Runtime.CompilerServices;
using Wakeline.Checking.Disk;
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
    private readonly Reductions<TSystem, TState> _reductions;
    private readonly Symmetry<TSystem, TState>? _symmetry;
    private readonly TState _start;
    private DurableSearch<TSystem, TState>? _durable;

    public CheckRun(in TState start, Parameters parameters, CheckOptions options, Pulse pulse)
    {
        options.RequireValid();
        _start = start;
        _parameters = parameters;
        _options = options;
        _pulse = pulse;
        _budget = new MemoryBudget(options.MemoryBytesMost);
        _properties = WatchedProperty.Select(TSystem.Info, options.Property);
        _reductions = new Reductions<TSystem, TState>(in start, parameters.Mutation, options, _properties);
        _symmetry = _reductions.CreateSymmetry();
        _watch = new PropertyWatch(_properties, options.StopAtFirstViolation, _budget, !options.Fingerprint);
    }

    private BreadthFirstSearch<TSystem, TState> Search => _durable!.Search;

    private TraceBuilder<TSystem, TState> Traces => new(
        TSystem.Info, _parameters, Search, _start, _symmetry is null ? null : _symmetry.Represent);

    /// <summary>Checks the states that can be reached from the start.</summary>
    public CheckReport Run()
    {
        var first = _start;
        _symmetry?.Represent(ref first);
        var identity = CheckIdentity.Of<TSystem, TState>(_parameters, _options, _properties, in _start);
        _durable = new DurableSearch<TSystem, TState>(_options, _watch, _budget, _pulse, identity, _reductions);
        _durable.Run(in first);
        var searchElapsed = _pulse.Elapsed;
        var results = new List<PropertyResult>();
        foreach (var property in _properties)
        {
            var verdict = Qualified(VerdictOn(property, results));
            results.Add(new PropertyResult(property.Name, property.Meaning, verdict) { Declared = property.Declared });
        }

        _durable.Close(results);
        return Report(results, searchElapsed);
    }

    public void Dispose()
    {
        _durable?.Dispose();
        _watch.Dispose();
    }

    /// <summary>What a fingerprint search says for sure, and what it does not.</summary>
    private Verdict Qualified(Verdict verdict) => verdict is Holds { Witness: null } holds && Fingerprints is not null
        ? holds with { MissedProbability = Fingerprints.MissedProbability } : verdict;

    private FingerprintFigures? Fingerprints => !_options.Fingerprint
        ? null : FingerprintFigures.Of(_options.FingerprintBits, Search.States.Count);

    private Verdict VerdictOn(WatchedProperty property, List<PropertyResult> before)
    {
        if (property.Finding is { } finding)
        {
            return VerdictOf(property, finding);
        }

        if (_options.PartialOrderReduction && property.Declared is { IsLiveness: true })
        {
            return new NotChecked(
                "the partial-order reduction keeps no property of whole runs; check it without");
        }

        if (Search.StoppedBecause is { } reason)
        {
            return Search.IsBoundReached
                ? new BoundReached(reason) : new NotChecked($"the search ended early: {reason}");
        }

        if (_watch.Failure is { } failure)
        {
            return StepThrew(failure.Failure!);
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

    private static Violated Violates(Trace trace) => new(trace.Why, trace);

    private static NotChecked StepThrew(string failure) =>
        new($"a step threw, so not every state was visited: {failure}");

    private Verdict VerdictOf(WatchedProperty property, Finding finding)
    {
        var (why, ending) = FindingText.Of(property, TSystem.Info, finding.Failure);
        var trace = Traces.To(finding.State, property.Name, why, ending, out var thrown);
        if (thrown is not null)
        {
            var words = FailureText.Of(thrown);
            return property.Name == ImpliedProperty.NoFailure
                ? Violates(trace with { Why = words }) : StepThrew(words);
        }

        return property.Is(PropertyKind.Sometimes) ? new Holds { Witness = trace } : Violates(trace);
    }

    private Verdict LeadsToVerdict(WatchedProperty property, List<PropertyResult> before) =>
        _options.StopAtFirstViolation && before.Exists(each => each.Verdict is Violated)
            ? new NotChecked("another property is violated, and the check was to stop there")
            : new LeadsToSearch<TSystem, TState>(Search, Traces, _budget, _pulse, _symmetry)
                .Judge(_watch.LeadsTo.First(marks => marks.Property == property));

    private CheckReport Report(List<PropertyResult> results, TimeSpan searchElapsed)
    {
        var states = Search.StateCount;
        return new CheckReport
        {
            System = TSystem.Info,
            Parameters = _parameters,
            Properties = results,
            StoppedBecause = Search.StoppedBecause
                ?? (_watch.Failure is null ? null : "a step threw, so what follows it was not visited"),
            States = states,
            Transitions = Search.Transitions,
            RestStates = _watch.RestStates,
            Depth = Search.Depth,
            FanOutMost = Search.FanOutMost,
            FanOutMean = Search.Visited == 0 ? 0 : (double)Search.Transitions / Search.Visited,
            Elapsed = _pulse.Elapsed,
            SearchElapsed = searchElapsed,
            StateBytes = Unsafe.SizeOf<TState>(),
            MemoryBytes = _budget.PeakBytes,
            DiskBytes = _durable!.DiskBytes,
            IsResumed = _durable.IsResumed,
            Checkpoint = _durable.SavedIn,
            NotSavedBecause = _durable.NotSavedBecause,
            BytesPerState = states == 0 ? 0 : (double)Search.UsedBytes / states,
            Fingerprints = Fingerprints,
            Firings = Search.Firings,
            PartialOrderReduction = _options.PartialOrderReduction,
            SymmetryReduction = _options.SymmetryReduction,
            PartlyExpanded = Search.PartlyExpanded,
            StepsLeftOut = Search.StepsLeftOut,
        };
    }
}
