using Wakeline.Cli.CommandLine;
using Wakeline.Conformance;

namespace Wakeline.Cli.Verification;

/// <summary>The comparison with the kernel, as part of <c>verify</c>.</summary>
internal static class KernelPart
{
    /// <summary>Makes sure that programs can be run here, before a minute's work is done.</summary>
    /// <exception cref="Conformance.Linux.KernelException">They cannot; the message says why.</exception>
    public static KernelEnvironment Probe() =>
        KernelVerification.Run(new KernelVerificationOptions { Covering = false, Programs = 0 }).Environment;

    /// <summary>Runs the covering programs and the random ones.</summary>
    /// <exception cref="OperationCanceledException">The user ended the run.</exception>
    public static KernelVerificationResult Run(VerifyPlan plan, Shell shell)
    {
        var options = new KernelVerificationOptions { Seed = plan.Seed, Programs = plan.Programs };
        var result = shell.Track(
            "Deriving the covering programs",
            tell => KernelVerification.Run(options, progress => tell(Words(progress)), shell.Cancellation));
        shell.Cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private static string Words(KernelVerificationProgress progress) =>
        $"Comparing {progress.Phase} with the kernel: {Figures.Text(progress.Programs)} of "
        + $"{Figures.Text(progress.Planned)}, {Figures.Counted(progress.Calls, "call")}, "
        + Figures.Counted(progress.Differences, "difference");
}
