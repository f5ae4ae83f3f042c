using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Conformance;
using Wakeline.Conformance.Programs;

namespace Wakeline.Cli.Verification;

/// <summary>The hunt of faults, as part of <c>verify</c>: shows that the comparison notices.</summary>
internal static class HuntPart
{
    /// <summary>So many that a fault which is not found by then is not a matter of luck.</summary>
    private const int ProgramsMost = 10_000;

    /// <summary>Hunts the faults of the plan with the programs of the comparison.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="covering">The covering programs.</param>
    /// <param name="shell">Shows progress.</param>
    /// <exception cref="OperationCanceledException">The user ended the run.</exception>
    public static HuntSection Run(VerifyPlan plan, IReadOnlyList<CallProgram> covering, Shell shell)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var faults = plan.Faults;
        var verdicts = shell.Track(Words(faults, 0), tell =>
        {
            var done = 0;
            var options = new MutantHuntOptions
            {
                Mutants = faults,
                First = covering,
                Seed = plan.Seed,
                ProgramsMost = ProgramsMost,
            };
            return MutantHunt.Run(options, _ => tell(Words(faults, ++done)), shell.Cancellation);
        });
        return new HuntSection
        {
            Seed = plan.Seed,
            ProgramsMost = ProgramsMost,
            Known = KernelMutants.All.Count,
            Seconds = clock.Elapsed.TotalSeconds,
            Faults = [.. verdicts.Select(ReportSections.Of)],
        };
    }

    private static string Words(IReadOnlyList<KernelMutant> faults, int done) => done == faults.Count
        ? $"Told {Figures.Counted(done, "fault")} apart from the kernel"
        : $"Telling faults apart from the kernel: {done + 1} of {faults.Count}, {faults[done].Name}";
}
