using System.Diagnostics;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>
/// Cases under way side by side on one target and one thread: while some wait, others go on. Another one begins only
/// when all of them wait, so that none is kept waiting by many.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="options">How they are run.</param>
/// <param name="cancellation">Ends the run.</param>
internal sealed class SharedRun(ISharedTarget target, SuiteRunOptions options, CancellationToken cancellation)
{
    /// <summary>So often it is looked whether the run was cancelled.</summary>
    private static readonly TimeSpan s_waitMost = TimeSpan.FromMilliseconds(100);

    private readonly List<Running> _running = [];

    /// <summary>Runs cases.</summary>
    /// <param name="next">The next case and its number; <see langword="null"/> if there is none.</param>
    /// <param name="onOutcome">Is told the number of each, what came of it, and how long it took.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(
        Func<(int Number, IShareableCase Case)?> next, Action<int, CaseOutcome, TimeSpan> onOutcome)
    {
        try
        {
            var isOver = false;
            while (!isOver || _running.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (GoOnWithReady(onOutcome))
                {
                    continue;
                }

                if (isOver || !HasRoom)
                {
                    Wait();
                    continue;
                }

                isOver = !BeginWhileAllWait(next, onOutcome);
            }
        }
        finally
        {
            _running.ForEach(each => each.Share.Dispose());
        }
    }

    /// <summary>A round in which each that is ready goes on.</summary>
    /// <returns>Whether any was.</returns>
    private bool GoOnWithReady(Action<int, CaseOutcome, TimeSpan> onOutcome)
    {
        var (now, any) = (Stopwatch.GetTimestamp(), false);
        for (var index = _running.Count - 1; index >= 0; index--)
        {
            var each = _running[index];
            if (!each.IsReady(now))
            {
                continue;
            }

            any = true;
            if (each.GoOn(options) is { } outcome)
            {
                End(index, outcome, onOutcome);
            }
        }

        return any;
    }

    private bool HasRoom => _running.Count < options.Together && target.HasRoom;

    /// <summary>Begins cases one after the other, until one of those that wait is to go on.</summary>
    /// <returns>Whether there may be more to begin.</returns>
    private bool BeginWhileAllWait(
        Func<(int Number, IShareableCase Case)?> next, Action<int, CaseOutcome, TimeSpan> onOutcome)
    {
        var due = _running.Count == 0 ? long.MaxValue : _running.Min(each => each.Due);
        do
        {
            if (next() is not { } another)
            {
                return false;
            }

            var begun = new Running(
                another.Number, another.Case, target.Share(), new CaseDeadline(options.Timeout, cancellation));
            _running.Add(begun);
            if (begun.GoOn(options) is { } outcome)
            {
                End(_running.Count - 1, outcome, onOutcome);
            }
            else
            {
                due = Math.Min(due, begun.Due);
            }
        }
        while (HasRoom && !target.HasNews && Stopwatch.GetTimestamp() < due);
        return true;
    }

    private void End(int index, CaseOutcome outcome, Action<int, CaseOutcome, TimeSpan> onOutcome)
    {
        var ended = _running[index];
        _running[index] = _running[^1];
        _running.RemoveAt(_running.Count - 1);
        ended.Share.Dispose();
        onOutcome(ended.Number, outcome, ended.Deadline.Elapsed);
    }

    private void Wait()
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _running.Min(each => each.Due));
        target.Await(left > s_waitMost ? s_waitMost : left);
    }

    /// <summary>A case, and until when it waits.</summary>
    private sealed class Running(int number, IShareableCase shareable, IShare share, CaseDeadline deadline)
    {
        private IPausingCase? _begun;

        public int Number => number;

        public IShare Share => share;

        public CaseDeadline Deadline => deadline;

        /// <summary>When it goes on at the latest.</summary>
        public long Due { get; private set; } = Stopwatch.GetTimestamp();

        public bool IsReady(long now) => Due <= now || share.HasNews;

        /// <summary>Goes on.</summary>
        /// <returns>What came of it, if it is over.</returns>
        public CaseOutcome? GoOn(SuiteRunOptions how)
        {
            try
            {
                _begun ??= shareable.Begin(share, how, deadline);
                var left = _begun.GoOn();
                Due = Stopwatch.GetTimestamp() + (long)(left.TotalSeconds * Stopwatch.Frequency);
                return _begun.Outcome;
            }
            catch (Exception failure) when (UnfinishedCase.OutcomeOf(failure) is { } outcome)
            {
                return outcome;
            }
        }
    }
}
