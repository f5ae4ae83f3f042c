using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What the peer of a connection knows of the stack: what its segments have shown.</summary>
internal record struct PeerView
{
    /// <summary>So late that 1 is older than any acknowledgment that was overtaken (tcp_tsval_replay).</summary>
    private const uint FirstClock = 1_000_000;

    private uint _expected;
    private uint _windowEnd;
    private uint _stackStart;
    private uint _unacknowledged;
    private uint _next;
    private byte _shift;
    private byte _offeredShift;
    private bool _hasStart;
    private bool _hasExpected;
    private bool _isScaled;

    /// <summary>Begins with an initial sequence number of the peer.</summary>
    public PeerView(uint peerStart) => (PeerStart, PeerClock) = (peerStart, FirstClock);

    /// <summary>The peer's initial sequence number.</summary>
    public uint PeerStart { get; }

    /// <summary>What the peer's clock for time stamps shows.</summary>
    public uint PeerClock { get; private set; }

    /// <summary>The time stamp that the stack has sent last.</summary>
    public uint StackStamp { get; private set; }

    /// <summary>The number on the wire.</summary>
    public readonly uint Resolve(RelativeNumber number) => unchecked((uint)number.Offset + number.Base switch
    {
        NumberBase.PeerStart => PeerStart,
        NumberBase.Expected => _hasExpected ? _expected : PeerStart,
        NumberBase.WindowEnd => _hasExpected ? _windowEnd : PeerStart,
        NumberBase.Start => _stackStart,
        NumberBase.Unacknowledged => _unacknowledged,
        _ => _next,
    });

    /// <summary>A segment of the stack was seen.</summary>
    public void NoteSent(TraceSegment segment) => NoteSent(
        segment.Flags, segment.Sequence, segment.Payload, segment.Acknowledgment, segment.Window,
        segment.Options.OfType<WindowScale>().FirstOrDefault()?.Shift,
        segment.Options.OfType<TimeStamps>().FirstOrDefault()?.Value);

    /// <summary>A segment of the stack was seen. Resets tell nothing: they give back the peer's numbers.</summary>
    public void NoteSent(
        ControlBits flags, uint sequence, int payload, uint acknowledgment, int window, byte? scale, uint? stamp)
    {
        StackStamp = stamp ?? StackStamp;
        if ((flags & ControlBits.Rst) != 0)
        {
            return;
        }

        var isSyn = (flags & ControlBits.Syn) != 0;
        if (isSyn && (!_hasStart || sequence != _stackStart))
        {
            (_stackStart, _unacknowledged, _next, _hasStart) = (sequence, sequence, sequence, true);
        }

        _offeredShift = isSyn ? scale ?? 0 : _offeredShift;
        _shift = _isScaled && !isSyn ? _offeredShift : (byte)0;
        var end = unchecked(sequence + (uint)payload + (isSyn ? 1u : 0) + ((flags & ControlBits.Fin) != 0 ? 1u : 0));
        _next = unchecked((int)(end - _next)) > 0 ? end : _next;
        if ((flags & ControlBits.Ack) != 0)
        {
            _expected = acknowledgment;
            _windowEnd = unchecked(acknowledgment + (uint)(window << _shift));
            _hasExpected = true;
        }
    }

    /// <summary>The peer has sent a segment.</summary>
    public void NoteDelivered(in SegmentPattern pattern)
    {
        PeerClock++;
        if ((pattern.Flags & ControlBits.Syn) != 0)
        {
            _isScaled = pattern.Options == PeerOptions.All;
        }

        var acknowledgment = Resolve(pattern.Acknowledgment);
        if ((pattern.Flags & (ControlBits.Ack | ControlBits.Rst)) == ControlBits.Ack
            && unchecked((int)(acknowledgment - _unacknowledged)) > 0 && unchecked((int)(_next - acknowledgment)) >= 0)
        {
            _unacknowledged = acknowledgment;
        }
    }
}
