using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// RACK: a segment is lost if one that was sent sufficiently later has been delivered (RFC 8985 6;
/// net/ipv4/tcp_recovery.c). Times are in microseconds.
/// </summary>
/// <param name="sender">The sender.</param>
internal sealed class Rack(Sender sender)
{
    /// <summary>Bit of the setting: the tolerance does not adapt (TCP_RACK_STATIC_REO_WND).</summary>
    private const int IsStatic = 2;

    /// <summary>Bit of the setting: duplicate acknowledgments do not count (TCP_RACK_NO_DUPTHRESH).</summary>
    private const int IgnoresThreshold = 4;

    /// <summary>For how many recoveries a wider tolerance stays (TCP_RACK_RECOVERY_THRESH).</summary>
    private const int PersistMost = 16;

    private int _steps = 1;
    private int _lastDelivered;
    private long _rtt;
    private long _time;
    private SequenceNumber _end;

    /// <summary>Whether deliveries are to be looked at.</summary>
    public bool HasAdvanced { get; set; }

    /// <summary>Whether text came twice that may have been overtaken (dsack_seen).</summary>
    public bool HasDuplicate { get; set; }

    /// <summary>For how many more recoveries the wider tolerance stays (reo_wnd_persist).</summary>
    public int Persistence { get; set; }

    /// <summary>More recoveries for the wider tolerance: the last was undone.</summary>
    public void Persist() => Persistence = Math.Min(Persistence + 1, PersistMost);

    /// <summary>A segment was delivered (tcp_rack_advance).</summary>
    public void Advance(Sent sent)
    {
        var rtt = sender.Now - sent.Time;
        if (rtt < sender.LeastRtt && (sent.IsResent || sent.WasResent))
        {
            return;                                                    // Rather the original than the repetition.
        }

        HasAdvanced = true;
        _rtt = rtt;
        if (Sent.IsAfter(sent.Time, sent.End, _time, _end))
        {
            (_time, _end) = (sent.Time, sent.End);
        }
    }

    /// <summary>How much longer a segment may take before it counts as lost (tcp_rack_skb_timeout).</summary>
    public long Remaining(Sent sent, long tolerance) => _rtt + tolerance - (sender.Now - sent.Time);

    /// <summary>Marks what is lost.</summary>
    /// <returns>How long to wait until more may be; 0 if nothing waits.</returns>
    public long DetectLosses()
    {
        var tolerance = Tolerance();
        var wait = 0L;
        var place = 0;
        while (place < sender.Board.BySending.Count)
        {
            var sent = sender.Board.BySending[place++];
            if (sent.IsLost && !sent.IsResent)
            {
                continue;
            }

            if (!Sent.IsAfter(_time, _end, sent.Time, sent.End))
            {
                break;
            }

            var remaining = Remaining(sent, tolerance);
            if (remaining > 0)
            {
                wait = Math.Max(wait, remaining);
            }
            else
            {
                sender.Board.MarkLost(sent);
                sender.Board.ForgetSending(sent);
                place--;
            }
        }

        return wait;
    }

    /// <summary>Adapts the tolerance to duplicates that were told of (tcp_rack_update_reo_wnd).</summary>
    public void Adapt()
    {
        if ((sender.Settings.Recovery & IsStatic) != 0 || sender.Rate.PriorDelivered == 0)
        {
            return;
        }

        if (sender.Rate.PriorDelivered < _lastDelivered)
        {
            HasDuplicate = false;                                      // Once a round trip.
        }

        if (HasDuplicate)
        {
            _steps = Math.Min(_steps + 1, byte.MaxValue);
            HasDuplicate = false;
            _lastDelivered = sender.Rate.Delivered;
            Persistence = PersistMost;
        }
        else if (Persistence == 0)
        {
            _steps = 1;
        }
    }

    /// <summary>How much overtaking is allowed (RFC 8985 6.2 step 4, tcp_rack_reo_wnd).</summary>
    private long Tolerance()
    {
        if (sender.ReorderingSeen == 0
            && (sender.State >= RecoveryState.Recovery
                || (sender.Board.Sacked >= sender.Reordering
                    && (sender.Settings.Recovery & IgnoresThreshold) == 0)))
        {
            return 0;
        }

        return Math.Min((sender.LeastRtt >> 2) * _steps, sender.Rtt.Smoothed);
    }
}
