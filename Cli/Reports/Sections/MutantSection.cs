namespace Wakeline.Cli.Reports.Sections;

/// <summary>A fault that was put back, and whether a property noticed.</summary>
internal sealed record MutantSection
{
    public required string Name { get; init; }

    /// <summary>What goes wrong, in one sentence.</summary>
    public required string Story { get; init; }

    public required string System { get; init; }

    public IReadOnlyList<SettingValue> Parameters { get; init; } = [];

    /// <summary>The property that is to notice.</summary>
    public required string Property { get; init; }

    /// <summary>Whether that property is violated with the mutant in force.</summary>
    public required bool IsCaught { get; init; }

    /// <summary>Number of steps of the counterexample; absent if there is none.</summary>
    public int? Steps { get; init; }

    public required long States { get; init; }

    public required double Seconds { get; init; }

    public TraceSection? Trace { get; init; }
}
