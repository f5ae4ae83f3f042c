using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;
using Wakeline.Model;

namespace Wakeline.Conformance;

/// <summary>
/// Shows that the comparison is alive: the specification is made faulty on purpose, one fault after another, and each
/// must be told apart from the kernel.
/// </summary>
public static class MutantHunt
{
    /// <summary>
    /// Each difference is waited for, and most programs that differ do so for a fault; one that was only slow is not
    /// reproduced.
    /// </summary>
    private static readonly TimeSpan s_settleMost = TimeSpan.FromMilliseconds(60);

    /// <summary>Hunts every mutant of <see cref="KernelMutants.All"/>.</summary>
    /// <param name="seed">The seed of the random programs.</param>
    /// <param name="programsMost">How many programs are run for a mutant at the most.</param>
    /// <param name="found">Is told each verdict, on the calling thread.</param>
    /// <param name="cancellation">Ends the hunt.</param>
    /// <returns>A verdict for each mutant, in their order.</returns>
    /// <exception cref="KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    /// <exception cref="SpecificationException">A mutant is named that the specification does not have.</exception>
    public static IReadOnlyList<MutantVerdict> Run(
        ulong seed, int programsMost, Action<MutantVerdict>? found = null, CancellationToken cancellation = default) =>
        Run(new MutantHuntOptions { Seed = seed, ProgramsMost = programsMost }, found, cancellation);

    /// <summary>Hunts mutants.</summary>
    /// <param name="options">Which, and with what programs.</param>
    /// <param name="found">Is told each verdict, on the calling thread.</param>
    /// <param name="cancellation">Ends the hunt.</param>
    /// <returns>A verdict for each mutant, in their order.</returns>
    /// <exception cref="KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    /// <exception cref="SpecificationException">A mutant is named that the specification does not have.</exception>
    public static IReadOnlyList<MutantVerdict> Run(
        MutantHuntOptions options, Action<MutantVerdict>? found = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Sandbox.Run<MutantVerdict, IReadOnlyList<MutantVerdict>>(
            (sandbox, report) =>
            {
                using var kernel = new ReplaceableDriver(sandbox);
                var programs = new ProgramList(options.First, options.Seed);
                var verdicts = new List<MutantVerdict>();
                foreach (var mutant in options.Mutants)
                {
                    verdicts.Add(Hunt(kernel, mutant, programs, options.ProgramsMost, cancellation));
                    report(verdicts[^1]);
                }

                return verdicts;
            },
            found);
    }

    private static MutantVerdict Hunt(
        ReplaceableDriver kernel, KernelMutant mutant, ProgramList programs, int programsMost,
        CancellationToken cancellation)
    {
        var mutation = MutationOf(mutant);
        var suspect = new Suspect(kernel.Current, mutation);
        for (var number = 0; number < programsMost; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (suspect.DifferenceIn(programs[number]) is { } difference)
                {
                    return new MutantVerdict(mutant, number + 1, difference);
                }
            }
            catch (KernelException) when (kernel.TryReplace())
            {
                suspect = new Suspect(kernel.Current, mutation);
            }
        }

        return new MutantVerdict(mutant, programsMost, null);
    }

    private static Mutation MutationOf(KernelMutant mutant) =>
        HostSystem.Info.Machines.Select(use => use.Machine).Concat(HostSystem.Info.Reactive)
            .FirstOrDefault(machine => machine.Name == mutant.Machine)?.FindMutation(mutant.Mutant)
        ?? throw new SpecificationException($"{mutant.Machine} has no mutant '{mutant.Mutant}' ({mutant.Name}).");

    /// <summary>A mutant and the specification as it stands, held against the same kernel.</summary>
    private sealed class Suspect(LinuxDriver kernel, Mutation mutation)
    {
        private readonly Investigation _mutated = new(kernel, mutation, s_settleMost);
        private readonly Investigation _shipped = new(kernel, Mutation.None, LockStep.SettleMost);

        /// <summary>What a program shows, if the mutant alone differs and if it does so every time.</summary>
        public KernelDifference? DifferenceIn(CallProgram program) =>
            _mutated.Repeat(program) is { } divergence && _mutated.IsReproducible(program)
            && _shipped.Repeat(program) is null
                ? _mutated.Tell(program, program, divergence) : null;
    }

    /// <summary>Given programs and then the random ones of a seed, each generated once for all mutants.</summary>
    private sealed class ProgramList(IReadOnlyList<CallProgram> first, ulong seed)
    {
        private readonly ProgramGenerator _generator = new();
        private readonly List<CallProgram> _programs = [.. first];

        public CallProgram this[int number]
        {
            get
            {
                while (_programs.Count <= number)
                {
                    _programs.Add(_generator.Program(seed, _programs.Count - first.Count));
                }

                return _programs[number];
            }
        }
    }
}
