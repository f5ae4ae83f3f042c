using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Conform;

/// <summary>How many cases have which verdict.</summary>
/// <param name="verdicts">The verdicts.</param>
internal sealed class VerdictCounts(IEnumerable<CaseVerdict> verdicts)
{
    private readonly Dictionary<CaseVerdict, int> _counts = verdicts.CountBy(verdict => verdict).ToDictionary();

    /// <summary>Every verdict, the gravest departure first.</summary>
    public static IReadOnlyList<CaseVerdict> Order { get; } =
    [
        CaseVerdict.Failed, CaseVerdict.Broken, CaseVerdict.Flaky, CaseVerdict.Deviates, CaseVerdict.Inconclusive,
        CaseVerdict.Passed, CaseVerdict.NotApplicable,
    ];

    /// <summary>How many have a verdict.</summary>
    public int this[CaseVerdict verdict] => _counts.GetValueOrDefault(verdict);

    /// <summary>How many there are.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>How many say something of the target.</summary>
    public int Judged => Total - this[CaseVerdict.NotApplicable] - this[CaseVerdict.Inconclusive];

    /// <summary>How a verdict is called.</summary>
    public static string NameOf(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Passed => "passed",
        CaseVerdict.Deviates => "deviates",
        CaseVerdict.Failed => "failed",
        CaseVerdict.Inconclusive => "inconclusive",
        CaseVerdict.NotApplicable => "not applicable",
        CaseVerdict.Flaky => "flaky",
        _ => "broken",
    };
}
