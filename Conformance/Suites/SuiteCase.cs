using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites;

/// <summary>A test that was generated from the specification.</summary>
/// <param name="Name">What it exercises; names a case among all suites.</param>
/// <param name="Suite">The suite that it is of, such as <c>tcp</c>, <c>calls</c> or <c>wake-ups</c>.</param>
/// <param name="Section">The section or topic under which reports show it, such as <c>RFC 9293 3.10.7.4</c>.</param>
public abstract record SuiteCase(string Name, string Suite, string Section)
{
    /// <summary>Rules of the specification that it was made to fire, by name.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>What those rules cite.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>Requirement ids among them, such as <c>MUST-58</c>.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>The strongest level of its requirements: MUST, SHOULD or MAY.</summary>
    public string Level { get; init; } = "MUST";

    /// <summary>How long it takes at the least where time is real.</summary>
    public TimeSpan Takes { get; init; }

    /// <summary>Runs it on a target.</summary>
    /// <exception cref="TargetException">The target crashed, hung, or answered what is not of the contract.</exception>
    internal abstract CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline);
}
