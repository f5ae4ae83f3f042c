namespace Wakeline.Conformance.Suites.Running;

/// <summary>Runs cases on a target.</summary>
public static class SuiteRun
{
    /// <summary>Runs cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="target">What they run on.</param>
    /// <param name="options">How.</param>
    /// <param name="onOutcome">Is told each result as it comes, on one thread at a time.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>A result for each case, in their order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<CaseResult> Run(
        IReadOnlyList<SuiteCase> cases,
        SuiteTarget target,
        SuiteRunOptions options,
        Action<CaseResult>? onOutcome = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        var run = new SuiteWork(cases, target, options, onOutcome, cancellation);
        Thread[] workers =
        [
            .. Enumerable.Range(0, Math.Clamp(options.Parallel, 1, Math.Max(cases.Count, 1)))
                .Select(number => new Thread(run.Take) { IsBackground = true, Name = $"cases {number}" }),
        ];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return run.Results();
    }

    /// <summary>Repetitions that do not agree make a case flaky; the reason names what came.</summary>
    internal static CaseOutcome Combine(IReadOnlyList<CaseOutcome> outcomes)
    {
        var verdicts = outcomes.CountBy(outcome => outcome.Verdict).ToList();
        return verdicts.Count == 1
            ? outcomes[0]
            : outcomes.First(outcome => outcome.Verdict != CaseVerdict.Passed) with
            {
                Verdict = CaseVerdict.Flaky,
                Reason = $"{outcomes.Count} repetitions differ: "
                    + string.Join(", ", verdicts.Select(each => $"{each.Value} x {each.Key}")),
            };
    }
}
