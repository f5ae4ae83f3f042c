namespace Wakeline.Cli.CommandLine;

/// <summary>
/// What the command tells its caller. Part of the interface: documented in every help text, held by tests.
/// </summary>
internal static class ExitCode
{
    /// <summary>All that was asked for agrees.</summary>
    public const int Agrees = 0;

    /// <summary>
    /// A property is violated or undecided, a script or a case fails, a trace violates the specification, a mutant
    /// survives, or model and kernel differ.
    /// </summary>
    public const int Differs = 1;

    /// <summary>Input or environment cannot be used; one line on the error stream says why.</summary>
    public const int Unusable = 2;

    /// <summary>Nothing is violated, but something could not be decided: what it asks for is not there.</summary>
    public const int Inconclusive = 3;

    /// <summary>
    /// All that ran agrees, but a part of <c>verify</c> was left out: nobody is to take that for an agreement.
    /// </summary>
    public const int LeftOut = 4;

    /// <summary>The command itself failed (EX_SOFTWARE of sysexits.h).</summary>
    public const int Failed = 70;

    /// <summary>Ended by Ctrl-C (128 + SIGINT), with nothing half-written.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM (128 + SIGTERM), with nothing half-written.</summary>
    public const int Terminated = 143;

    /// <summary>The meanings, in the order of the numbers.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Agrees, "all agrees"),
        (Differs,
            "a property is violated or undecided, a script or a case fails, a trace violates the specification, a "
            + "mutant survives, or model and kernel differ"),
        (Unusable, "input or environment cannot be used; the error stream says why, nothing is written"),
        (Inconclusive,
            "nothing is violated, but a script, trace or case could not be judged, because it has what is not "
            + "supported"),
        (LeftOut, "all that ran agrees, but the comparison with the kernel was left out (--no-kernel)"),
        (Failed, "the command itself failed"),
        (Interrupted, "interrupted by Ctrl-C; nothing is left half-written"),
    ];
}
