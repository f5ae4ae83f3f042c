using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Running;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class ExchangeTests
{
    private const int OpenMost = 60;

    public static TheoryData<string> Profiles => [.. ModelScripts.Profiles];

    /// <summary>
    /// The suite checks itself: what the specification itself does must pass. <see cref="IsOpen"/> says of which cases
    /// the oracle does not know enough.
    /// </summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void EveryCasePassesOnTheModel(string profile)
    {
        var results = SuiteRun.Run(
            GeneratedSuites.Exchanges.Cases, SuiteTarget.Open($"model:{profile}"),
            new SuiteRunOptions { Parallel = 2 }, null, TestContext.Current.CancellationToken);
        var failed = results
            .Where(each => each.Outcome.Verdict != CaseVerdict.Passed && !IsOfLinux(each.Outcome)).ToList();
        Assert.True(failed.Count < OpenMost, $"{failed.Count} cases do not pass");
        var unexplained = failed.Where(each => !IsOpen((Exchange)each.Case))
            .Select(each => $"{each.Case.Name}: {each.Outcome.Verdict}: {each.Outcome.Reason}\n"
                + string.Join('\n', each.Outcome.Exchange
                    .Select(line => $"  {line.Time / 1e9:0.000} {line.From} {line.Text}")))
            .ToList();
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
    }

    /// <summary>Some departures of Linux are rows of the table, which the model has in every profile.</summary>
    private static bool IsOfLinux(CaseOutcome outcome) =>
        outcome.Reason.Contains("as Linux has it (deviation", StringComparison.Ordinal);

    /// <summary>
    /// Connections that time has ended unseen, and a second connection between the same ends: the oracle takes it for
    /// accepted where the first one was.
    /// </summary>
    private static bool IsOpen(Exchange exchange) =>
        exchange.Steps.Any(step => step.Stimulus.Kind is StimulusKind.GiveUp or StimulusKind.Expire)
        || exchange.Steps.Count(step => step.Stimulus.Segment.Flags == ControlBits.Syn) > 1;
}
