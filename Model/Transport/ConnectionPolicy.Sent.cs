using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Segments that leave.</content>
internal sealed partial class ConnectionPolicy
{
    private long _synTime;
    private int _synsSent;
    private (uint First, uint Last) _synStamps;
    private int _synText;
    private bool _isInTimeWait;
    private bool _answersSyn;

    /// <summary>What a segment that is about to leave says of congestion.</summary>
    public CongestionMarks MarksOf(in Segment segment, long now)
    {
        if (_isInTimeWait)
        {
            return default;                                            // It keeps nothing (tcp_v4_timewait_ack).
        }

        var isRepeated = segment.Has(SegmentFlags.Syn) ? _synsSent > 0 : segment.Sequence < _sentEnd;
        var isContinued = !isRepeated && segment.Payload > 0 && _burstLeft > 0 && segment.Sequence < _packetEnd;
        return _sender.Ecn.MarksOf(
            in segment, new EcnOccasion(isRepeated, isContinued, now, _sender.Rtt.SmoothedEighths >> 3));
    }

    /// <summary>A segment leaves the host.</summary>
    /// <returns>
    /// Whether it is pushed; <see langword="null"/> for what goes again, or has no text, of which that is known.
    /// </returns>
    public bool? NoteSent(in Segment segment, in Tcb tcb, long now)
    {
        Look(in tcb, now);
        _allowance.LastSent = _lastSegment = now;
        if (segment.Has(SegmentFlags.Rst))
        {
            return null;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            NoteSynSent(in segment, in tcb, now);
        }

        if (tcb.Origin != Origin.Request && !_isInTimeWait && !IsAnswerOfListener(in segment))
        {
            Counters.SegmentsOut++;
        }

        if (segment.Has(SegmentFlags.Ack) && IsUp(tcb.State))
        {
            if (Receive.IsTight)
            {
                Acks.EndQuick();
            }

            Compression.NoteAckSent();
            Acks.NoteAckSent();
            _sender.Ecn.Accurate.AcknowledgesNow = false;
        }

        return segment.Length > 0 && !segment.Has(SegmentFlags.Syn) ? NoteTextSent(in segment) : null;
    }

    private void NoteSynSent(in Segment segment, in Tcb tcb, long now)
    {
        var stamp = segment.Options.StampValue;
        _synStamps = (_synsSent == 0 ? stamp : _synStamps.First, stamp);
        if (_synsSent++ == 0)
        {
            NoteFirstSyn(in segment, in tcb);
            _synTime = now;
            _timer.Set(SendTimerKind.Retransmission, _sender.Rtt.Timeout);
        }
        else if (tcb.Origin == Origin.Active && segment.Has(SegmentFlags.Ack) && !_answersSyn)
        {
            (_answersSyn, _synsSent, _synTime) = (true, 1, now);       // It is no repetition (tcp_send_synack).
        }
        else
        {
            _sender.TotalResent++;
        }

        if (tcb.Origin == Origin.Request)
        {
            _timer.Set(SendTimerKind.Retransmission, _sender.Rtt.Timeout);
        }
    }

    private bool? NoteTextSent(in Segment segment)
    {
        if (segment.Payload > 0)
        {
            if (_sender.Board.InFlight == 0)
            {
                _sender.Control.NoteStart(Counters.LastTextSent, _sender.Now);
            }

            Counters.LastTextSent = _sender.Now;
            Acks.NoteTextSent(_sender.Now);
            Counters.TextSegmentsOut++;
            Counters.OctetsSent += segment.Payload;
        }

        var wasOnSyn = segment.Payload > 0 && segment.Sequence >= _sentEnd
            && segment.Sequence < Identity.Iss + 1 + _synText;
        if (wasOnSyn)
        {
            _sender.TotalResent++;                                     // It was on the SYN (tcp_rcv_fastopen_synack).
            Counters.OctetsResent += segment.Payload;
        }

        if (segment.Sequence >= _sentEnd)
        {
            var isPushed = NoteNewSent(in segment);
            if (wasOnSyn)
            {
                NoteTextOfSynLost();
            }

            return segment.Payload > 0 ? isPushed : null;
        }

        NoteResent(in segment);
        return null;
    }

    private bool NoteNewSent(in Segment segment)
    {
        var beginsPacket = _burstLeft == 0 || segment.Sequence >= _packetEnd;
        if (beginsPacket)
        {
            BeginPacket(segment.Sequence);
        }

        _sender.Pacer.NoteSent(segment.Payload, beginsPacket, Counters.TextSegmentsOut);

        _burstLeft--;
        _burstSent++;
        var end = segment.TextEnd;
        var isPushed = _probesWindow || (_isPacketPushed && end == _packetEnd);
        var endsBurst = _burstLeft == 0 && _burstSent > 1;
        var isFirstOut = _sender.Board.Count == 0;
        var sent = new Sent
        {
            Start = segment.Sequence,
            End = segment.End,
            Time = _sender.Now,
            IsPushed = isPushed,
            Burst = _burst,
        };
        _sentEnd = segment.End;
        _sender.Rate.NoteSent(sent, isFirstOut, _sender.Now);
        _sender.Board.Add(sent);
        _timer.NoteNewSent(isFirstOut);
        _reduction.NoteSent(1);
        _newSent++;
        if (isPushed)
        {
            _burstLeft = _burstSent = 0;                               // What the user wrote ends here.
        }

        return endsBurst || isPushed;
    }

    private void BeginPacket(SequenceNumber start)
    {
        (_packetEnd, _isPacketPushed) = _buffers.Take(start, TextEnd, Bounds);
        var size = _sender.Edges.TextSize;
        var segments = Math.Max(_packetEnd - start + size - 1, 1) / size;
        (_burst, _burstLeft, _burstSent) = (++_bursts, Math.Max(segments, 1), 0);
    }

    private SequenceNumber TextEnd => _sender.Edges.End - (_sender.Edges.EndsWithFin ? 1 : 0);

    private PacketBounds Bounds => new(
        _sender.Edges.TextSize, _sender.Edges.WindowMost, _sender.Edges.WindowEnd, _sender.Board.InFlight,
        _sender.Window.Size, _allowance.BurstMost);

    /// <summary>What was written is queued as far as there is room.</summary>
    private void SettleBuffers(in Tcb tcb) =>
        _buffers.Settle(tcb.SndNxt, tcb.SndEnd - (tcb.FinQueued ? 1 : 0), Bounds);

    private void NoteResent(in Segment segment)
    {
        if (Find(segment.Sequence) is not { } sent)
        {
            return;
        }

        while (sent.End < segment.End && _sender.Board.After(sent) is { IsSacked: false })
        {
            _sender.Board.Join(sent);
        }

        if (segment.End < sent.End)
        {
            _sender.Board.Split(sent, segment.End);
        }

        _sender.Pacer.NoteSent(segment.Payload, beginsPacket: true, Counters.TextSegmentsOut);
        _burstLeft -= sent.Burst == _burst && _burstLeft > 0 ? 1 : 0;
        _sender.TotalResent++;
        Counters.OctetsResent += segment.Payload;
        _sender.Board.MarkResent(sent, _sender.Now, counts: !_isProbing);
        _sender.Rate.NoteSent(sent, isFirstOut: false, _sender.Now);
        if (_isProbing)
        {
            return;
        }

        _sender.Size.ForgetProbe();
        _sender.MtuProbe = null;
        _sender.FirstResent ??= _sender.Now;
        _sender.UndoResent = Math.Max(_sender.UndoResent, 0) + 1;
        _reduction.NoteSent(1);
        if (sent == _sender.Board.First && _timer.Kind != SendTimerKind.Reordering)
        {
            _timer.Set(SendTimerKind.Retransmission, _sender.Rtt.Timeout);
        }
    }

    private Sent? Find(SequenceNumber number)
    {
        foreach (var sent in _sender.Board.Stream)
        {
            if (number >= sent.Start && number < sent.End)
            {
                return sent;
            }
        }

        return null;
    }
}
