using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>A faulty variant of the specification, to be told apart from the kernel.</summary>
/// <param name="Name">A name that says what is wrong.</param>
/// <param name="Story">What is wrong, in one sentence.</param>
/// <param name="Machine">The machine that is changed.</param>
/// <param name="Mutant">The mutant of that machine, as its table or its rows name it.</param>
public sealed record KernelMutant(string Name, string Story, string Machine, string Mutant);

/// <summary>Whether the comparison noticed that the specification had been made faulty.</summary>
/// <param name="Mutant">The fault.</param>
/// <param name="Programs">How many programs were run until it was noticed, or in all.</param>
/// <param name="Difference">The first difference, as found; <see langword="null"/> if it was not noticed.</param>
public sealed record MutantVerdict(KernelMutant Mutant, int Programs, KernelDifference? Difference)
{
    /// <summary>Whether it was noticed.</summary>
    public bool IsDetected => Difference is not null;

    /// <summary>The program that tells the faulty specification from the kernel.</summary>
    public CallProgram? Witness => Difference?.Program;
}
