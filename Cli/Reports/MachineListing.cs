namespace Wakeline.Cli.Reports;

/// <summary>A machine as <c>wakeline machines --json</c> lists it.</summary>
internal sealed record MachineListing
{
    public required string Name { get; init; }

    public required string FullName { get; init; }

    public required string Summary { get; init; }

    public required string File { get; init; }

    public required IReadOnlyList<string> Locations { get; init; }

    /// <summary>Number of rules as shipped, without those of mutants.</summary>
    public required int Rules { get; init; }

    /// <summary>Names of the named mutants.</summary>
    public required IReadOnlyList<string> Mutants { get; init; }

    public static MachineListing Of(MachineInfo machine) => new()
    {
        Name = machine.Name,
        FullName = machine.FullName,
        Summary = machine.Summary,
        File = machine.File,
        Locations = machine.Locations,
        Rules = machine.Rules.Count(rule => rule.Mutant is null),
        Mutants = [.. machine.Mutants.Where(mutant => mutant.Kind == MutantKind.Named).Select(mutant => mutant.Name)],
    };
}
