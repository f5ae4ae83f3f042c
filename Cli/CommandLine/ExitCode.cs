namespace Wakeline.Cli.CommandLine;

/// <summary>
/// What the command tells its caller. Part of the interface: documented in every help text, held by tests.
/// </summary>
internal static class ExitCode
{
    /// <summary>All that was asked for agrees.</summary>
    public const int Agrees = 0;

    /// <summary>A property is violated or undecided, a mutant survives, or model and kernel differ.</summary>
    public const int Differs = 1;

    /// <summary>Input or environment cannot be used; one line on the error stream says why.</summary>
    public const int Unusable = 2;

    /// <summary>The command itself failed.</summary>
    public const int Failed = 3;

    /// <summary>
    /// All that ran agrees, but a part of <c>verify</c> was left out: nobody is to take that for an agreement.
    /// </summary>
    public const int LeftOut = 4;

    /// <summary>Ended by Ctrl-C (128 + SIGINT), with nothing half-written.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM (128 + SIGTERM), with nothing half-written.</summary>
    public const int Terminated = 143;

    /// <summary>The meanings, in the order of the numbers.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Agrees, "all agrees"),
        (Differs, "a property is violated or undecided, a mutant survives, or model and kernel differ"),
        (Unusable, "input or environment cannot be used; the error stream says why, nothing is written"),
        (Failed, "the command itself failed"),
        (LeftOut, "all that ran agrees, but the comparison with the kernel was left out (--no-kernel)"),
        (Interrupted, "interrupted by Ctrl-C; nothing is left half-written"),
    ];
}
