using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Targets;

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
        var run = new Work(cases, target, options, onOutcome, cancellation);
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

    /// <summary>The cases that are left, and the results that are there.</summary>
    private sealed class Work(
        IReadOnlyList<SuiteCase> cases, SuiteTarget target, SuiteRunOptions options, Action<CaseResult>? onOutcome,
        CancellationToken cancellation)
    {
        private readonly CaseResult?[] _results = new CaseResult?[cases.Count];
        private readonly Lock _lock = new();
        private Exception? _failure;
        private int _next;

        /// <summary>Takes cases until none is left, on a target that the thread starts.</summary>
        public void Take()
        {
            ITarget? started = null;
            try
            {
                int number;
                while ((number = Interlocked.Increment(ref _next) - 1) < cases.Count && _failure is null)
                {
                    var result = Run(cases[number], ref started);
                    lock (_lock)
                    {
                        _results[number] = result;
                        onOutcome?.Invoke(result);
                    }
                }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
            finally
            {
                started?.Dispose();
            }
        }

        public IReadOnlyList<CaseResult> Results() => _failure switch
        {
            null => [.. _results.OfType<CaseResult>()],
            OperationCanceledException => throw new OperationCanceledException(cancellation),
            var failure => throw new InvalidOperationException($"a case could not be run: {failure.Message}", failure),
        };

        private CaseResult Run(SuiteCase each, ref ITarget? started)
        {
            var outcomes = new List<CaseOutcome>();
            var duration = TimeSpan.Zero;
            for (var repetition = 0; repetition < Math.Max(options.Repeat, 1); repetition++)
            {
                cancellation.ThrowIfCancellationRequested();
                var deadline = new CaseDeadline(options.Timeout, cancellation);
                outcomes.Add(RunOnce(each, ref started, deadline));
                duration += deadline.Elapsed;
            }

            return new CaseResult(each, Combine(outcomes), outcomes, duration);
        }

        /// <summary>A target that breaks costs the case; the next one gets another.</summary>
        private CaseOutcome RunOnce(SuiteCase each, ref ITarget? started, CaseDeadline deadline)
        {
            try
            {
                started ??= target.Start();
                return !started.Description.HasVirtualTime && each.Takes > options.RealTimeMost
                    ? new CaseOutcome(
                        CaseVerdict.NotApplicable,
                        $"it takes {each.Takes.TotalSeconds:0.#} s, and the time of the target is real")
                    : each.RunOn(started, options, deadline);
            }
            catch (TargetException broken)
            {
                started?.Dispose();
                started = null;
                return new CaseOutcome(CaseVerdict.Broken, broken.Message);
            }
            catch (UnsupportedException lacking)
            {
                return new CaseOutcome(CaseVerdict.NotApplicable, lacking.Message);
            }
        }
    }
}
