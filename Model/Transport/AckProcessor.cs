using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// Processes an acknowledgment: the scoreboard, round-trip times, recovery and the window (tcp_ack). The TCB has taken
/// it already.
/// </summary>
internal sealed class AckProcessor
{
    /// <summary>The least wait until a peer that went back on its blocks is believed no more.</summary>
    private const long RenegeLeast = 10_000;

    private readonly Sender _sender;
    private readonly Rack _rack;
    private readonly SackReader _sacks;
    private readonly WindowReduction _reduction;
    private readonly LossRecovery _recovery;
    private readonly SendTimer _timer;

    /// <summary>Creates a processor for a sender.</summary>
    public AckProcessor(
        Sender sender, Rack rack, SackReader sacks, WindowReduction reduction, LossRecovery recovery, SendTimer timer)
    {
        (_sender, _rack, _sacks) = (sender, rack, sacks);
        (_reduction, _recovery, _timer) = (reduction, recovery, timer);
    }

    /// <summary>An acknowledgment that is not older than the one before.</summary>
    /// <param name="priorUna">SND.UNA before it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="flags">What is known of it already.</param>
    /// <returns>What is to be sent again.</returns>
    public Repair Take(SequenceNumber priorUna, in Segment segment, AckFlags flags)
    {
        var hadOutstanding = _sender.Board.Count > 0;
        var ack = Begin(priorUna, in segment, flags);
        if (ack.Has(AckFlags.Advanced))
        {
            _sender.Timeouts = 0;
        }

        _sacks.Read(ack);
        _sender.WindowProbes = 0;
        if (!hadOutstanding)
        {
            TakeWithoutOutstanding(ack);
            return Repair.None;
        }

        Clean(ack);
        _rack.Adapt();
        TakeFeedback(ack);
        SettleProbe(ack);
        var repair = Repair.None;
        if (ack.IsDubious(_sender.State))
        {
            repair = _recovery.Take(ack);
            SetRecoveryTimer(ack);
        }

        if (ack.Has(AckFlags.SetTimer))
        {
            _timer.Restart();
        }

        Finish(ack);
        return repair;
    }

    /// <summary>An acknowledgment older than the one before: only its blocks count.</summary>
    public Repair TakeOld(in Segment segment)
    {
        if (segment.Options.Sack.Count == 0)
        {
            return Repair.None;
        }

        var ack = Begin(_sender.Edges.Una, in segment, AckFlags.None);
        _sacks.Read(ack);
        var repair = _recovery.Take(ack);
        SetRecoveryTimer(ack);
        return repair;
    }

    private AckInHand Begin(SequenceNumber priorUna, in Segment segment, AckFlags flags)
    {
        _sender.Rate.BeginSample();
        return new AckInHand
        {
            Number = segment.Acknowledgment,
            PriorUna = priorUna,
            Blocks = _sender.Edges.HasSack && segment.Options.Has(OptionKinds.Sack) ? segment.Options.Sack : default,
            PriorHighest = _sender.Edges.HasSack ? _sender.Board.HighestSackedEnd(priorUna) : priorUna,
            PriorDelivered = _sender.Rate.Delivered,
            PriorLost = _sender.Board.LostEver,
            Flags = flags,
        };
    }

    /// <summary>What it says of marks, if that is told one by one (tcp_accecn_process).</summary>
    private void TakeFeedback(AckInHand ack)
    {
        var arrival = _sender.Arrival;
        if (_sender.Ecn.Mode != EcnMode.Accurate
            || !(ack.Has(AckFlags.Acked | AckFlags.Sacked) || arrival.IsHandshake || arrival.IsStampNew))
        {
            return;
        }

        var tells = _sender.Ecn.TakeFeedback(arrival.Marks, new EcnFeedback
        {
            Segments = _sender.Rate.Delivered - ack.PriorDelivered,
            Octets = ack.DeliveredOctets,
            SegmentSize = _sender.Edges.SegmentSize + _sender.EcnOctets,
            OctetsSent = arrival.OctetsSent,
            MarkedBefore = _sender.Ecn.DeliveredMarked,
            IsHandshake = arrival.IsHandshake,
            IsOrderly = _sender.Edges.HasSack || _sender.State is RecoveryState.Open or RecoveryState.Reduction,
        });
        ack.Flags |= tells ? AckFlags.Congestion : AckFlags.None;
    }

    private void TakeWithoutOutstanding(AckInHand ack)
    {
        TakeFeedback(ack);
        if (ack.Has(AckFlags.Duplicate))
        {
            _recovery.Take(ack);
        }

        ProbeOrOpen();
        SettleProbe(ack);
    }

    /// <summary>The window is still shut for what waits, or it has opened (tcp_ack_probe).</summary>
    private void ProbeOrOpen()
    {
        var edges = _sender.Edges;
        if (!edges.HasUnsent)
        {
            return;
        }

        var next = Math.Min(edges.End - edges.Next, edges.SegmentSize);
        if (edges.Next + next <= edges.WindowEnd)
        {
            _sender.BackOffs = 0;
            _timer.Clear();
        }
        else
        {
            _timer.ProbeWindowLater();
        }
    }

    /// <summary>Takes from the scoreboard what is acknowledged (tcp_clean_rtx_queue).</summary>
    private void Clean(AckInHand ack)
    {
        var times = ((long First, long Last)?)null;
        SequenceNumber? lowest = null;
        var count = 0;
        var wasSacked = _sender.Board.Sacked > 0;
        Sent? last = null;
        while (_sender.Board.First is { } sent && sent.End <= _sender.Edges.Una)
        {
            count++;
            NoteAcknowledged(ack, sent, ref times, ref lowest);
            _sender.Board.RemoveFirst();
            last = sent;
        }

        if (_sender.Board.First is { } partly && partly.Start < _sender.Edges.Una)
        {
            for (var left = _sender.Board.Trim(_sender.Edges.Una, last, _sender.Edges); left > 0; left--)
            {
                count++;
                NoteAcknowledged(ack, partly, ref times, ref lowest);
            }
        }

        ack.Flags |= _sender.Board.First is { IsSacked: true } ? AckFlags.Reneged : AckFlags.None;
        var hasMeasured = Measure(ack, times, count == 1 && !wasSacked);
        if (count > 0)
        {
            ack.Flags |= AckFlags.SetTimer;
            NoteCleaned(ack, count, lowest);
        }
        else if (hasMeasured && ack.SackedTimes is { } sacked && sacked.First < _sender.Board.First?.Time)
        {
            ack.Flags |= AckFlags.SetTimer;                            // What was measured says nothing of the oldest.
        }

        _sender.Control.NoteRtt(_sender.Window, new RttSample(
            ack.ControlRtt, _sender.Now, _sender.Edges.Una, _sender.Edges.Next, _sender.PacingRate));
    }

    private void NoteAcknowledged(
        AckInHand ack, Sent sent, ref (long First, long Last)? times, ref SequenceNumber? lowest)
    {
        if (sent.IsResent || sent.WasResent)
        {
            ack.Flags |= AckFlags.ResentAcked;
        }
        else if (!sent.IsSacked)
        {
            times = (times?.First ?? sent.Time, sent.Time);
            lowest ??= sent.Start;
            ack.Flags |= sent.End <= _sender.RecoveryEnd ? AckFlags.OriginalAcked : AckFlags.None;
        }

        ack.DeliveredOctets += sent.IsSacked ? 0 : sent.End - sent.Start;
        if (!sent.IsSacked && _sender.Edges.HasSack)
        {
            _sender.Rate.Delivered++;
            if (!IsSpuriouslyResent(sent))
            {
                _rack.Advance(sent);
            }
        }

        _sender.Rate.NoteDelivered(sent);
        ack.Flags |= AckFlags.TextAcked;
    }

    /// <summary>The stamp that is returned is older than the repetition (tcp_skb_spurious_retrans).</summary>
    private bool IsSpuriouslyResent(Sent sent) =>
        (sent.IsResent || sent.WasResent) && _sender.EchoIsBefore(sent.Time);

    private void NoteCleaned(AckInHand ack, int count, SequenceNumber? lowest)
    {
        if (!_sender.Edges.HasSack)
        {
            _recovery.RemoveDuplicates(count);
            ack.Flags &= ack.Has(AckFlags.ResentAcked) ? ~AckFlags.OriginalAcked : ack.Flags;
        }
        else if (lowest is { } overtaken && overtaken < ack.PriorHighest)
        {
            _sacks.NoteReordering(overtaken);
        }
    }

    /// <summary>
    /// Measures the round-trip time, from what was sent once or from the stamp (RFC 6298 3, tcp_ack_update_rtt).
    /// </summary>
    private bool Measure(AckInHand ack, (long First, long Last)? times, bool isAlone)
    {
        var rtt = -1L;
        if (times is { } sent && !ack.Has(AckFlags.ResentAcked))
        {
            rtt = _sender.Now - sent.First;
            ack.ControlRtt = _sender.Now - sent.Last;
            var mayBeDelayed = isAlone
                && _sender.Edges.Una - ack.PriorUna < _sender.Edges.SegmentSize
                && _sender.Rate.PriorDelivered + 1 == _sender.Rate.Delivered
                && !ack.Has(AckFlags.Alert | AckFlags.SynAcked);
            ack.Flags |= mayBeDelayed ? AckFlags.MayBeDelayed : AckFlags.None;
        }

        if (ack.SackedTimes is { } sacked)
        {
            rtt = rtt < 0 ? _sender.Now - sacked.First : rtt;
            ack.ControlRtt = _sender.Now - sacked.Last;
        }

        if (rtt < 0 && _sender.Echo is { } echo && ack.Has(AckFlags.Acked))
        {
            var ticks = unchecked((int)(_sender.StampClock - echo));
            rtt = ticks >= 0 ? Math.Max(ticks, 1) * 1000L : rtt;
            ack.ControlRtt = rtt;
        }

        return NoteRtt(rtt, ack.ControlRtt, ack.Has(AckFlags.MayBeDelayed));
    }

    /// <summary>Takes in a round-trip time.</summary>
    /// <returns>Whether there was one.</returns>
    public bool NoteRtt(long rtt, long controlRtt, bool mayBeDelayed)
    {
        if (rtt < 0)
        {
            return false;
        }

        _sender.Rtt.MeasureMinimum(_sender.Now, controlRtt, mayBeDelayed);
        _sender.Rtt.Measure(rtt, _sender.Edges.Una, _sender.Edges.Next);
        _sender.BackOffs = 0;
        return true;
    }

    /// <summary>What has become of a probe of the tail (RFC 8985 7.4, tcp_process_tlp_ack).</summary>
    private void SettleProbe(AckInHand ack)
    {
        if (_sender.ProbeEnd is not { } end || ack.Number < end)
        {
            return;
        }

        if (!_sender.ProbeWasOld || ack.Has(AckFlags.DuplicateProbe))
        {
            _sender.ProbeEnd = null;
        }
        else if (ack.Number > end)
        {
            // There was a loss, and the probe repaired it: the window has to fall all the same.
            _reduction.Begin();
            _sender.State = RecoveryState.Reduction;
            _reduction.End();
            _recovery.KeepOpen();
        }
        else if (!ack.Has(AckFlags.Advanced | AckFlags.NotDuplicate | AckFlags.Sacked))
        {
            _sender.ProbeEnd = null;
        }
    }

    private void SetRecoveryTimer(AckInHand ack)
    {
        if (ack.Has(AckFlags.Reneged) && ack.Has(AckFlags.Advanced))
        {
            ack.Flags &= ~AckFlags.SetTimer;
            _timer.Set(
                SendTimerKind.Retransmission,
                Math.Max(RttEstimator.ToJiffies(_sender.Rtt.SmoothedEighths >> 4), RenegeLeast));
        }
        else if (_recovery.TakeWait() is > 0 and var wait)
        {
            _timer.WaitForOvertaken(wait);
        }
    }

    /// <summary>The rate of delivery and the window (tcp_rate_gen, tcp_cong_control).</summary>
    private void Finish(AckInHand ack)
    {
        var delivered = _sender.Rate.Delivered - ack.PriorDelivered;
        _sender.Rate.EndSample(delivered, _sender.Now, _sender.LeastRtt);
        if (_sender.IsReducing)
        {
            _reduction.Step(delivered, _sender.Board.LostEver - ack.PriorLost, ack.Has(AckFlags.Advanced));
        }
        else if (ack.Has(AckFlags.TextAcked) || (_sender.Reordering > _sender.Settings.Reordering
            && ack.Has(AckFlags.Acked | AckFlags.Sacked)))
        {
            if (_sender.Window.MayGrow)
            {
                _sender.Control.Grow(_sender.Window, delivered, _sender.Now);
            }

            _sender.Window.Stamp = _sender.Now;
        }
    }
}
