namespace Wakeline.Conformance.Suites.Running;

/// <summary>How suites are run.</summary>
public sealed record SuiteRunOptions
{
    /// <summary>How often each case runs; if its outcomes differ it is flaky.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>How many cases run at the same time, each on a target of its own.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// How many cases are under way at the same time on a target that takes several, sharing their waiting. 1 runs each
    /// alone.
    /// </summary>
    public int Together { get; init; } = 1024;

    /// <summary>How long a case may take; then the target counts as hung.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Cases that take longer than this do not run where time is real.</summary>
    public TimeSpan RealTimeMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stack in real time may go on sending after the last step; whatever comes then is judged.
    /// </summary>
    public TimeSpan RealQuiet { get; init; } = TimeSpan.FromMilliseconds(1);
}
