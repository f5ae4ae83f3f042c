namespace Wakeline.Conformance.Scenarios;

/// <summary>What the kernel did with a scenario, run after run.</summary>
public sealed record KernelRuns
{
    /// <summary>The number of runs.</summary>
    public required int Runs { get; init; }

    /// <summary>How often each of the model's outcomes came.</summary>
    public required IReadOnlyList<int> Seen { get; init; }

    /// <summary>Outcomes that came and are not among the model's.</summary>
    public required IReadOnlyList<OtherOutcome> Others { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The release of the kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>Whether nothing came that the model does not allow.</summary>
    public bool Agrees => Others.All(other => other.Kind != OtherOutcomeKind.Difference);
}

/// <summary>An outcome that is not among the model's.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Runs">How often it came.</param>
/// <param name="Kind">What that means.</param>
public sealed record OtherOutcome(Outcome Outcome, int Runs, OtherOutcomeKind Kind);

/// <summary>What it means that an outcome is not among the model's.</summary>
public enum OtherOutcomeKind : byte
{
    /// <summary>The model does not allow it.</summary>
    Difference,
    /// <summary>The model allows it where the machine is so busy that sleeps end much too late.</summary>
    Late,
    /// <summary>Nobody knows: the exploration of the model reached its bound.</summary>
    Unknown,
}
