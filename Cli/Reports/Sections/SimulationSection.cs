namespace Wakeline.Cli.Reports.Sections;

/// <summary>A system that was run at random.</summary>
internal sealed record SimulationSection
{
    public required string Name { get; init; }

    public required string Summary { get; init; }

    public IReadOnlyList<SettingValue> Parameters { get; init; } = [];

    /// <summary>Name of the mutant in force; absent for the system as shipped.</summary>
    public string? Mutant { get; init; }

    public required ulong Seed { get; init; }

    public required long Runs { get; init; }

    /// <summary>The most steps that a run was allowed.</summary>
    public required int StepsMost { get; init; }

    /// <summary>Steps of all runs together.</summary>
    public required long Steps { get; init; }

    /// <summary>Runs that came to a state without successors.</summary>
    public required long RunsAtRest { get; init; }

    public required int LongestRun { get; init; }

    public required double Seconds { get; init; }

    public IReadOnlyList<SimulatedPropertySection> Properties { get; init; } = [];

    /// <summary>Rules that could have fired as steps of their own and never did.</summary>
    public IReadOnlyList<string> NeverFired { get; init; } = [];
}

/// <summary>What random runs found about a property.</summary>
/// <param name="Property">The property and its verdict.</param>
/// <param name="Runs">In how many runs it was violated, or reached.</param>
/// <param name="FirstRun">The first of them; absent if there is none.</param>
internal sealed record SimulatedPropertySection(PropertySection Property, long Runs, long? FirstRun);
