using Wakeline.Cli.History;
using Wakeline.Cli.Terminal;
using Wakeline.Spec.History;

namespace Wakeline.Cli.Reports;

/// <summary>A historic fault as <c>wakeline history --json</c> tells it.</summary>
internal sealed record FaultListing
{
    public required string Entry { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<KernelCommit> Fixes { get; init; }

    public required IReadOnlyList<KernelCommit> Origins { get; init; }

    public required string Bug { get; init; }

    public required string Repair { get; init; }

    public required IReadOnlyList<PutBackListing> Mutants { get; init; }

    /// <summary>Why no mutant puts the fault back; absent if one does.</summary>
    public string? Outside { get; init; }

    public static FaultListing Of(HistoryEntry entry) => new()
    {
        Entry = entry.Fault.Entry,
        Title = entry.Fault.Title,
        Fixes = entry.Fault.Fixes,
        Origins = entry.Fault.Origins,
        Bug = entry.Fault.Bug,
        Repair = entry.Fault.Repair,
        Mutants = [.. entry.Mutants.Select(PutBackListing.Of)],
        Outside = entry.Outside,
    };
}

/// <summary>A mutant that puts a historic fault back.</summary>
internal sealed record PutBackListing
{
    public required string Name { get; init; }

    /// <summary>What goes wrong, in one sentence.</summary>
    public required string Story { get; init; }

    public required string Machine { get; init; }

    /// <summary>Rows that it takes out of the table.</summary>
    public required IReadOnlyList<string> Removes { get; init; }

    /// <summary>Rows that it puts in.</summary>
    public required IReadOnlyList<string> Adds { get; init; }

    public required string System { get; init; }

    public required string Bounds { get; init; }

    /// <summary>The property that is to notice.</summary>
    public required string Property { get; init; }

    /// <summary>Whether the property is violated; absent without a search.</summary>
    public bool? IsFound { get; init; }

    /// <summary>Length of the shortest counterexample.</summary>
    public int? Steps { get; init; }

    /// <summary>States that were visited until then.</summary>
    public long? States { get; init; }

    public double? Seconds { get; init; }

    public static PutBackListing Of(PutBackFault fault) => new()
    {
        Name = fault.Mutant.Name,
        Story = fault.Mutant.Story,
        Machine = fault.Machine.FullName,
        Removes = [.. fault.Removed.Select(RuleText.Of)],
        Adds = [.. fault.Added.Select(RuleText.Of)],
        System = fault.System.Info.Name,
        Bounds = fault.Caught.Bounds,
        Property = fault.Caught.Property,
        IsFound = fault.Report is null ? null : !fault.IsMissed,
        Steps = fault.Violation?.Trace?.Steps.Count,
        States = fault.Report?.States,
        Seconds = fault.Report?.Elapsed.TotalSeconds,
    };
}
