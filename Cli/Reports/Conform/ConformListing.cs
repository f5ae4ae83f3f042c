using System.Globalization;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// What <c>wakeline conform --json</c> and <c>report.json</c> tell. Names and meanings of members are an interface; a
/// change that breaks readers needs a new version.
/// </summary>
/// <param name="Schema">wakeline-conformance.</param>
/// <param name="Version">1.</param>
/// <param name="Tool">The version of the command.</param>
/// <param name="Started">When the run started, in UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Command">The command line that repeats it.</param>
/// <param name="Seed">The seed of the cases.</param>
/// <param name="IsInterrupted">Whether the user ended it, so that results are missing.</param>
/// <param name="Cases">The cases, in their order.</param>
/// <param name="Targets">The targets in the order in which they were given.</param>
/// <param name="Differing">Names of the cases on which targets differ.</param>
/// <param name="Unreached">What no case exercises.</param>
internal sealed record ConformListing(
    string Schema,
    int Version,
    string Tool,
    DateTimeOffset Started,
    double Seconds,
    string Command,
    int Seed,
    bool IsInterrupted,
    IReadOnlyList<CaseListing> Cases,
    IReadOnlyList<TargetListing> Targets,
    IReadOnlyList<string> Differing,
    IReadOnlyList<UnreachedListing> Unreached)
{
    public const string SchemaName = "wakeline-conformance";
    public const int SchemaVersion = 1;

    public static ConformListing Of(ConformReport report) => new(
        SchemaName, SchemaVersion, report.Tool, report.Started, report.Elapsed.TotalSeconds, report.Command,
        report.Seed, report.IsInterrupted, [.. report.Cases.Select(CaseListing.Of)],
        [.. report.Targets.Select(TargetListing.Of)], [.. report.Differing.Select(each => each.Case.Name)],
        [.. report.Unreached.Select(goal => new UnreachedListing(GoalNames.Of(goal.Kind), goal.Goal, goal.Reason))]);
}

/// <summary>A case.</summary>
/// <param name="Name">What it exercises; no other has the same.</param>
/// <param name="Suite">Its suite.</param>
/// <param name="Section">The section or topic it is about.</param>
/// <param name="Level">MUST, SHOULD or MAY.</param>
/// <param name="Requirements">Requirements it exercises.</param>
/// <param name="Rules">Rules that it was made to fire.</param>
/// <param name="Citations">What those cite.</param>
internal sealed record CaseListing(
    string Name, string Suite, string Section, string Level, IReadOnlyList<string> Requirements,
    IReadOnlyList<string> Rules, IReadOnlyList<string> Citations)
{
    public static CaseListing Of(SuiteCase test) => new(
        test.Name, test.Suite, test.Section, test.Level, test.Requirements, test.Rules, test.Citations);
}

/// <summary>What came of the cases on a target.</summary>
/// <param name="Name">What the command calls the target.</param>
/// <param name="Stack">The stack and its version.</param>
/// <param name="Environment">Whatever a result may hang on, by name.</param>
/// <param name="Seconds">How long the cases took.</param>
/// <param name="Counts">How many cases have which verdict.</param>
/// <param name="Results">A result for each case that ran, in the order of the cases.</param>
/// <param name="Deviations">Departures that its profile knows of.</param>
internal sealed record TargetListing(
    string Name,
    string Stack,
    IReadOnlyDictionary<string, string> Environment,
    double Seconds,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyList<ResultListing> Results,
    IReadOnlyList<DeviationListing> Deviations)
{
    public static TargetListing Of(TargetResults target) => new(
        target.Target.Name, target.Target.Stack,
        target.Target.Environment.OrderBy(each => each.Key, StringComparer.Ordinal).ToDictionary(),
        target.Elapsed.TotalSeconds,
        Enum.GetValues<CaseVerdict>().ToDictionary(VerdictCounts.NameOf, verdict => target.Counts[verdict]),
        [.. target.Cases.Select(ResultListing.Of)],
        [.. target.Deviations.Select(each => new DeviationListing(
            each.Deviation.Text, each.Deviation.Requirement, each.Deviation.Evidence, each.Deviation.Link,
            each.Deviation.Measured.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            each.Standing switch
            {
                DeviationStanding.Shown => "shown",
                DeviationStanding.Stale => "stale",
                _ => "not exercised",
            },
            [.. each.Shown.Select(shown => shown.Case.Name)]))]);
}

/// <summary>What came of a case.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Verdict">passed, deviates, failed, inconclusive, not applicable, flaky or broken.</param>
/// <param name="Seconds">How long it took, with repetitions.</param>
/// <param name="Outcomes">Outcomes that differ; one unless it is flaky.</param>
/// <param name="AmongOthers">What came of it among others, if that was something else; alone is what counts.</param>
internal sealed record ResultListing(
    string Case, string Verdict, double Seconds, IReadOnlyList<OutcomeOfCaseListing> Outcomes,
    OutcomeOfCaseListing? AmongOthers)
{
    public static ResultListing Of(JudgedCase each) => new(
        each.Case.Name, VerdictCounts.NameOf(each.Verdict), each.Result.Duration.TotalSeconds,
        [.. each.Outcomes.Select(outcome => OutcomeOfCaseListing.Of(outcome.Outcome, outcome.Times))],
        each.Result.AmongOthers is { } other ? OutcomeOfCaseListing.Of(other, times: 1) : null);
}

/// <summary>An outcome of a case.</summary>
/// <param name="Verdict">Its verdict, before the profile was asked.</param>
/// <param name="Times">How often it came.</param>
/// <param name="Reason">In a sentence; empty if it passed.</param>
/// <param name="Level">How much the departed requirement binds.</param>
/// <param name="Expected">What the specification admits where the target departs.</param>
/// <param name="Actual">What the target did there.</param>
/// <param name="Rule">The rule that comes nearest.</param>
/// <param name="Citations">What that realises.</param>
/// <param name="Exchange">What was asked and seen; nothing if the case passed.</param>
internal sealed record OutcomeOfCaseListing(
    string Verdict, int Times, string Reason, string Level, IReadOnlyList<string> Expected, string Actual, string Rule,
    IReadOnlyList<string> Citations, IReadOnlyList<ExchangeLineListing>? Exchange)
{
    public static OutcomeOfCaseListing Of(CaseOutcome outcome, int times) => new(
        VerdictCounts.NameOf(outcome.Verdict), times, outcome.Reason, outcome.Level, outcome.Expected, outcome.Actual,
        outcome.Rule, outcome.Citations,
        outcome.Verdict is CaseVerdict.Passed or CaseVerdict.NotApplicable ? null
            : [.. outcome.Exchange.Select(ExchangeLineListing.Of)]);
}

/// <summary>A line of an exchange.</summary>
/// <param name="Time">Nanoseconds since the case began.</param>
/// <param name="From">user, stack or peer.</param>
/// <param name="To">The same.</param>
/// <param name="Text">The call, the return, or the segment.</param>
/// <param name="IsDeparture">Whether it is here that the target departs.</param>
internal sealed record ExchangeLineListing(long Time, string From, string To, string Text, bool IsDeparture)
{
    public static ExchangeLineListing Of(ExchangeLine line) => new(
        line.Time, line.From.ToString().ToLowerInvariant(), line.To.ToString().ToLowerInvariant(), line.Text,
        line.IsDeparture);
}

/// <summary>A departure that the profile of a target knows of.</summary>
/// <param name="Text">What the target does instead.</param>
/// <param name="Requirement">The requirement that is not kept.</param>
/// <param name="Evidence">How that is known.</param>
/// <param name="Link">Where the evidence can be read.</param>
/// <param name="Measured">When it was last seen.</param>
/// <param name="Standing">shown, stale, or not exercised.</param>
/// <param name="Cases">Names of the cases that show it.</param>
internal sealed record DeviationListing(
    string Text, string Requirement, string Evidence, string Link, string Measured, string Standing,
    IReadOnlyList<string> Cases);

/// <summary>What no case exercises.</summary>
/// <param name="Kind">The kind of goal.</param>
/// <param name="Goal">What should have been exercised.</param>
/// <param name="Reason">Why it is not.</param>
internal sealed record UnreachedListing(string Kind, string Goal, string Reason);
