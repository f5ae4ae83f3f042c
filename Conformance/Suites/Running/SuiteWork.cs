using System.Collections.Concurrent;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>
/// The cases that are left, and the results that are there. Those that can share a target run side by side, if it takes
/// several; what does not pass so is run once more, alone, before it counts.
/// </summary>
internal sealed class SuiteWork(
    IReadOnlyList<SuiteCase> cases, SuiteTarget target, SuiteRunOptions options, Action<CaseResult>? onOutcome,
    CancellationToken cancellation)
{
    /// <summary>
    /// So many cases are confirmed at a time, each alone on a target of its own: most of their time is waiting.
    /// </summary>
    private const int ConfirmersMost = 16;

    /// <summary>Fewer are not worth another target.</summary>
    private const int ConfirmedByOne = 4;

    /// <summary>Fewer runs are not worth another thread.</summary>
    private const int WorthAThread = 500;

    private readonly CaseResult?[] _results = new CaseResult?[cases.Count];
    private readonly bool[] _isTaken = new bool[cases.Count];
    private readonly Lock _lock = new();
    private readonly int _repeat = Math.Max(options.Repeat, 1);
    private Exception? _failure;

    /// <summary>Takes cases until none is left, on a target that the thread starts.</summary>
    public void Take()
    {
        ITarget? started = null;
        try
        {
            if (options.Together > 1 && (started = TryStart()) is ISharedTarget shared)
            {
                ConfirmEach(TakeBeside(shared), ref started);
            }

            foreach (var number in Left(Enumerable.Range(0, cases.Count)))
            {
                var all = new Repetitions(number);
                RunAlone(all, _repeat, ref started);
                Report(number, ResultOf(all));
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

    /// <summary>A result for each case, in their order.</summary>
    public IReadOnlyList<CaseResult> Results() => _failure switch
    {
        null => [.. _results.OfType<CaseResult>()],
        OperationCanceledException => throw new OperationCanceledException(cancellation),
        var failure => throw new InvalidOperationException($"a case could not be run: {failure.Message}", failure),
    };

    /// <summary>Starts the target. If it is not to be had, each case finds that out by itself.</summary>
    private ITarget? TryStart()
    {
        try
        {
            return target.Start();
        }
        catch (TargetException)
        {
            return null;
        }
    }

    /// <summary>Numbers of cases that nobody has taken yet, each of which is taken.</summary>
    private IEnumerable<int> Left(IEnumerable<int> numbers) => numbers.Where(number =>
    {
        lock (_lock)
        {
            return _failure is null && !_isTaken[number] && (_isTaken[number] = true);
        }
    });

    private void Report(int number, CaseResult result)
    {
        lock (_lock)
        {
            _results[number] = result;
            onOutcome?.Invoke(result);
        }
    }

    /// <summary>
    /// Runs cases side by side, on two threads that share the target's place if there are processors and cases enough.
    /// </summary>
    /// <returns>Those of which a repetition did not pass.</returns>
    private List<Repetitions> TakeBeside(ISharedTarget shared)
    {
        if (options.Parallel > 1 || Environment.ProcessorCount < 2 || (long)cases.Count * _repeat < WorthAThread)
        {
            return TakeTogether(shared);
        }

        List<Repetitions> others = [];
        var beside = new Thread(() =>
        {
            try
            {
                using var other = shared.StartBeside();
                others = other is null ? [] : TakeTogether(other);
            }
            catch (TargetException)
            {
                // It is not to be had: one thread does the work.
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
        })
        { IsBackground = true, Name = "cases beside" };
        beside.Start();
        try
        {
            return [.. TakeTogether(shared), .. Joined()];
        }
        finally
        {
            beside.Join();
        }

        List<Repetitions> Joined()
        {
            beside.Join();
            return others;
        }
    }

    /// <summary>Runs cases side by side, those that wait longest first.</summary>
    /// <returns>Those of which a repetition did not pass.</returns>
    private List<Repetitions> TakeTogether(ISharedTarget shared)
    {
        var suspects = new List<Repetitions>();
        var underWay = new Dictionary<int, Repetitions>();
        var able = Enumerable.Range(0, cases.Count)
            .Where(number => cases[number] is IShareableCase && !TakesTooLong(cases[number], shared))
            .OrderByDescending(number => cases[number].Takes);
        using var runs = Left(able).SelectMany(number => Enumerable.Repeat(number, _repeat)).GetEnumerator();
        new SharedRun(shared, options, cancellation).Run(
            () => runs.MoveNext() ? (runs.Current, (IShareableCase)cases[runs.Current]) : null,
            (number, outcome, time) =>
            {
                underWay.TryAdd(number, new Repetitions(number));
                var repetitions = underWay[number];
                repetitions.Add(outcome, time);
                if (repetitions.Outcomes.Count < _repeat)
                {
                    return;
                }

                underWay.Remove(number);
                if (repetitions.Outcomes.TrueForAll(each => each.Verdict == CaseVerdict.Passed))
                {
                    Report(number, ResultOf(repetitions));
                }
                else
                {
                    suspects.Add(repetitions);
                }
            });
        return suspects;
    }

    /// <summary>Confirms cases, several at a time if they are many; the calling thread has a target.</summary>
    private void ConfirmEach(List<Repetitions> suspects, ref ITarget? started)
    {
        var left = new ConcurrentQueue<Repetitions>(suspects);
        Thread[] others =
        [
            .. Enumerable.Range(1, Math.Clamp(suspects.Count / ConfirmedByOne, 0, ConfirmersMost - 1)).Select(number =>
                new Thread(() => ConfirmFrom(left)) { IsBackground = true, Name = $"confirms {number}" }),
        ];
        Array.ForEach(others, other => other.Start());
        try
        {
            ConfirmFrom(left, ref started);
        }
        finally
        {
            Array.ForEach(others, other => other.Join());
        }
    }

    /// <summary>Confirms what is left, on a target that the thread starts.</summary>
    private void ConfirmFrom(ConcurrentQueue<Repetitions> left)
    {
        ITarget? started = null;
        try
        {
            ConfirmFrom(left, ref started);
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

    private void ConfirmFrom(ConcurrentQueue<Repetitions> left, ref ITarget? started)
    {
        while (_failure is null && left.TryDequeue(out var suspect))
        {
            Report(suspect.Number, Confirm(suspect, ref started));
        }
    }

    /// <summary>Runs a case alone that did not pass among others; if that makes a difference, alone is what counts.
    /// </summary>
    private CaseResult Confirm(Repetitions suspect, ref ITarget? started)
    {
        var alone = new Repetitions(suspect.Number);
        RunAlone(alone, times: 1, ref started);
        if (suspect.Outcomes.Find(outcome => !IsSame(outcome, alone.Outcomes[0])) is not { } other)
        {
            return ResultOf(suspect);
        }

        RunAlone(alone, _repeat, ref started);
        return ResultOf(alone) with { AmongOthers = other };
    }

    /// <summary>Whether two outcomes say the same, but for times and numbers.</summary>
    private static bool IsSame(CaseOutcome left, CaseOutcome right) =>
        (left.Verdict, left.Rule) == (right.Verdict, right.Rule)
        && left.Reason.Where(sign => !char.IsAsciiDigit(sign)).SequenceEqual(
            right.Reason.Where(sign => !char.IsAsciiDigit(sign)));

    private CaseResult ResultOf(Repetitions all) =>
        new(cases[all.Number], SuiteRun.Combine(all.Outcomes), all.Outcomes, all.Duration);

    /// <summary>Runs a case alone until it has run so many times.</summary>
    private void RunAlone(Repetitions alone, int times, ref ITarget? started)
    {
        while (alone.Outcomes.Count < times)
        {
            cancellation.ThrowIfCancellationRequested();
            var deadline = new CaseDeadline(options.Timeout, cancellation);
            alone.Add(RunOnce(cases[alone.Number], ref started, deadline), deadline.Elapsed);
        }
    }

    private bool TakesTooLong(SuiteCase each, ITarget started) =>
        !started.Description.HasVirtualTime && each.Takes > options.RealTimeMost;

    /// <summary>A target that breaks costs the case; the next one gets another.</summary>
    private CaseOutcome RunOnce(SuiteCase each, ref ITarget? started, CaseDeadline deadline)
    {
        try
        {
            started ??= target.Start();
            return TakesTooLong(each, started)
                ? new CaseOutcome(
                    CaseVerdict.NotApplicable,
                    $"it takes {each.Takes.TotalSeconds:0.#} s, and the time of the target is real")
                : each.RunOn(started, options, deadline);
        }
        catch (Exception failure) when (UnfinishedCase.OutcomeOf(failure) is { } outcome)
        {
            if (outcome.Verdict == CaseVerdict.Broken)
            {
                started?.Dispose();
                started = null;
            }

            return outcome;
        }
    }

    /// <summary>What came of a case so far.</summary>
    private sealed class Repetitions(int number)
    {
        public int Number => number;

        public List<CaseOutcome> Outcomes { get; } = [];

        public TimeSpan Duration { get; private set; }

        /// <summary>What passes once more is as it passed the first time: the exchange of one is kept.</summary>
        public void Add(CaseOutcome outcome, TimeSpan time)
        {
            Outcomes.Add(
                outcome.Verdict == CaseVerdict.Passed && Outcomes is [{ Verdict: CaseVerdict.Passed } first, ..]
                    ? first
                    : outcome);
            Duration += time;
        }
    }
}
