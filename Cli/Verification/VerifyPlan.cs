using Wakeline.Conformance;

namespace Wakeline.Cli.Verification;

/// <summary>What one run of <c>wakeline verify</c> is to do.</summary>
internal sealed record VerifyPlan
{
    /// <summary>Where the report goes if nobody says otherwise.</summary>
    public const string UsualFolder = "wakeline-report";

    public const ulong UsualSeed = 1;

    /// <summary>So many random programs that the whole takes about a minute on two cores.</summary>
    public const int UsualPrograms = 5_000;

    /// <summary>So many that the whole takes about 20 seconds.</summary>
    public const int QuickPrograms = 500;

    /// <summary>One in so many of the known faults is made unless all are asked for.</summary>
    public const int UsualFaultsOneIn = 4;

    /// <summary>Seed of the random programs.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many random programs run after the covering ones.</summary>
    public required int Programs { get; init; }

    /// <summary>Whether programs are compared with the kernel of this machine.</summary>
    public bool ComparesKernel { get; init; } = true;

    /// <summary>How much of the hunt of faults is done.</summary>
    public HuntExtent Hunt { get; init; } = HuntExtent.Some;

    /// <summary>The faults that are hunted.</summary>
    public IReadOnlyList<KernelMutant> Faults => Hunt switch
    {
        HuntExtent.None => [],
        HuntExtent.Some => [.. KernelMutants.All.Where((_, place) => place % UsualFaultsOneIn == 2)],
        _ => KernelMutants.All,
    };

    /// <summary>The command line that repeats the run, wherever its report goes.</summary>
    public string Command => ComparesKernel
        ? $"wakeline verify{Option} --seed {Seed} --programs {Programs}" : "wakeline verify --no-kernel";

    private string Option => Hunt switch
    {
        HuntExtent.None => " --quick",
        HuntExtent.Some => "",
        _ => " --all-faults",
    };
}
