using System.Diagnostics;

namespace Wakeline.Checking.Search;

/// <summary>The pulse of a check.</summary>
internal sealed class Pulse(IProgress<CheckProgress>? progress, TimeSpan interval, CancellationToken cancellation)
    : Pulse<CheckProgress>(progress, interval, cancellation)
{
    /// <summary>Time between two reports unless a test asks for less.</summary>
    public static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(250);
}

/// <summary>Reports progress and listens for cancellation, seldom enough to cost nothing.</summary>
internal class Pulse<TProgress>(IProgress<TProgress>? progress, TimeSpan interval, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _before;
    private TimeSpan _last;

    /// <summary>Time since the work began, with what was spent on it before it was saved.</summary>
    public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the work was asked to stop.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Whether a report of progress is due.</summary>
    public bool IsDue => progress is not null && Elapsed - _last >= interval;

    /// <summary>Says how much time was spent on the work before it was saved.</summary>
    public void Resume(TimeSpan before) => _before = before;

    /// <summary>Reports how far the work has come.</summary>
    public void Report(TProgress now)
    {
        _last = Elapsed;
        progress?.Report(now);
    }
}
