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
    private TimeSpan _last;

    /// <summary>Time since the work began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the work was asked to stop.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Whether a report of progress is due.</summary>
    public bool IsDue => progress is not null && Elapsed - _last >= interval;

    /// <summary>Reports how far the work has come.</summary>
    public void Report(TProgress now)
    {
        _last = Elapsed;
        progress?.Report(now);
    }
}
