using System.Diagnostics;

namespace Wakeline.Checking.Search;

/// <summary>Reports progress and listens for cancellation, seldom enough to cost nothing.</summary>
internal sealed class Pulse(
    IProgress<CheckProgress>? progress, TimeSpan interval, CancellationToken cancellation)
{
    /// <summary>Time between two reports unless a test asks for less.</summary>
    public static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(250);

    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _last;

    /// <summary>Time since the check began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the check was asked to stop.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Whether a report of progress is due.</summary>
    public bool IsDue => progress is not null && Elapsed - _last >= interval;

    /// <summary>Reports how far the check has come.</summary>
    public void Report(CheckProgress now)
    {
        _last = now.Elapsed;
        progress?.Report(now);
    }
}
