using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>
/// A case at the level of packets: calls, segments of the peer and waits, one after the other. What the stack answers
/// is judged by the oracle.
/// </summary>
/// <param name="Name">What it exercises.</param>
/// <param name="Section">The section under which reports show it.</param>
public sealed record Exchange(string Name, string Section) : SuiteCase(Name, SuiteName, Section), IShareableCase
{
    /// <summary>The suite of exchanges.</summary>
    public const string SuiteName = "tcp";

    /// <summary>What it was made to cover.</summary>
    public SuiteGoals Goal { get; init; }

    /// <summary>The peer's initial sequence number.</summary>
    public uint PeerStart { get; init; }

    /// <summary>The steps, a line each.</summary>
    public IReadOnlyList<string> Lines => [.. Steps.Select(step => $"{step.Stimulus}")];

    internal Sequence<ExchangeStep> Steps { get; init; }

    /// <inheritdoc/>
    internal override CaseOutcome RunOn(ITarget target, SuiteRunOptions options, CaseDeadline deadline) =>
        target.Description.HasPackets
            ? new ExchangeRun(this, target, options, deadline).Run()
            : new CaseOutcome(CaseVerdict.NotApplicable, "the target takes no packets");

    /// <inheritdoc/>
    IPausingCase IShareableCase.Begin(ITarget target, SuiteRunOptions options, CaseDeadline deadline) =>
        new ExchangeRun(this, target, options, deadline);
}
