using Wakeline.Checking;
using Wakeline.Cli.Commands;
using Wakeline.Conformance;

namespace Wakeline.Cli.Mutants;

/// <summary>
/// Puts derived mutants in force, one after another, wherever they can make a difference: in the systems, the smallest
/// first, and, if no property notices, in the model of programs that the kernel has run.
/// </summary>
/// <param name="grounds">Systems at bounds, measured.</param>
/// <param name="programs">Programs with what the kernel showed.</param>
/// <param name="threads">How many mutants are tried at a time.</param>
internal sealed class MutantSurvey(
    IEnumerable<MutantGround> grounds, IReadOnlyList<RecordedProgram> programs, int threads)
{
    /// <summary>A mutant may open up states that the shipped system does not reach, but not without bound.</summary>
    private const int Growth = 4;

    private const int LeastStates = 1000;

    private readonly MutantGround[] _grounds = [.. grounds.OrderBy(ground => ground.States)];

    private long _checks;

    /// <summary>How often a system was checked so far.</summary>
    public long Checks => Interlocked.Read(ref _checks);

    /// <summary>Tries mutants, each on one thread.</summary>
    /// <returns>Their fates, in the order of the mutants.</returns>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public IReadOnlyList<MutantFate> Try(
        IReadOnlyList<DerivedMutant> mutants, Action<string> tell, CancellationToken cancellation)
    {
        var fates = new MutantFate[mutants.Count];
        var (done, killed) = (0, 0);
        Parallel.For(
            0, mutants.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            index =>
            {
                fates[index] = Judge(FateOf(mutants[index], cancellation), cancellation);
                Interlocked.Add(ref killed, fates[index].Kind == FateKind.Killed ? 1 : 0);
                tell($"{mutants[index].Machine.Name}: {Figures.Text(Interlocked.Increment(ref done))} of "
                    + $"{Figures.Counted(mutants.Count, "mutant")}, {Figures.Text(killed)} killed");
            });
        return fates;
    }

    private MutantFate FateOf(DerivedMutant mutant, CancellationToken cancellation)
    {
        var survivedOn = new List<MutantGround>();
        var isInSystem = _grounds.Any(ground => ground.Fires(mutant.Machine, mutant.Rule));
        foreach (var ground in GroundsFor(mutant))
        {
            var report = Check(ground, mutant, cancellation);
            if (FaultIn(report) is { } fault)
            {
                return new MutantFate(mutant)
                {
                    KilledOn = ground,
                    KilledBy = fault.Name,
                    Steps = (fault.Verdict as Violated)?.Trace?.Steps.Count,
                    SurvivedOn = survivedOn,
                    IsInSystem = isInSystem,
                };
            }

            survivedOn.Add(ground);
        }

        return new MutantFate(mutant) { SurvivedOn = survivedOn, IsInSystem = isInSystem };
    }

    /// <summary>Where the row fires; a guard left out or changed may let it fire elsewhere, too.</summary>
    private IEnumerable<MutantGround> GroundsFor(DerivedMutant mutant)
    {
        var reached = _grounds.Where(ground => ground.Fires(mutant.Machine, mutant.Rule));
        return mutant.NeedsItsRow
            ? reached
            : reached.Concat(_grounds.Where(
                ground => ground.Has(mutant.Machine) && !ground.Fires(mutant.Machine, mutant.Rule)));
    }

    /// <summary>A property that is violated, or that nothing puts to the test any more.</summary>
    public static PropertyResult? FaultIn(CheckReport report) =>
        report.Properties.FirstOrDefault(each => each.Verdict is Violated)
        ?? report.Properties.FirstOrDefault(each => each.Verdict is Holds { IsVacuous: true });

    private CheckReport Check(MutantGround ground, DerivedMutant mutant, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _checks);
        return CheckRunner.Run(
            ground.System, Parameters.Of(ground.System.Info, ground.Bounds, mutant.Mutation),
            new CheckOptions
            {
                Threads = 1,
                StopAtFirstViolation = true,
                StatesMost = (Growth * ground.States) + LeastStates,
                MemoryBytesMost = CheckOptions.Default.MemoryBytesMost / threads,
            },
            _ => { }, cancellation);
    }

    private MutantFate Judge(MutantFate fate, CancellationToken cancellation)
    {
        if (fate.Kind == FateKind.Killed)
        {
            return fate;
        }

        var (machine, rule) = (fate.Mutant.Machine, fate.Mutant.Rule);
        var judge = new ProgramJudge(fate.Mutant.Mutation);
        foreach (var program in programs.Where(program =>
            fate.Mutant.NeedsItsRow ? program.Fires(machine, rule) : program.Involves(machine)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (judge.FirstDifference(program) is { } step)
            {
                return fate with { ToldApartBy = program, ToldApartAt = step };
            }
        }

        return fate;
    }
}
