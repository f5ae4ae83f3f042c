using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>What <c>MutantHunt.Run(options, found, cancellation)</c> is to do.</summary>
public sealed record MutantHuntOptions
{
    /// <summary>The mutants to hunt.</summary>
    public IReadOnlyList<KernelMutant> Mutants { get; init; } = KernelMutants.All;

    /// <summary>Programs that are run before the random ones, such as a covering set.</summary>
    public IReadOnlyList<CallProgram> First { get; init; } = [];

    /// <summary>The seed of the random programs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many programs are run for a mutant at the most.</summary>
    public int ProgramsMost { get; init; } = 2_000;
}
