namespace Wakeline.Checking;

/// <summary>What a check found. Counts are the same in every run with the same parameters and options.</summary>
public sealed record CheckReport
{
    /// <summary>The system that was checked.</summary>
    public required SystemInfo System { get; init; }

    /// <summary>Its parameters, and the mutation in force.</summary>
    public required Parameters Parameters { get; init; }

    /// <summary>A verdict for each property checked: the declared ones in their order, then the implied ones.</summary>
    public required IReadOnlyList<PropertyResult> Properties { get; init; }

    /// <summary>
    /// Why the search ended before every reachable state was visited; <see langword="null"/> if all were.
    /// </summary>
    public string? StoppedBecause { get; init; }

    /// <summary>Distinct states found.</summary>
    public required long States { get; init; }

    /// <summary>Steps taken; each choice of a rule for an instance in a state is one.</summary>
    public required long Transitions { get; init; }

    /// <summary>States without successors.</summary>
    public required long RestStates { get; init; }

    /// <summary>The greatest number of steps that any visited state is away from the start.</summary>
    public required int Depth { get; init; }

    /// <summary>The most steps possible in one state.</summary>
    public required int FanOutMost { get; init; }

    /// <summary>Steps possible in a state, on average over the states whose successors were visited.</summary>
    public required double FanOutMean { get; init; }

    /// <summary>Time taken, liveness included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time taken by the search alone.</summary>
    public required TimeSpan SearchElapsed { get; init; }

    /// <summary>Size of a state in memory as the system declares it, in bytes.</summary>
    public required int StateBytes { get; init; }

    /// <summary>The most memory held for states and graphs, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The most bytes that were on disk, for checkpoints and for states that had no room in memory.</summary>
    public long DiskBytes { get; init; }

    /// <summary>Whether the check went on from a checkpoint; times then include what was spent before.</summary>
    public bool IsResumed { get; init; }

    /// <summary>
    /// The directory that the check can go on from, with more memory or after it was cancelled; <see langword="null"/>
    /// if nothing is left to be done, or nothing was to be saved.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Why there is no checkpoint although one was wanted; <see langword="null"/> otherwise.</summary>
    public string? NotSavedBecause { get; init; }

    /// <summary>
    /// Memory in use for a visited state, in bytes: its compressed form, index and parent, without room for growth.
    /// </summary>
    public required double BytesPerState { get; init; }

    /// <summary>
    /// What the search by fingerprints is worth; <see langword="null"/> if whole states were kept, so that nothing was
    /// missed.
    /// </summary>
    public FingerprintFigures? Fingerprints { get; init; }

    /// <summary>How often each rule fired, by its index in <see cref="SystemInfo.Rules"/>.</summary>
    public required IReadOnlyList<long> Firings { get; init; }

    /// <summary>Whether steps were left out because their order makes no difference.</summary>
    public bool PartialOrderReduction { get; init; }

    /// <summary>Whether one state was visited for all that differ by an exchange of instances.</summary>
    public bool SymmetryReduction { get; init; }

    /// <summary>States of which only the steps of some processes were taken.</summary>
    public long PartlyExpanded { get; init; }

    /// <summary>Steps that were counted and not taken, because another way of the same length takes them.</summary>
    internal long StepsLeftOut { get; init; }

    /// <summary>
    /// Whether a reduction was in force, so that counts are those of the states and steps that were visited, which are
    /// not all.
    /// </summary>
    public bool IsReduced => PartialOrderReduction || SymmetryReduction;

    /// <summary>
    /// Indexes of rules that could have fired as a step of their own, and never did; none under a reduction, where not
    /// every step is taken. Rules that events fire are not steps of their own; <see cref="RuleCoverage"/> counts those.
    /// </summary>
    public IReadOnlyList<int> NeverFired => field ??= IsReduced ? [] :
        [.. RulesInForce.Stepping(System, Parameters.Mutation).Where(rule => Firings[rule] == 0)];

    /// <summary>Distinct states found per second of search.</summary>
    public double StatesPerSecond => SearchElapsed > TimeSpan.Zero ? States / SearchElapsed.TotalSeconds : 0;

    /// <summary>Whether every reachable state was visited, or one that a reduction puts in its place.</summary>
    public bool IsExhaustive => StoppedBecause is null;

    /// <summary>Whether every property holds.</summary>
    public bool AllHold => Properties.All(each => each.Verdict is Holds);

    /// <summary>The mutant that was checked; <see langword="null"/> for the system as shipped.</summary>
    public MutantInfo? Mutant => System.MutantOf(Parameters.Mutation);

    /// <summary>The properties that are violated.</summary>
    public IEnumerable<(PropertyResult Property, Violated Verdict)> Violations =>
        from result in Properties
        let violated = result.Verdict as Violated
        where violated is not null
        select (result, violated);

    /// <summary>The verdict of a property.</summary>
    /// <exception cref="ArgumentException">The property was not checked.</exception>
    public Verdict this[string property] =>
        Properties.FirstOrDefault(each => each.Name == property)?.Verdict
        ?? throw new ArgumentException($"The report has no property '{property}'.", nameof(property));
}
