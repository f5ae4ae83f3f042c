using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>A rule of a machine and how often it fired.</summary>
internal sealed record RuleSection
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> From { get; init; }

    public string? To { get; init; }

    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>Line of the row in the file of the machine.</summary>
    public required int Line { get; init; }

    /// <summary>How often it fired while the shipped systems were checked.</summary>
    public required long FiredInCheck { get; init; }

    /// <summary>How often it fired while programs were compared with the kernel.</summary>
    public required long FiredInComparison { get; init; }

    /// <summary>For a rule that no system call reaches: why; absent if that is not known.</summary>
    public string? WhyUnreached { get; init; }

    [JsonIgnore]
    public bool HasFired => FiredInCheck + FiredInComparison > 0;
}

/// <summary>A machine with the coverage of its rules.</summary>
internal sealed record MachineSection
{
    public required string Name { get; init; }

    public required string FullName { get; init; }

    public required string Summary { get; init; }

    public required string File { get; init; }

    public required IReadOnlyList<RuleSection> Rules { get; init; }

    /// <summary>What the diagrams are drawn from. It is no part of the document, so it cannot be required.</summary>
    [JsonIgnore]
    public MachineInfo Info
    {
        get => field ?? throw new InvalidOperationException($"The section of '{Name}' was made without its machine.");
        init;
    }
}
