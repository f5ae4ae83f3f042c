using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>
/// All that one run of <c>verify</c> found out: the content of <c>report.json</c>, and what the pages and the JUnit
/// file are made from. Names and meanings of members are an interface; a change that breaks readers needs a new
/// <see cref="SchemaVersion"/>.
/// </summary>
internal sealed record VerificationReport
{
    public const string SchemaName = "wakeline-verification";
    public const int SchemaVersion = 1;

    public string Schema { get; init; } = SchemaName;

    public int Version { get; init; } = SchemaVersion;

    public required string Tool { get; init; }

    /// <summary>When the run started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The command line that repeats the run.</summary>
    public required string Command { get; init; }

    public required EnvironmentSection Environment { get; init; }

    public IReadOnlyList<SystemSection> Systems { get; init; } = [];

    public IReadOnlyList<MutantSection> Mutants { get; init; } = [];

    /// <summary>What the comparison with the kernel found; <see langword="null"/> if it did not run.</summary>
    public KernelSection? Kernel { get; init; }

    /// <summary>
    /// What became of the faults made in the specification; <see langword="null"/> if none was.
    /// </summary>
    public HuntSection? Hunt { get; init; }

    public IReadOnlyList<MachineSection> Machines { get; init; } = [];

    /// <summary>Whether everything that ran agrees.</summary>
    public bool Agrees => Systems.All(system => system.Agrees) && Mutants.All(mutant => mutant.IsCaught)
        && Kernel is not { Differences.Count: > 0 } && (Hunt is null || Hunt.Found == Hunt.Faults.Count);

    /// <summary>Whether nothing was left out: the comparison with the kernel ran.</summary>
    public bool IsComplete => Kernel is not null;

    /// <summary>Agreement in words.</summary>
    [JsonIgnore]
    public string Verdict => !Agrees ? "not all agrees" : IsComplete ? "all agrees" : "agrees, kernel left out";
}
