using Wakeline.Conformance;

namespace Wakeline.Cli.Mutants;

/// <summary>What became of a derived mutant, and by what.</summary>
/// <param name="Mutant">The mutant.</param>
internal sealed record MutantFate(DerivedMutant Mutant)
{
    /// <summary>Where a property was violated first; <see langword="null"/> if none was anywhere.</summary>
    public MutantGround? KilledOn { get; init; }

    /// <summary>The property that was violated.</summary>
    public string? KilledBy { get; init; }

    /// <summary>Steps to the violation; <see langword="null"/> where all runs together are the violation.</summary>
    public int? Steps { get; init; }

    /// <summary>Where every property held with it in force, or was not decided within the bounds.</summary>
    public required IReadOnlyList<MutantGround> SurvivedOn { get; init; }

    /// <summary>Whether its row fires in any of the systems.</summary>
    public required bool IsInSystem { get; init; }

    /// <summary>The program whose course on the kernel tells it apart; <see langword="null"/> if none does.</summary>
    public RecordedProgram? ToldApartBy { get; init; }

    /// <summary>The step of that program, from 1.</summary>
    public int? ToldApartAt { get; init; }

    /// <summary>Why it survives, if somebody has said so.</summary>
    public Survivor? Explanation => KilledBy is null && ToldApartBy is null ? SurvivorCatalogue.Of(Mutant) : null;

    /// <summary>What became of it.</summary>
    public FateKind Kind => KilledBy is not null ? FateKind.Killed
        : ToldApartBy is not null ? FateKind.ToldApart
        : Explanation is not null ? FateKind.Explained : FateKind.Unexplained;
}
