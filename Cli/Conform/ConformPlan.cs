using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;

namespace Wakeline.Cli.Conform;

/// <summary>What is to run on what, and how.</summary>
internal sealed record ConformPlan
{
    /// <summary>Names of the targets.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The cases that were chosen.</summary>
    public required IReadOnlyList<SuiteCase> Cases { get; init; }

    /// <summary>Goals that no case reaches; empty if cases were chosen from those that there are.</summary>
    public required IReadOnlyList<UnreachedGoal> Unreached { get; init; }

    public required int Seed { get; init; }

    public required SuiteRunOptions Options { get; init; }

    /// <summary>The command line that does the same.</summary>
    public required string Command { get; init; }
}
