using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>How often a rule of the specification decided a step that the kernel was compared on.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Citations">The sources of the rule.</param>
/// <param name="Hits">How often it fired in programs that were run on the kernel.</param>
/// <param name="WhyUnreached">For a rule without hits: why no program of system calls reaches it, if that is
/// known.</param>
public sealed record RuleHits(
    string Machine, RuleInfo Rule, IReadOnlyList<string> Citations, long Hits, string WhyUnreached = "");

/// <summary>What a verification against the kernel found.</summary>
public sealed record KernelVerificationResult
{
    /// <summary>Which kernel, under which settings.</summary>
    public required KernelEnvironment Environment { get; init; }

    /// <summary>The seed of the random programs.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The covering set, whether or not all of it was run.</summary>
    public required IReadOnlyList<CallProgram> Covering { get; init; }

    /// <summary>Covering programs run.</summary>
    public required int CoveringPrograms { get; init; }

    /// <summary>Random programs run.</summary>
    public required int RandomPrograms { get; init; }

    /// <summary>System calls whose outcome was compared.</summary>
    public required long Calls { get; init; }

    /// <summary>The time spent running and comparing, without shrinking.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Programs that differed once, but not when they were run again.</summary>
    public required IReadOnlyList<KernelDifference> NotReproduced { get; init; }

    /// <summary>Programs that differ, shrunk.</summary>
    public required IReadOnlyList<KernelDifference> Differences { get; init; }

    /// <summary>Every rule of the socket and epoll specifications, with how often it was compared.</summary>
    public required IReadOnlyList<RuleHits> Coverage { get; init; }

    /// <summary>Whether a limit or a cancellation ended the run before its end.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>System calls compared per second.</summary>
    public double CallsPerSecond => Elapsed > TimeSpan.Zero ? Calls / Elapsed.TotalSeconds : 0;

    /// <summary>Programs compared per second.</summary>
    public double ProgramsPerSecond =>
        Elapsed > TimeSpan.Zero ? (CoveringPrograms + RandomPrograms) / Elapsed.TotalSeconds : 0;

    /// <summary>Whether the kernel did nothing the model does not allow.</summary>
    public bool Agrees => Differences.Count == 0;
}
