namespace Wakeline.Cli.Reports;

/// <summary>A mutant that a property of a system catches.</summary>
internal sealed record MutantListing(string Name, string Story, string Property, string Bounds);

/// <summary>A property of a system.</summary>
internal sealed record PropertyListing(string Name, string Kind, string Meaning);

/// <summary>A system as <c>wakeline systems --json</c> lists it.</summary>
internal sealed record SystemListing
{
    public required string Name { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<ParameterInfo> Parameters { get; init; }

    public required IReadOnlyList<string> Machines { get; init; }

    public required IReadOnlyList<PropertyListing> Properties { get; init; }

    public required IReadOnlyList<MutantListing> Mutants { get; init; }

    public static SystemListing Of(SystemInfo system) => new()
    {
        Name = system.Name,
        Summary = system.Summary,
        Parameters = system.Parameters,
        Machines =
            [.. system.Machines.Select(use => use.Machine.FullName), .. system.Reactive.Select(each => each.FullName)],
        Properties =
        [
            .. system.Properties.Select(property => new PropertyListing(
                property.Name, ReportSections.KindOf(property), property.Meaning)),
        ],
        Mutants =
        [
            .. system.Caught.Select(caught => new MutantListing(
                caught.Mutant, Story(system, caught), caught.Property, caught.Bounds)),
        ],
    };

    /// <summary>What goes wrong with a mutant, in one sentence.</summary>
    public static string Story(SystemInfo system, CaughtMutant caught) =>
        system.FindMutation(caught.Mutant) is { } mutation ? system.MutantOf(mutation)?.Story ?? "" : "";
}
