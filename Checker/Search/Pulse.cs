using System.Diagnostics;

namespace Wakeline.Checking.Search;

/// <summary>Reports progress and listens for cancellation, seldom enough to cost nothing.</summary>
internal sealed class Pulse(IProgress<CheckProgress>? progress, CancellationToken cancellation)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _next = Interval;

    /// <summary>Time since the check began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the check was asked to stop.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Whether a report of progress is due.</summary>
    public bool IsDue => progress is not null && Elapsed >= _next;

    /// <summary>Reports how far the check has come.</summary>
    public void Report(CheckProgress now)
    {
        _next = now.Elapsed + Interval;
        progress?.Report(now);
    }
}
