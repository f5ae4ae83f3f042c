using System.Numerics;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Timers that expire.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>The least time-out, with which the life of a connection is counted (TCP_RTO_MIN).</summary>
    private const long TimeoutUnit = 200_000;

    /// <summary>How often its time-out doubles until it is the longest.</summary>
    private const int DoublingsMost = 9;

    /// <summary>Retries of a connection that no process holds while its time-outs grow (tcp_orphan_retries).</summary>
    private const int OrphanRetries = 8;

    /// <summary>Segments of a stream that is not thin (tcp_stream_is_thin).</summary>
    private const int ThinMost = 4;

    /// <summary>Time-outs of a thin stream that do not back off (TCP_THIN_LINEAR_RETRIES).</summary>
    private const int ThinTimeouts = 6;

    private long? _lossTime;
    private bool _probesWindow;

    /// <summary>When anything last came, in microseconds (keepalive_time_elapsed).</summary>
    public long LastHeard => Math.Max(Counters.LastAckReceived, Acks.LastText);

    /// <summary>A timer of the connection is about to expire.</summary>
    public void BeforeExpiry(ref Tcb tcb, TcpTimer timer, long now)
    {
        Look(in tcb, now);
        SettleBuffers(in tcb);
        HoldsRest = false;
        switch (timer)
        {
            case TcpTimer.Retransmission when IsUp(tcb.State):
                BeginTimeout(ref tcb);
                break;
            case TcpTimer.Retransmission:
                tcb.RetriesMost = HasOpenedInVain(in tcb) ? tcb.Retries : tcb.RetriesMost;
                BeginAnswerTimeout(ref tcb);
                EndHandshakeTimeout(in tcb);
                break;
            case TcpTimer.KeepAlive when _sender.Settings.UserTimeout > 0:
                JudgePatience(ref tcb);
                break;
            case TcpTimer.Persist:
                tcb.RetriesMost = HasProbedInVain(in tcb) ? tcb.Retries : byte.MaxValue;
                EndWindowProbe(ref tcb);
                break;
            case TcpTimer.DelayedAck when Compression.Due <= now:
                break;
            case TcpTimer.DelayedAck:
                Acks.EndWait(_sender.Rtt.Timeout);
                break;
        }
    }

    /// <summary>It has expired.</summary>
    public void AfterExpiry(in Tcb tcb, TcpTimer timer, long now)
    {
        Look(in tcb, now);
        _probesWindow = false;
        if (timer == TcpTimer.Retransmission && IsUp(tcb.State))
        {
            EndTimeout(in tcb);
        }
        else if (timer == TcpTimer.Persist && _sender.Board.Count > 0)
        {
            (_sender.WindowProbes, _sender.BackOffs) = (0, 0);         // Text could go instead of a probe.
        }
    }

    /// <summary>The timer of its own expires: the tail is probed, or losses are looked for.</summary>
    /// <returns>What to send again as a probe, if anything.</returns>
    public Sent? ExpireOwn(ref Tcb tcb, long now)
    {
        Look(in tcb, now);
        SettleBuffers(in tcb);
        HoldsRest = false;
        if (_sender.Pacer.Deadline <= now && !(OwnTimer < _sender.Pacer.Deadline))
        {
            EndPause();
            return null;
        }

        if (_timer.Kind == SendTimerKind.Reordering)
        {
            _isDue = true;
            _rearms = true;
            _repair = _recovery.EndWait() ? Repair.Lost : Repair.None;
            return null;
        }

        return BeginProbe(ref tcb);
    }

    /// <summary>A probe of the tail: new text if there is any, or else the last segment again (RFC 8985 7.3).</summary>
    private Sent? BeginProbe(ref Tcb tcb)
    {
        if (_sender.ProbeEnd is not null)
        {
            _timer.RearmRetransmission();
            return null;
        }

        _sender.ProbeWasOld = false;
        _isProbing = true;
        var edges = _sender.Edges;
        var size = Math.Min(edges.End - edges.Next, edges.SegmentSize);
        if (edges.HasUnsent && edges.Next + size <= edges.WindowEnd)
        {
            tcb.HasSndLimit = true;
            tcb.SndLimit = edges.Next + size;
            tcb.OverridesWaiting = true;
            return null;
        }

        var last = _sender.Board.Last;
        if (last is null || last.Start < edges.WindowEnd || last.Start <= edges.Una)
        {
            return last;
        }

        _isProbing = false;                                            // The window has gone back (EAGAIN).
        _timer.RearmRetransmission();
        return null;
    }

    /// <summary>The probe was sent, or could not be.</summary>
    public void EndProbe(in Tcb tcb, long now, bool wasSent, bool wasOld)
    {
        Look(in tcb, now);
        if (!_isProbing)
        {
            return;
        }

        _isProbing = false;
        if (wasSent)
        {
            _sender.ProbeWasOld = wasOld;
            _sender.ProbeEnd = tcb.SndNxt;
            JudgeUse(isFull: false);
            _newSent = 0;
            _timer.Clear();
        }

        _timer.RearmRetransmission();
    }

    private void BeginTimeout(ref Tcb tcb)
    {
        if (_sender.Board.First is not { } first)
        {
            return;
        }

        if (HasLasted(_sender.Settings.SuspectingRetries))
        {
            _sender.Size.SuspectBlackHole();
            tcb.SndMss = (ushort)_sender.Size.TextOctets(tcb.SndWndMost);
            Look(in tcb, _sender.Now);
        }

        _sender.Board.Cut(first, _sender.Edges);
        tcb.RetriesMost = IsGivenUp(in tcb) ? tcb.Retries : byte.MaxValue;
        tcb.SndLimit = tcb.SndNxt;
        tcb.ResendStart = SequenceNumber.Later(first.Start, tcb.SndUna);
        var end = EndOfJoined(first);
        tcb.ResendEnd = EndAgain(in tcb, tcb.ResendStart, end);
        tcb.ResendPushed = first.IsPushed && tcb.ResendEnd == end;
        first.Burst = ++_bursts;                                       // It goes alone.
        if (_sender.Timeouts == 0 && (tcb.SndWnd > 0 || tcb.Orphan))
        {
            BeginTimeoutRecovery();
        }

        _recovery.BeginAfterTimeout();
        _repair = Repair.None;
        _timer.Clear();
    }

    /// <summary>
    /// Small segments behind the first go with it, if each was sent alone (tcp_retrans_try_collapse).
    /// </summary>
    private SequenceNumber EndOfJoined(Sent first)
    {
        var last = first;
        while (_sender.Settings.JoinsAgain && _sender.Board.After(last) is { IsSacked: false } next
            && WasAlone(first) && WasAlone(next) && next.End - first.Start <= _sender.Edges.SegmentSize)
        {
            last = next;
        }

        return last.End;
    }

    /// <summary>Whether a segment was a packet of its own (tcp_skb_pcount).</summary>
    private bool WasAlone(Sent sent) =>
        _sender.Board.After(sent)?.Burst != sent.Burst && _sender.Board.Before(sent)?.Burst != sent.Burst;

    /// <summary>
    /// Whether the connection has lasted as long as so many time-outs of the least length (tcp_write_timeout).
    /// </summary>
    private bool IsGivenUp(in Tcb tcb) => HasLasted(
        tcb.Orphan ? RetriesOfOrphan(_sender.Rtt.Timeout < _sender.Rtt.Most) : _sender.Settings.Retries);

    /// <summary>How often an orphan tries, while its time-outs grow and after that (tcp_orphan_retries).</summary>
    private int RetriesOfOrphan(bool isYoung) => _sender.Settings.OrphanRetries == 0 && isYoung
        ? OrphanRetries
        : _sender.Settings.OrphanRetries;

    /// <summary>Whether probes of a shut window went unanswered as often as they may (tcp_probe_timer).</summary>
    private bool HasProbedInVain(in Tcb tcb)
    {
        if (!tcb.Orphan)
        {
            return _sender.WindowProbes >= _sender.Settings.Retries;
        }

        var isYoung = _sender.Rtt.Timeout << _sender.BackOffs < _sender.Rtt.Most;
        var most = RetriesOfOrphan(isYoung);
        return _sender.WindowProbes >= most || (!isYoung && _sender.BackOffs >= most);
    }

    /// <summary>
    /// Whether nothing was acknowledged for as long as so many time-outs of the least length (retransmits_timed_out).
    /// </summary>
    private bool HasLasted(int retries)
    {
        if (_sender.Timeouts == 0 || _sender.FirstResent is not { } start)
        {
            return false;
        }

        return _sender.Now - start >= LifeOf(retries, TimeoutUnit, DoublingsMost);
    }

    /// <summary>How long so many time-outs take after a first one (tcp_model_timeout).</summary>
    /// <param name="retries">How many.</param>
    /// <param name="first">The first one, in microseconds.</param>
    /// <param name="doublingsMost">How often they double until they are the longest.</param>
    private long LifeOf(int retries, long first, int doublingsMost)
    {
        var doublings = Math.Min(retries, doublingsMost);
        return (((2L << doublings) - 1) * first) + ((retries - doublings) * _sender.Settings.TimeoutMost);
    }

    /// <summary>The oldest segment was sent again: the next time-out is twice as long (RFC 6298 5.5).</summary>
    private void EndTimeout(in Tcb tcb)
    {
        if (tcb.SndWnd > 0 || tcb.Orphan)
        {
            _sender.Timeouts++;
            Counters.Timeouts++;
            Counters.Rehashes++;
        }

        var isThin = _sender.Board.Count < ThinMost && _sender.Window.Threshold < CongestionWindow.Infinite;
        if (_sender.Settings.ThinStreamsAreLinear && isThin && _sender.Timeouts <= ThinTimeouts
            && tcb.State == TcpState.Established)
        {
            _sender.BackOffs = 0;
            _sender.Rtt.Recompute();
        }
        else
        {
            _sender.BackOffs++;
            _sender.Rtt.BackOff();
        }

        _timer.Set(SendTimerKind.Retransmission, _sender.Rtt.Timeout);
    }

    private void EndTimeoutRecovery()
    {
        if (_sender.State != RecoveryState.Loss && _lossTime is { } start)
        {
            Counters.TimeoutTime += _sender.Now - start;
            _lossTime = null;
        }
    }

    /// <summary>The first of some time-outs (tcp_update_rto_stats).</summary>
    private void BeginTimeoutRecovery()
    {
        _lossTime = _sender.Now;
        Counters.TimeoutRecoveries++;
    }

    /// <summary>
    /// A handshake that had time-outs is over. Of a request only its beginning is known (tcp_create_openreq_child).
    /// </summary>
    private void EndHandshakeRecovery(bool isRequest, long now)
    {
        if (_lossTime is { } start)
        {
            Counters.TimeoutTime += now - (isRequest ? _synTime : start);
            _lossTime = null;
        }
    }

    /// <summary>The time spent in recoveries after time-outs, also in the one that has not ended.</summary>
    public long TimeoutTime(long now) => Counters.TimeoutTime + (_lossTime is { } start ? now - start : 0);

    /// <summary>
    /// Whether a SYN was not answered for as long as the user waits, or its time-outs would take if all of them doubled
    /// (tcp_write_timeout, retransmits_timed_out).
    /// </summary>
    private bool HasOpenedInVain(in Tcb tcb)
    {
        if (tcb.State != TcpState.SynSent || _sender.Timeouts == 0)
        {
            return false;
        }

        var (retries, user) = (_sender.Settings.SynRetries, _sender.Settings.UserTimeout);
        var doublings = BitOperations.Log2((ulong)(_sender.Settings.TimeoutMost / RttEstimator.Initial));
        return _sender.Now - _synTime >= (user > 0 ? user : LifeOf(retries, RttEstimator.Initial, doublings));
    }

    /// <summary>The next time-out of a SYN, no later than the user waits (tcp_clamp_rto_to_user_timeout).</summary>
    private long NextSynTimeout()
    {
        var left = _synTime + _sender.Settings.UserTimeout - _sender.Now;
        return _sender.Settings.UserTimeout == 0
            ? _sender.Rtt.Timeout
            : Math.Min(_sender.Rtt.Timeout, Math.Max(left, 1000));
    }

    /// <summary>
    /// A SYN or its answer goes again. The first few SYN wait equally long (net.ipv4.tcp_syn_linear_timeouts).
    /// </summary>
    private void EndHandshakeTimeout(in Tcb tcb)
    {
        if (_sender.Timeouts++ == 0)
        {
            BeginTimeoutRecovery();
        }

        Counters.Timeouts++;
        Counters.Rehashes += tcb.State == TcpState.SynSent ? 1 : 0;
        if (tcb.State != TcpState.SynSent || (tcb.Deviations & Deviations.SynTimesOutLinearly) == 0
            || Counters.Timeouts > _sender.Settings.SynLinearTimeouts)
        {
            _sender.BackOffs += IsFastChild(in tcb) ? 0 : 1;
            _sender.Rtt.BackOff();
        }

        _timer.Set(
            SendTimerKind.Retransmission, tcb.State == TcpState.SynSent ? NextSynTimeout() : _sender.Rtt.Timeout);
    }

    /// <summary>
    /// The user's patience takes the place of the number of probes (tcp_keepalive_timer).
    /// </summary>
    private void JudgePatience(ref Tcb tcb)
    {
        var isOver = tcb.Probes > 0 && _sender.Now - LastHeard >= _sender.Settings.UserTimeout;
        tcb.ProbesMost = isOver ? tcb.Probes : byte.MaxValue;
    }

    /// <summary>The window was probed, and is to be again (tcp_send_probe0).</summary>
    private void EndWindowProbe(ref Tcb tcb)
    {
        _timer.Clear();
        if (_sender.Edges.Next < _sender.Edges.WindowEnd)
        {
            tcb.SndLimit = _sender.Edges.WindowEnd;                    // What fits the window goes.
            _probesWindow = true;
        }

        _sender.WindowProbes++;
        _sender.BackOffs += _sender.BackOffs < _sender.Settings.Retries ? 1 : 0;
        _timer.ProbeWindowLater();
    }
}
