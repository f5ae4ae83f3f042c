using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Profiles;

namespace Wakeline.Cli.Conform;

/// <summary>What a known departure came to in a run.</summary>
internal enum DeviationStanding
{
    /// <summary>Cases show it.</summary>
    Shown,

    /// <summary>Cases that should show it ran, and pass: the profile is out of date.</summary>
    Stale,

    /// <summary>No case that could show it was decided.</summary>
    NotExercised,
}

/// <summary>What came of the cases on one target.</summary>
internal sealed class TargetResults
{
    /// <param name="target">What it is.</param>
    /// <param name="profile">What is known of it.</param>
    /// <param name="results">What came of the cases, in their order.</param>
    /// <param name="elapsed">How long they took.</param>
    public TargetResults(
        TargetDescription target, TargetProfile profile, IReadOnlyList<CaseResult> results, TimeSpan elapsed)
    {
        (Target, Profile, Elapsed) = (target, profile, elapsed);
        Cases = [.. results.Select(result => new JudgedCase(result, profile.Explain(result.Case, result.Outcome)))];
        Counts = new VerdictCounts(Cases.Select(each => each.Verdict));
    }

    public TargetDescription Target { get; }

    public TargetProfile Profile { get; }

    public TimeSpan Elapsed { get; }

    public IReadOnlyList<JudgedCase> Cases { get; }

    public VerdictCounts Counts { get; }

    /// <summary>Runs of cases in a second, repetitions counted, those that do not apply left out.</summary>
    public double RunsPerSecond => Elapsed <= TimeSpan.Zero ? 0
        : Cases.Where(each => each.Verdict != CaseVerdict.NotApplicable).Sum(each => each.Result.Repetitions.Count)
            / Elapsed.TotalSeconds;

    /// <summary>The known departures, each with the cases that show it and what it came to.</summary>
    public IEnumerable<(KnownDeviation Deviation, DeviationStanding Standing, IReadOnlyList<JudgedCase> Shown)>
        Deviations => Profile.Deviations.Select(deviation =>
        {
            JudgedCase[] shown = [.. Cases.Where(each => each.Deviation == deviation)];
            return (deviation, StandingOf(deviation, shown.Length > 0), (IReadOnlyList<JudgedCase>)shown);
        });

    private DeviationStanding StandingOf(KnownDeviation deviation, bool isShown)
    {
        if (isShown)
        {
            return DeviationStanding.Shown;
        }

        CaseVerdict[] verdicts =
        [
            .. Cases.Where(each => deviation.Concerns(each.Case)).Select(each => each.Verdict)
                .Where(verdict => verdict != CaseVerdict.NotApplicable),
        ];
        return verdicts.Length > 0 && verdicts.All(verdict => verdict == CaseVerdict.Passed)
            ? DeviationStanding.Stale : DeviationStanding.NotExercised;
    }
}
