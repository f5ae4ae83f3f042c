using System.Diagnostics;
using Wakeline.Conformance.Packetdrill.Plans;
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
                if (_running.Find(each => each.IsReady) is { } ready)
                {
                    GoOn(ready, onOutcome);
                }
                else if (isOver || _running.Count == options.Together || !target.HasRoom)
                {
                    Wait();
                }
                else if (next() is { } another)
                {
                    _running.Add(new Running(
                        another.Number, another.Case, target.Share(), new CaseDeadline(options.Timeout, cancellation)));
                }
                else
                {
                    isOver = true;
                }
            }
        }
        finally
        {
            _running.ForEach(each => each.Share.Dispose());
        }
    }

    private void GoOn(Running running, Action<int, CaseOutcome, TimeSpan> onOutcome)
    {
        if (running.GoOn(options) is { } outcome)
        {
            _running.Remove(running);
            running.Share.Dispose();
            onOutcome(running.Number, outcome, running.Deadline.Elapsed);
        }
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

        public bool IsReady => share.HasNews || Due <= Stopwatch.GetTimestamp();

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
            catch (TargetException broken)
            {
                return new CaseOutcome(CaseVerdict.Broken, broken.Message);
            }
            catch (UnsupportedException lacking)
            {
                return new CaseOutcome(CaseVerdict.NotApplicable, lacking.Message);
            }
        }
    }
}
