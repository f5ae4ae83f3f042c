using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// What a tap on the way knows of an end whatever was lost, or overtaken, between the two: what passed can have reached
/// it, and nothing else has. Memory is bounded.
/// </summary>
/// <param name="isFirst">
/// Whether no connection was seen between the same addresses before, of which segments may be late.
/// </param>
internal sealed class FarEnd(bool isFirst)
{
    private const int StretchesMost = 256;
    private const byte ScaleMost = 14;

    private const OptionKinds OfSyn =
        OptionKinds.WindowScale | OptionKinds.SackPermitted | OptionKinds.MaximumSegmentSize;

    private readonly List<(SequenceNumber Start, SequenceNumber End)> _ahead = [];
    private SynOffers _own;
    private SynOffers _peer;
    private bool _hasArrived;
    private bool _isBlind;
    private SequenceNumber _reached;
    private SequenceNumber _arrivedEnd;
    private bool _hasEdge;
    private SequenceNumber _offeredEdge;
    private bool _hasSent;
    private SequenceNumber _sentEnd;
    private bool _hasFin;
    private SequenceNumber _fin;
    private bool _hasStamp;
    private uint _firstStamp;
    private uint _lastStamp;

    /// <summary>Whether a segment begins another connection.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isArrival">Whether it is on its way to the end.</param>
    public bool IsOfAnother(in Segment segment, bool isArrival) => Connection.IsBareSyn(in segment)
        && (isArrival ? _peer : _own).HasOtherNumber(in segment);

    /// <summary>A segment passed on its way to the end.</summary>
    public void NoteArrival(in Segment segment)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            _peer.Note(in segment);
        }

        if (segment.Options.Has(OptionKinds.TimeStamps))
        {
            NoteStamp(segment.Options.StampValue);
        }

        if (segment.Has(SegmentFlags.Ack))
        {
            var edge = segment.Acknowledgment + (segment.Window << Scale(in segment));
            _offeredEdge = _hasEdge ? SequenceNumber.Later(_offeredEdge, edge) : edge;
            _hasEdge = true;
        }

        _reached = _hasArrived ? _reached : segment.End;
        _arrivedEnd = _hasArrived ? SequenceNumber.Later(_arrivedEnd, segment.End) : segment.End;
        _hasArrived = true;
        Cover(segment.Sequence, segment.End);
    }

    /// <summary>A segment of the end passed.</summary>
    public void NoteDeparture(in Segment segment)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            _own.Note(in segment);
        }

        if (segment.Has(SegmentFlags.Fin) && !_hasFin)
        {
            (_hasFin, _fin) = (true, segment.TextEnd);
        }

        if (segment.Payload > 0)
        {
            _sentEnd = _hasSent ? SequenceNumber.Later(_sentEnd, segment.TextEnd) : segment.TextEnd;
            _hasSent = true;
        }
    }

    /// <summary>What is wrong with a segment of the end, whatever was lost; <see langword="null"/> if nothing is.
    /// </summary>
    public FarFault? FaultOf(in Segment sent) => sent.Has(SegmentFlags.Rst) || !_hasArrived ? null
        : FaultOfSent(in sent) is not { } fault ? null
        : isFirst ? fault
        : fault with { IsCertain = false };

    private FarFault? FaultOfSent(in Segment sent)
    {
        if (sent.Has(SegmentFlags.Ack) && sent.Acknowledgment > _arrivedEnd)
        {
            return new FarFault(
                $"it acknowledges {sent.Acknowledgment}, but the peer has sent nothing behind {_arrivedEnd}",
                "RFC 9293 3.10.7.4");
        }

        if (sent.Has(SegmentFlags.Syn))
        {
            return _own.HasOtherNumber(in sent)
                ? new FarFault("another SYN than that of its connection goes out", "RFC 9293 3.4.1", IsCertain: false)
                : null;
        }

        return FaultOfNumbers(in sent) ?? FaultOfOptions(in sent);
    }

    private FarFault? FaultOfNumbers(in Segment sent)
    {
        if (!sent.Has(SegmentFlags.Ack))
        {
            return new FarFault("it has no ACK", "RFC 9293 3.1");
        }

        if (_peer.IsKnown && sent.Acknowledgment <= _peer.Number)
        {
            return new FarFault(
                $"it acknowledges {sent.Acknowledgment}, but the SYN of the peer has {_peer.Number}",
                "RFC 9293 3.10.7.4");
        }

        if (_own.IsKnown && sent.Sequence < _own.Number)
        {
            return new FarFault(
                $"its sequence number is {sent.Sequence}, but its SYN has {_own.Number}", "RFC 9293 3.4");
        }

        if (_hasEdge && sent.Payload > 1 && sent.TextEnd > _offeredEdge)
        {
            return new FarFault(
                $"it goes {sent.TextEnd - _offeredEdge} octets past every window of the peer", "RFC 9293 3.8.6");
        }

        if (_hasFin && ((_hasSent && _sentEnd > _fin) || (sent.Has(SegmentFlags.Fin) && sent.TextEnd != _fin)))
        {
            return new FarFault($"its FIN has {_fin}, and is not the end of what it sends", "RFC 9293 3.10.4");
        }

        return !_isBlind && sent.Acknowledgment > _reached
            ? new FarFault(
                $"it acknowledges {sent.Acknowledgment}, but of what comes before, {_reached} was not seen to pass",
                "RFC 9293 3.10.7.4", IsCertain: false)
            : null;
    }

    private FarFault? FaultOfOptions(in Segment sent)
    {
        var options = sent.Options;
        if ((options.Present & OfSyn) != 0)
        {
            return new FarFault($"{options.Present & OfSyn} belongs in a SYN", "RFC 9293 3.2");
        }

        if (_own.IsKnown && _peer.IsKnown && FaultOfAgreement(options.Present) is { } fault)
        {
            return fault;
        }

        if (options.Has(OptionKinds.TimeStamps) && _hasStamp
            && unchecked((int)(options.StampEcho - _lastStamp) > 0 || (int)(options.StampEcho - _firstStamp) < 0))
        {
            return new FarFault(
                $"it returns the time stamp {options.StampEcho}, but the peer has sent {_firstStamp} to {_lastStamp}",
                "RFC 7323 4.3");
        }

        for (var index = 0; options.Has(OptionKinds.Sack) && index < options.Sack.Count; index++)
        {
            var block = options.Sack[index];
            if (block.Left >= block.Right || block.Right > _arrivedEnd)
            {
                return new FarFault(
                    $"its SACK block {block.Left}:{block.Right} is not of text that the peer has sent", "RFC 2018 4");
            }
        }

        return null;
    }

    private FarFault? FaultOfAgreement(OptionKinds present)
    {
        if ((present & OptionKinds.TimeStamps) == 0)
        {
            return (_own.Always & _peer.Always & OptionKinds.TimeStamps) == 0
                ? null
                : new FarFault("it has no time stamp, although both ends agreed on them", "RFC 7323 3.2");
        }

        return (_own.Ever & _peer.Ever & OptionKinds.TimeStamps) == 0
            ? new FarFault("it has a time stamp, although the ends did not agree on them", "RFC 7323 3.2")
            : null;
    }

    private void NoteStamp(uint stamp)
    {
        _firstStamp = !_hasStamp || unchecked((int)(stamp - _firstStamp)) < 0 ? stamp : _firstStamp;
        _lastStamp = !_hasStamp || unchecked((int)(stamp - _lastStamp)) > 0 ? stamp : _lastStamp;
        _hasStamp = true;
    }

    /// <summary>By how much a window of the peer is shifted, at most.</summary>
    private int Scale(in Segment segment) => segment.Has(SegmentFlags.Syn) ? 0
        : _peer.IsKnown ? (_peer.Ever & OptionKinds.WindowScale) != 0 ? _peer.Scale : 0
        : ScaleMost;

    /// <summary>Joins a stretch of text to what has passed without a gap.</summary>
    private void Cover(SequenceNumber start, SequenceNumber end)
    {
        if (_isBlind || end <= _reached)
        {
            return;
        }

        if (start > _reached)
        {
            _ahead.Add((start, end));
            _isBlind = _ahead.Count > StretchesMost && !Merge();
            return;
        }

        _reached = end;
        if (_ahead.Count > 0)
        {
            Merge();
        }
    }

    /// <summary>Sorts what lies ahead, and joins what touches.</summary>
    /// <returns>Whether there is room again.</returns>
    private bool Merge()
    {
        _ahead.Sort((left, right) => left.Start - right.Start);
        var kept = 0;
        for (var index = 0; index < _ahead.Count; index++)
        {
            var (start, end) = _ahead[index];
            if (start <= _reached)
            {
                _reached = SequenceNumber.Later(_reached, end);
            }
            else if (kept > 0 && start <= _ahead[kept - 1].End)
            {
                _ahead[kept - 1] = (_ahead[kept - 1].Start, SequenceNumber.Later(_ahead[kept - 1].End, end));
            }
            else
            {
                _ahead[kept++] = (start, end);
            }
        }

        _ahead.RemoveRange(kept, _ahead.Count - kept);
        return kept < StretchesMost / 2;
    }

    /// <summary>What the SYNs of an end have offered.</summary>
    private struct SynOffers
    {
        public bool IsKnown;
        public SequenceNumber Number;
        public OptionKinds Always;
        public OptionKinds Ever;
        public byte Scale;

        public readonly bool HasOtherNumber(in Segment syn) => IsKnown && syn.Sequence != Number;

        public void Note(in Segment syn)
        {
            if (HasOtherNumber(in syn))
            {
                return;
            }

            var present = syn.Options.Present;
            Always = IsKnown ? Always & present : present;
            Ever |= present;
            Scale = Math.Min(Math.Max(Scale, syn.Options.WindowScale), ScaleMost);
            (IsKnown, Number) = (true, syn.Sequence);
        }
    }
}

/// <summary>What is wrong with a segment of an end that is seen from afar.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Citation">What says so.</param>
/// <param name="IsCertain">Whether nothing explains it that was not seen.</param>
internal sealed record FarFault(string Message, string Citation, bool IsCertain = true);
