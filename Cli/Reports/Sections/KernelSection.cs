using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>One answer of the kernel that the model does not allow.</summary>
internal sealed record DifferenceSection
{
    /// <summary>
    /// The smallest program found that shows it, in the text form that <c>wakeline program</c> reads.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>The step of that program, from 1, at which the answers differ.</summary>
    public required int Step { get; init; }

    /// <summary>What the model allows there, one line for each possibility.</summary>
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>What the kernel did.</summary>
    public required string Observed { get; init; }

    /// <summary>The rules in question, each as machine and name.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public IReadOnlyList<string> Citations { get; init; } = [];
}

/// <summary>What the comparison of programs on model and kernel found.</summary>
internal sealed record KernelSection
{
    public required ulong Seed { get; init; }

    public required long Programs { get; init; }

    public required long Calls { get; init; }

    public required double Seconds { get; init; }

    public IReadOnlyList<DifferenceSection> Differences { get; init; } = [];

    /// <summary>Conditions of the run a reader must know, such as a network that could not be isolated.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    [JsonIgnore]
    public double CallsPerSecond => Seconds > 0 ? Calls / Seconds : 0;
}
