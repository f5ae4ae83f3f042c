using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>
/// One end of a session: a connection of the specification, and a policy that resolves what the specification leaves
/// open, within what it admits.
/// </summary>
internal sealed class SessionEnd
{
    private const long Millisecond = 1_000_000;
    private const long AckDelayMost = 400 * Millisecond;
    private const byte ProbesMost = 9;

    private readonly Random _random;
    private readonly SessionMarks _marks;
    private readonly int _segmentMost;
    private readonly bool _delaysAcks;
    private readonly bool _variesWindow;
    private int _unacknowledged;
    private long _ackDue = long.MaxValue;
    private Tcb _tcb;

    /// <summary>An end with choices that a seed makes.</summary>
    public SessionEnd(Random random, Random ofMarks, Endpoint local, Deviations deviations)
    {
        _random = random;
        _marks = new SessionMarks(ofMarks);
        _segmentMost = random.Next(4) switch { 0 => 1, 1 => random.Next(1, 100), _ => random.Next(100, 1461) };
        _delaysAcks = random.Next(2) == 0;
        _variesWindow = random.Next(2) == 0;
        Local = local;
        _tcb = new Tcb
        {
            RcvBuffer = random.Next(4) == 0 ? random.Next(1, 500) : random.Next(500, 65_536),
            Mss = 1460,
            SndMss = 1460,
            RetriesMost = 15,
            Offers = OptionKinds.MaximumSegmentSize | (OptionKinds)random.Next(0x10),
            RcvScale = (byte)random.Next(4),
            TellsDuplicates = random.Next(2) == 0,
            Nagle = random.Next(4) == 0,
            AvoidsSillyWindows = random.Next(4) == 0,
            Deviations = deviations,
            ProbesMost = ProbesMost,
        };
        _tcb.RcvScale = (_tcb.Offers & OptionKinds.WindowScale) != 0 ? _tcb.RcvScale : (byte)0;
    }

    /// <summary>This end.</summary>
    public Endpoint Local { get; }

    /// <summary>The connection.</summary>
    public ref Tcb Tcb => ref _tcb;

    /// <summary>When an acknowledgment that is held back has to go at the latest.</summary>
    public long AckDue => _ackDue;

    /// <summary>Whether somebody listens on the port.</summary>
    public bool Listens { get; set; }

    /// <summary>A segment arrives.</summary>
    public void Take(in Segment segment, CongestionMarks marks, long time)
    {
        _marks.Take(
            in segment, marks,
            Connection.Takes(in _tcb, in segment) && segment.Acknowledgment >= _tcb.SndUna);
        Take(in segment, time);
    }

    private void Take(in Segment segment, long time)
    {
        if (_tcb.Origin == Origin.Request && Connection.CompletesHandshake(in _tcb, in segment))
        {
            _tcb.Origin = Origin.Child;
        }

        if (IsForListener(in segment))
        {
            _tcb.State = TcpState.Listen;
            Connection.Fire(ref _tcb, in segment);
            _tcb.State = TcpState.Closed;
            return;
        }

        var wasOwed = _tcb.Owed.Contains(TcpOutput.Ack);
        Connection.Fire(ref _tcb, in segment);
        _tcb.Notices.Clear();
        _unacknowledged += segment.Length > 0 ? 1 : 0;
        var isInOrder = segment.Length > 0 && segment.End == _tcb.RcvNxt && segment.Payload > 0
            && !segment.Has(SegmentFlags.Fin);
        _ackDue = !_tcb.Owed.Contains(TcpOutput.Ack) ? long.MaxValue
            : !_delaysAcks || !isInOrder || _unacknowledged > 1 ? time
            : wasOwed ? Math.Min(_ackDue, time + AckDelayMost)
            : time + AckDelayMost;
    }

    /// <summary>What the end sends now.</summary>
    public IEnumerable<(Segment Segment, CongestionMarks Marks)> Send(long time)
    {
        while (TrySend(time, out var segment))
        {
            yield return (segment, _marks.Of(in segment));
        }
    }

    /// <summary>Whether a segment finds the listener only, and no request is made of it.</summary>
    private bool IsForListener(in Segment segment) =>
        Listens && _tcb.State == TcpState.Closed && _tcb.Origin != Origin.None && !segment.Has(SegmentFlags.Syn);

    private bool TrySend(long time, out Segment segment)
    {
        _tcb.StampClock = (uint)(time / Millisecond) + 1000;
        var copy = _tcb;
        if (Connection.TryEmit(ref copy, out segment) < 0
            || (segment is { Length: 0, Flags: SegmentFlags.Ack } && _ackDue > time && _ackDue != long.MaxValue))
        {
            return false;
        }

        segment = Vary(segment);
        if (Connection.Accept(ref _tcb, in segment) < 0)
        {
            throw new SpecificationException($"The specification makes what it does not admit: {segment}");
        }

        if (!_tcb.Owed.Contains(TcpOutput.Ack))
        {
            _unacknowledged = 0;
            _ackDue = long.MaxValue;
        }

        return true;
    }

    private Segment Vary(Segment made)
    {
        if (made.Has(SegmentFlags.Syn) || made.Has(SegmentFlags.Rst))
        {
            return made;
        }

        if (made.Payload > _segmentMost)
        {
            made.Payload = (ushort)_random.Next(1, _segmentMost + 1);
            made.Flags &= ~(SegmentFlags.Fin | SegmentFlags.Psh);
        }

        var told = _tcb.RcvWnd >> _tcb.RcvScale;
        if (_variesWindow && made.Window > told)
        {
            // A segment that only tells a window must open it.
            var least = made.Length == 0 ? told + 1 : told;
            made.Window = _random.Next(least, made.Window + 1);
        }

        return made;
    }
}
