namespace Wakeline.Model.Transport;

/// <summary>What the timer of a sender is set for (icsk_pending).</summary>
internal enum SendTimerKind : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The retransmission time-out (ICSK_TIME_RETRANS).</summary>
    Retransmission,
    /// <summary>A probe of a shut window (ICSK_TIME_PROBE0).</summary>
    WindowProbe,
    /// <summary>A probe of the tail (ICSK_TIME_LOSS_PROBE).</summary>
    TailProbe,
    /// <summary>The time for overtaking (ICSK_TIME_REO_TIMEOUT).</summary>
    Reordering,
}

/// <summary>
/// The one timer that a sender has for what is on the way: time-out, tail-loss probe (RFC 8985 7), overtaking, probe
/// of a shut window. Times are in microseconds.
/// </summary>
/// <param name="sender">The sender.</param>
internal sealed class SendTimer(Sender sender)
{
    /// <summary>Two jiffies, which a probe waits at least (TCP_TIMEOUT_MIN_US).</summary>
    private const long Least = 2 * TransportClock.Jiffy;

    /// <summary>
    /// How often the wait for a window doubles at most: up to 120 from 0.2 seconds (tcp_probe0_when).
    /// </summary>
    private const int WindowBackOffMost = 10;

    /// <summary>What it is set for.</summary>
    public SendTimerKind Kind { get; private set; }

    /// <summary>When it expires, if it is set.</summary>
    public long Deadline { get; private set; }

    /// <summary>It is not set any more.</summary>
    public void Clear() => Kind = SendTimerKind.None;

    /// <summary>Sets it.</summary>
    public void Set(SendTimerKind kind, long wait)
    {
        Kind = kind;
        Deadline = TimerWheel.Due(sender.Now, Math.Max(wait, 0), sender.Settings.Jiffy);
    }

    /// <summary>Sets it for what is counted from when the next packet may go (tcp_reset_xmit_timer).</summary>
    private void SetPaced(SendTimerKind kind, long wait) => Set(kind, wait + sender.Pacer.Delay);

    /// <summary>Progress was made: probe the tail, or wait for the time-out (tcp_set_xmit_timer).</summary>
    public void Restart()
    {
        if (!TryProbeTail(isAdvancing: true))
        {
            RearmRetransmission();
        }
    }

    /// <summary>
    /// Sets the retransmission time-out anew, less what has passed if something else was waited for (tcp_rearm_rto).
    /// </summary>
    public void RearmRetransmission()
    {
        if (sender.Board.Count == 0)
        {
            Clear();
            return;
        }

        var wait = Kind is SendTimerKind.Reordering or SendTimerKind.TailProbe
            ? RttEstimator.ToJiffies(Math.Max(LeftOfTimeout(), 1))
            : sender.Rtt.Timeout;
        SetPaced(SendTimerKind.Retransmission, wait);
    }

    /// <summary>
    /// Sets it for a probe of the tail, if there is to be one: two round trips after the last segment
    /// (RFC 8985 7.2, tcp_schedule_loss_probe).
    /// </summary>
    public bool TryProbeTail(bool isAdvancing)
    {
        if (!sender.Settings.ProbesTails || sender.Board.Count == 0 || !sender.Edges.HasSack
            || sender.State is not (RecoveryState.Open or RecoveryState.Reduction))
        {
            return false;
        }

        var wait = RttEstimator.Initial;
        if (sender.Rtt.SmoothedEighths > 0)
        {
            var slack = sender.Board.Count == 1 ? sender.Rtt.Least : Least;
            wait = RttEstimator.ToJiffies((sender.Rtt.SmoothedEighths >> 2) + slack);
        }

        var timeout = isAdvancing ? sender.Rtt.Timeout : LeftOfTimeout();
        if (timeout > 0)
        {
            wait = Math.Min(wait, RttEstimator.ToJiffies(timeout));
        }

        SetPaced(SendTimerKind.TailProbe, wait);
        return true;
    }

    /// <summary>Waits for what may have been overtaken (tcp_rack_mark_lost).</summary>
    public void WaitForOvertaken(long wait) =>
        Set(SendTimerKind.Reordering, RttEstimator.ToJiffies(wait + Least));

    /// <summary>New text was sent (tcp_event_new_data_sent).</summary>
    public void NoteNewSent(bool isFirstOut)
    {
        if (isFirstOut || Kind == SendTimerKind.TailProbe)
        {
            RearmRetransmission();
        }
    }

    /// <summary>The window is shut and nothing is on the way: probe it (tcp_check_probe_timer).</summary>
    public void ProbeWindowIfIdle()
    {
        if (sender.Board.Count == 0 && Kind == SendTimerKind.None)
        {
            SetPaced(SendTimerKind.WindowProbe, WindowProbeBase);
        }
    }

    /// <summary>Waits longer for the next probe of the window (tcp_probe0_when).</summary>
    public void ProbeWindowLater()
    {
        var wait = WindowProbeBase << Math.Min(sender.BackOffs, WindowBackOffMost);
        Set(SendTimerKind.WindowProbe, Math.Min(wait, sender.Rtt.Most));
    }

    private long WindowProbeBase => Math.Max(sender.Rtt.Timeout, sender.Settings.TimeoutLeast);

    /// <summary>How much of the time-out is left since the oldest segment was sent (tcp_rto_delta_us).</summary>
    private long LeftOfTimeout() => sender.Board.First!.Time + sender.Rtt.Timeout - sender.Now;
}
