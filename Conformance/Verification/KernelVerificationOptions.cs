namespace Wakeline.Conformance;

/// <summary>What <c>KernelVerification.Run(options, progress, cancellation)</c> is to do.</summary>
public sealed record KernelVerificationOptions
{
    /// <summary>The seed of the random programs; the same seed gives the same programs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many random programs are run, after the covering ones.</summary>
    public int Programs { get; init; } = 2_000;

    /// <summary>
    /// Whether the covering set, one program for each rule that system calls can reach, is run first.
    /// </summary>
    public bool Covering { get; init; } = true;

    /// <summary>No further program is begun after this time; <see langword="null"/> for no limit.</summary>
    public TimeSpan? TimeMost { get; init; }

    /// <summary>
    /// No further program is begun after this many differences. Programs that come down to the same one count once.
    /// </summary>
    public int DifferencesMost { get; init; } = 5;

    /// <summary>
    /// No further program is begun after this many that differ, of whatever cause; each one takes time to shrink.
    /// </summary>
    public int ShrunkMost { get; init; } = 20;
}

/// <summary>How far a verification is.</summary>
/// <param name="Phase">What is being done, in a few words.</param>
/// <param name="Programs">Programs run so far.</param>
/// <param name="Planned">Programs to be run in all.</param>
/// <param name="Calls">System calls compared so far.</param>
/// <param name="Differences">Differences found so far.</param>
public readonly record struct KernelVerificationProgress(
    string Phase, int Programs, int Planned, long Calls, int Differences);
