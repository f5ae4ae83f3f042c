using System.Text.Json.Serialization;
using Wakeline.Checking.Traces;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>One step of a run.</summary>
internal sealed record TraceStepSection(string Lane, string Machine, string Rule, IReadOnlyList<string> Citations)
{
    public static TraceStepSection Of(TraceStep step) => new(step.Lane, step.Machine, step.Rule, step.Citations);
}

/// <summary>A run that shows why a property does not hold, or that something is reachable.</summary>
internal sealed record TraceSection
{
    /// <summary>What it shows, in one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>Number of steps before the cycle that repeats for ever; absent if there is none.</summary>
    public int? LoopStart { get; init; }

    public required IReadOnlyList<TraceStepSection> Steps { get; init; }

    /// <summary>Name of the trace file beside the report, which <c>wakeline replay</c> reads; absent if none.</summary>
    public string? File { get; init; }

    /// <summary>The columns in the order of the system's machines.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lanes { get; init; } = [];
}
