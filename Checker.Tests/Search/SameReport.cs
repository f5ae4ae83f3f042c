using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Search;

/// <summary>
/// Holds what a report says against another one, but for times and memory, and for which counterexample to a property
/// of whole runs is shown.
/// </summary>
internal static class SameReport
{
    public static void Verify(CheckReport expected, CheckReport actual) => Assert.Equal(Words(expected), Words(actual));

    /// <summary>A report without the properties that a search by fingerprints does not check.</summary>
    public static CheckReport WithoutLiveness(CheckReport report) => report with
    {
        Properties = [.. report.Properties.Where(each => each.Declared is not { IsLiveness: true })
            .Select(each => each with { Verdict = WithoutDoubt(each.Verdict) })],
    };

    private static Verdict WithoutDoubt(Verdict verdict) => verdict switch
    {
        Holds holds => holds with { MissedProbability = 0 },
        Violated { Trace: null } => new Violated("", null),
        _ => verdict,
    };

    private static string Words(CheckReport report) =>
        $"{report.States} states, {report.Transitions} transitions, {report.RestStates} at rest, depth {report.Depth}, "
        + $"fan-out {report.FanOutMost} {report.FanOutMean:0.000}, stopped {report.StoppedBecause}, "
        + $"firings {string.Join(' ', report.Firings)}\n"
        + string.Join('\n', report.Properties.Select(each => $"{each.Name}: {Words(each)}"));

    private static string Words(PropertyResult result) => result.Verdict switch
    {
        Violated when result.Declared is { IsLiveness: true } => "violated",
        Violated violated => $"violated: {violated.Why} {violated.Trace?.Steps.Count} {violated.Trace?.Ending}",
        Holds { Witness: { } witness } => $"holds after {witness.Steps.Count}",
        var other => other.ToString(),
    };
}
