using Wakeline.Cli.Mutants;

namespace Wakeline.Cli.Reports;

/// <summary>
/// The document <c>wakeline mutants --json</c> writes. Names and meanings of members are an interface; a change that
/// breaks readers needs a new <see cref="SchemaVersion"/>.
/// </summary>
internal sealed record MutantReport
{
    public const string SchemaName = "wakeline-mutants";
    public const int SchemaVersion = 1;

    public string Schema { get; init; } = SchemaName;

    public int Version { get; init; } = SchemaVersion;

    public required double Seconds { get; init; }

    /// <summary>How often a system was checked with a mutant in force.</summary>
    public required long Checks { get; init; }

    /// <summary>How many programs that the kernel has run judged what no property noticed.</summary>
    public required int Programs { get; init; }

    public required IReadOnlyList<MutantGroundListing> Grounds { get; init; }

    public required IReadOnlyList<MutantFateListing> Mutants { get; init; }

    public static MutantReport Of(MutantFindings findings) => new()
    {
        Seconds = findings.Elapsed.TotalSeconds,
        Checks = findings.Checks,
        Programs = findings.Programs,
        Grounds =
        [
            .. findings.Grounds.Select(
                ground => new MutantGroundListing(ground.System.Info.Name, ground.Bounds, ground.States)),
        ],
        Mutants = [.. findings.Fates.Select(MutantFateListing.Of)],
    };
}

/// <summary>A system at bounds at which mutants were put in force.</summary>
internal sealed record MutantGroundListing(string System, string Bounds, long States);

/// <summary>What became of a derived mutant.</summary>
internal sealed record MutantFateListing
{
    public required string Machine { get; init; }

    public required string Name { get; init; }

    /// <summary>What goes wrong, in one sentence.</summary>
    public required string Story { get; init; }

    /// <summary>killed, toldApart, explained or unexplained.</summary>
    public required string Fate { get; init; }

    /// <summary>Whether its row fires in any of the systems.</summary>
    public required bool IsInSystem { get; init; }

    /// <summary>The system that kills it.</summary>
    public string? System { get; init; }

    public string? Bounds { get; init; }

    /// <summary>The property that is violated.</summary>
    public string? Property { get; init; }

    /// <summary>Steps of the shortest counterexample; absent where all runs together are the violation.</summary>
    public int? Steps { get; init; }

    /// <summary>The program that tells it apart from the kernel, as <c>wakeline program</c> reads it.</summary>
    public string? Program { get; init; }

    /// <summary>The step of that program, from 1.</summary>
    public int? Step { get; init; }

    /// <summary>What kind of reason there is for its survival.</summary>
    public string? ReasonKind { get; init; }

    /// <summary>Why it survives.</summary>
    public string? Reason { get; init; }

    public static MutantFateListing Of(MutantFate fate) => new()
    {
        Machine = fate.Mutant.Machine.FullName,
        Name = fate.Mutant.Mutant.Name,
        Story = fate.Mutant.Mutant.Story,
        Fate = WordOf(fate.Kind),
        IsInSystem = fate.IsInSystem,
        System = fate.KilledOn?.System.Info.Name,
        Bounds = fate.KilledOn?.Bounds,
        Property = fate.KilledBy,
        Steps = fate.Steps,
        Program = fate.ToldApartBy is { } program ? program.Program.ToString() : null,
        Step = fate.ToldApartAt,
        ReasonKind = fate.Explanation?.Kind.ToString(),
        Reason = fate.Explanation?.Reason,
    };

    private static string WordOf(FateKind kind) => kind switch
    {
        FateKind.Killed => "killed",
        FateKind.ToldApart => "toldApart",
        FateKind.Explained => "explained",
        _ => "unexplained",
    };
}
