using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>What a check can conclude about a property.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictWord>))]
internal enum VerdictWord
{
    [JsonStringEnumMemberName("holds")]
    Holds,

    /// <summary>It holds, but nothing put it to the test.</summary>
    [JsonStringEnumMemberName("vacuous")]
    Vacuous,

    [JsonStringEnumMemberName("violated")]
    Violated,

    [JsonStringEnumMemberName("bound-reached")]
    BoundReached,

    [JsonStringEnumMemberName("not-checked")]
    NotChecked,
}

/// <summary>A property of a system and its verdict.</summary>
internal sealed record PropertySection
{
    public required string Name { get; init; }

    /// <summary>
    /// What it demands: always, never, sometimes, at rest, leads to, always eventually; "implied" for one nobody
    /// declared.
    /// </summary>
    public required string Kind { get; init; }

    public required string Meaning { get; init; }

    public required VerdictWord Verdict { get; init; }

    /// <summary>Why the verdict is what it is, if there is more to say than that the property holds.</summary>
    public string? Why { get; init; }

    /// <summary>The counterexample, or the witness that something is reachable.</summary>
    public TraceSection? Trace { get; init; }

    /// <summary>
    /// A property that holds although nothing put it to the test does not disagree, but a reader is told.
    /// </summary>
    [JsonIgnore]
    public bool Agrees => Verdict is VerdictWord.Holds or VerdictWord.Vacuous;
}

/// <summary>How often a rule fired.</summary>
internal sealed record RuleFirings(string Rule, long Times);

/// <summary>What a search left out.</summary>
/// <param name="PartialOrder">Whether steps were left out whose order makes no difference.</param>
/// <param name="PartlyExpanded">States of which only the steps of some processes were taken.</param>
/// <param name="Symmetry">Whether one state stood for all that differ by an exchange of instances.</param>
internal sealed record ReductionSection(bool PartialOrder, long PartlyExpanded, bool Symmetry);

/// <summary>A system that was checked at some bounds.</summary>
internal sealed record SystemSection
{
    public required string Name { get; init; }

    public required string Summary { get; init; }

    public IReadOnlyList<SettingValue> Parameters { get; init; } = [];

    /// <summary>Name of the mutant in force; absent for the system as shipped.</summary>
    public string? Mutant { get; init; }

    /// <summary>Distinct states found.</summary>
    public required long States { get; init; }

    public required long Transitions { get; init; }

    /// <summary>Steps from the start to the farthest state.</summary>
    public required int Depth { get; init; }

    /// <summary>States without successors.</summary>
    public long RestStates { get; init; }

    /// <summary>The most steps possible in a state.</summary>
    public int FanOutMost { get; init; }

    /// <summary>Steps possible in a state, on average.</summary>
    public double FanOutMean { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Distinct states found per second of search, liveness left out.</summary>
    public double StatesPerSecond { get; init; }

    /// <summary>The most memory held for states and graphs.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The most bytes on disk; absent if there were none.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>The directory that the check can go on from; absent if nothing is left to be done.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Memory in use for a state, without room for growth.</summary>
    public double BytesPerState { get; init; }

    /// <summary>Why the search ended before every reachable state was visited; absent if all were.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>What the search left out; absent if nothing.</summary>
    public ReductionSection? Reduction { get; init; }
    /// <summary>Bits of the fingerprints that stood for states; absent if whole states were kept.</summary>
    public int? FingerprintBits { get; init; }

    /// <summary>A bound on the probability that a state was missed; absent if whole states were kept.</summary>
    public double? MissedProbability { get; init; }

    public IReadOnlyList<PropertySection> Properties { get; init; } = [];

    /// <summary>How often each rule of the machines that take steps fired.</summary>
    public IReadOnlyList<RuleFirings> Firings { get; init; } = [];

    /// <summary>Rules that could have fired as steps of their own and never did; not known under a reduction.</summary>
    public IReadOnlyList<string> NeverFired { get; init; } = [];

    [JsonIgnore]
    public bool Agrees => Properties.All(property => property.Agrees);
}
