namespace Wakeline.Checking;

/// <summary>How many random runs to take, and how long.</summary>
public sealed record SimulationOptions
{
    /// <summary>The number of runs.</summary>
    public long Runs { get; init; } = 10_000;

    /// <summary>The most steps of a run.</summary>
    public int StepsMost { get; init; } = 1_000;

    /// <summary>From which the choices of every run follow; the same seed gives the same runs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The only property to judge, by its name or as one of <see cref="ImpliedProperty"/>; <see langword="null"/> for
    /// all.
    /// </summary>
    public string? Property { get; init; }

    /// <summary>
    /// The threads to run on; as many as the machine has cores unless set. Nothing that is reported depends on it but
    /// the time.
    /// </summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, CheckOptions.ThreadsMost);

    /// <exception cref="ArgumentOutOfRangeException">A bound is too small or too large to mean anything.</exception>
    internal void RequireValid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Runs, 1, nameof(Runs));
        ArgumentOutOfRangeException.ThrowIfLessThan(StepsMost, 1, nameof(StepsMost));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, CheckOptions.ThreadsMost, nameof(Threads));
    }
}
