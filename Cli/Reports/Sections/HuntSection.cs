using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>Faults made in the specification on purpose, each to be told apart from the kernel.</summary>
internal sealed record HuntSection
{
    public required ulong Seed { get; init; }

    /// <summary>How many programs are run for a fault at the most.</summary>
    public required int ProgramsMost { get; init; }

    /// <summary>
    /// How many faults are known; all of them were hunted if it is the number of <see cref="Faults"/>.
    /// </summary>
    public required int Known { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<FaultSection> Faults { get; init; }

    [JsonIgnore]
    public int Found => Faults.Count(fault => fault.IsFound);

    /// <summary>The most programs it took to find a fault.</summary>
    [JsonIgnore]
    public int ProgramsNeeded => Faults.Where(fault => fault.IsFound).Select(fault => fault.Programs).Append(0).Max();
}

/// <summary>A fault made in the specification, and whether the kernel was told apart from it.</summary>
internal sealed record FaultSection
{
    public required string Name { get; init; }

    /// <summary>What is wrong, in one sentence.</summary>
    public required string Story { get; init; }

    /// <summary>The machine it is made in.</summary>
    public required string Machine { get; init; }

    /// <summary>The mutant of that machine.</summary>
    public required string Mutant { get; init; }

    /// <summary>Whether a program showed that the kernel does not have the fault.</summary>
    public required bool IsFound { get; init; }

    /// <summary>How many programs ran until one showed it, or in all.</summary>
    public required int Programs { get; init; }

    /// <summary>The program that showed it, as it was generated; absent if there is none.</summary>
    public DifferenceSection? Difference { get; init; }
}
