using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Systems;

namespace Wakeline.Cli.Conform;

/// <summary>All that one run of <c>conform</c> found out.</summary>
internal sealed record ConformReport
{
    public required string Tool { get; init; }

    /// <summary>When the run started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>The command line that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>The seed of the cases.</summary>
    public required int Seed { get; init; }

    /// <summary>Whether the user ended the run, so that cases are missing.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>The cases that were to run.</summary>
    public required IReadOnlyList<SuiteCase> Cases { get; init; }

    /// <summary>What no case exercises.</summary>
    public IReadOnlyList<UnreachedGoal> Unreached { get; init; } = [];

    /// <summary>What came of the cases, target by target.</summary>
    public required IReadOnlyList<TargetResults> Targets { get; init; }

    /// <summary>Whether the cases are of a system, which knows no requirements of RFC 9293.</summary>
    public bool IsOfSystem => Cases.Count > 0 && Cases.All(each => each is SystemCase);

    /// <summary>How many cases have which verdict, over all targets.</summary>
    public VerdictCounts Counts => new(Targets.SelectMany(target => target.Cases).Select(each => each.Verdict));

    /// <summary>Cases on which targets that decide them differ, with what came of them on each.</summary>
    public IReadOnlyList<(SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> Differing =>
    [
        .. Table().Where(row => row.Results.OfType<JudgedCase>().Select(each => each.Verdict)
            .Where(verdict => verdict is not (CaseVerdict.NotApplicable or CaseVerdict.Inconclusive))
            .Distinct().Count() > 1),
    ];

    /// <summary>What the command tells its caller.</summary>
    public int ExitCode
    {
        get
        {
            var counts = Counts;
            return Targets.Any(target => target.Cases.Any(each => each.IsFault)) ? CommandLine.ExitCode.Differs
                : counts[CaseVerdict.Inconclusive] > 0 || counts.Judged == 0 ? CommandLine.ExitCode.Inconclusive
                : CommandLine.ExitCode.Agrees;
        }
    }

    /// <summary>Each case with what came of it on each target; nothing where it did not run.</summary>
    public IEnumerable<(SuiteCase Case, IReadOnlyList<JudgedCase?> Results)> Table()
    {
        Dictionary<string, JudgedCase>[] byName =
            [.. Targets.Select(target => target.Cases.ToDictionary(each => each.Case.Name))];
        return Cases.Select(test => (
            test, (IReadOnlyList<JudgedCase?>)[.. byName.Select(results => results.GetValueOrDefault(test.Name))]));
    }
}
