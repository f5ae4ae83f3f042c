using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// The window that is told: it grows with what comes, no further than what comes would fit the buffer, headers and all,
/// and the buffer grows with what the user reads in a round trip (net/ipv4/tcp_input.c tcp_grow_window,
/// tcp_rcv_space_adjust; net/ipv4/tcp_output.c __tcp_select_window). Times are in microseconds.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed partial class ReceiveWindow(TransportSettings settings)
{
    /// <summary>The part of a buffer that is for text, in 256ths, before anything came (TCP_DEFAULT_SCALING_RATIO).
    /// </summary>
    private const int FirstRatio = 128;
    private const int Parts = 256;

    /// <summary>Segments in the first measurement of what the user reads (TCP_INIT_CWND).</summary>
    private const int FirstSegments = 10;

    /// <summary>The part of the buffer below which no window is opened (allowed_space >> 4).</summary>
    private const int LeastPart = 16;

    private readonly ReceiveQueue _queue = new();
    private int _ratio = FirstRatio;
    private long _buffer;
    private int _userBuffer;
    private int _lowWater = 1;
    private int _segment;
    private bool _isOn;
    private long _spaceTime;
    private SequenceNumber _spaceStart;
    private SequenceNumber _read;

    /// <summary>The round-trip time of what is received.</summary>
    public ReceiverRtt Rtt { get; } = new();

    /// <summary>The most that is told for now (rcv_ssthresh).</summary>
    public int Threshold { get; private set; }

    /// <summary>The most that is ever told (window_clamp).</summary>
    public int Clamp { get; private set; }

    /// <summary>What the user reads in a round trip (rcvq_space.space).</summary>
    public int Space { get; private set; }

    /// <summary>So much is worth reading (sk_rcvlowat).</summary>
    public int LowWater => _lowWater;

    /// <summary>The memory that may be taken (sk_rcvbuf).</summary>
    public long Buffer => _buffer;

    /// <summary>The memory that is taken (sk_rmem_alloc).</summary>
    public int Taken => _queue.Taken;

    /// <summary>The window as it was told last, whatever came since (tcp_sock rcv_wnd).</summary>
    public static int ToldOf(in Tcb tcb) => tcb.RcvWnd + (tcb.RcvNxt - tcb.RcvTold);

    /// <summary>
    /// The connection is up (tcp_init_buffer_space). Its SYN could tell no more of the window than its header holds,
    /// but that binds neither what is taken nor what later segments tell (tcp_select_initial_window).
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="now">The time.</param>
    /// <param name="openedFast">
    /// Whether a SYN has opened it, so that this was settled before segments had stamps (tcp_fastopen_create_child).
    /// </param>
    /// <returns>The first window.</returns>
    public int Begin(in Tcb tcb, long now, bool openedFast = false)
    {
        _isOn = tcb.RcvLimit > 0;
        _buffer = (long)tcb.RcvBuffer * Parts / FirstRatio;
        _segment = SegmentOf(in tcb);
        var told = tcb.Origin == Origin.Active ? tcb.Mss : _segment;
        var whole = tcb.RcvBuffer;
        var asked = openedFast ? tcb.Mss : _segment;
        var clamp = tcb.RcvClamp > 0 ? Math.Min(tcb.RcvClamp, whole) : whole;
        Clamp = Math.Min(ushort.MaxValue << tcb.RcvScale, clamp);
        if (settings.KeptBackShift > 0 && Clamp >= whole && whole > 4 * asked)
        {
            Clamp = Math.Max(whole - (whole >> Math.Min(settings.KeptBackShift, 31)), 4 * asked);
        }

        if (settings.KeptBackShift > 0 && Clamp > 2 * asked && Clamp + asked > whole)
        {
            Clamp = Math.Max(2 * asked, whole - asked);
        }

        var first = clamp > told ? clamp / told * told : clamp;
        first = settings.FirstSegmentsMost > 0 ? Math.Min(first, settings.FirstSegmentsMost * told) : first;
        first = settings.WindowsAreSigned ? Math.Min(first, short.MaxValue) : first;
        Threshold = Math.Min(first, Clamp);
        Space = Math.Min(Threshold, FirstSegments * _segment);
        (_spaceTime, _spaceStart, _read) = (now, tcb.Copied, tcb.Copied);
        return _isOn ? first : tcb.RcvWnd;
    }

    /// <summary>The text of the greatest segment that is asked for (tcp_sock advmss).</summary>
    public static int SegmentOf(in Tcb tcb) =>
        tcb.Mss - ((tcb.Agreed & OptionKinds.TimeStamps) != 0 ? TcpOptions.StampOctets : 0);

    /// <summary>The user may have set the size of the buffer, or how much is worth reading (tcp_set_rcvlowat).
    /// </summary>
    public void Follow(in Socket socket)
    {
        if (!_isOn)
        {
            return;
        }

        if (socket.Settings.ReceiveBuffer > 0 && socket.Settings.ReceiveBuffer != _userBuffer)
        {
            _buffer = _userBuffer = socket.Settings.ReceiveBuffer;
        }

        if (socket.LowWater > _lowWater && _userBuffer == 0 && MemoryFor(socket.LowWater) > _buffer)
        {
            _buffer = MemoryFor(socket.LowWater);
            Clamp = Math.Max(Clamp, socket.LowWater);
        }

        _lowWater = Math.Max(socket.LowWater, 1);
    }

    /// <summary>The user bounds the window (tcp_set_window_clamp).</summary>
    /// <param name="clamp">What it may be at most.</param>
    /// <param name="told">What is told.</param>
    public void SetClamp(int clamp, int told)
    {
        if (clamp < Clamp)
        {
            Threshold = Math.Min(Threshold, clamp);
        }
        else
        {
            Threshold = Math.Max(Math.Min(told, clamp), Threshold);
        }

        Clamp = clamp;
    }

    /// <summary>Text came and lies in the queue.</summary>
    /// <returns>Whether it is kept; what was there already is not.</returns>
    public bool Queue(in Tcb before, in Segment segment)
    {
        var isKept = _queue.Take(
            segment.Sequence, segment.Payload, OptionOctets(in segment), before.RcvNxt, ArrivalStamp);
        Predict();
        return isKept;
    }

    /// <summary>Whether the text that came last was joined with the text before it, out of order.</summary>
    public bool HasJoinedEarly => _queue.HasJoinedEarly;

    /// <summary>FIN came on its own, in order.</summary>
    public void QueueFin(in Segment segment) => _queue.TakeFin(segment.Sequence, OptionOctets(in segment));

    /// <summary>When the segment in hand came, if arrivals are stamped.</summary>
    public long? ArrivalStamp { get; set; }

    /// <summary>When the buffer came that an octet was read from, if it is stamped.</summary>
    public long? StampOf(SequenceNumber octet) => _queue.StampOf(octet);

    /// <summary>A full segment shows how much of a buffer is for text (tcp_measure_rcv_mss).</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="full">The size of a full segment, as it was known before.</param>
    /// <param name="told">The window that is told.</param>
    public void Measure(in Segment segment, int full, int told)
    {
        if (!_isOn || segment.Payload <= full)
        {
            return;
        }

        var memory = ReceivedBuffer.MemoryOf(segment.Payload, OptionOctets(in segment));
        var ratio = Math.Clamp(segment.Payload * Parts / memory, 1, byte.MaxValue);
        if (ratio == _ratio)
        {
            return;
        }

        _ratio = ratio;
        SetClamp(Part(_buffer), told);
        Space = Math.Min(Space, Clamp);
    }

    /// <summary>The window grows by what came.</summary>
    /// <param name="segment">What came.</param>
    /// <param name="peerSegment">The size of a full segment.</param>
    /// <returns>Whether it grew.</returns>
    public bool Grow(in Segment segment, int peerSegment)
    {
        // Text out of order is charged only after that (tcp_data_queue_ofo).
        var free = Part(_buffer - _queue.Taken + _queue.TakenEarly);
        var room = Math.Min(Clamp, free) - Threshold;
        if (!_isOn || room <= 0)
        {
            return false;
        }

        var octets = segment.Payload;
        var memory = ReceivedBuffer.MemoryOf(octets, OptionOctets(in segment));
        var growth = Part(memory) <= octets ? 2 * _segment : GrowthOf(memory, octets, peerSegment);
        if (growth == 0)
        {
            return false;
        }

        Threshold += Math.Min(room, Math.Max(growth, 2 * octets));
        return true;
    }

    /// <summary>Text came out of order: the buffer may have to hold more (tcp_data_queue_ofo).</summary>
    public void NoteGap(SequenceNumber expected) => GrowBuffer(Space, expected);

    /// <summary>The user has read: buffers are freed, and what is read in a round trip is measured.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="lastSegment">When a segment last came or went (tcp_mstamp).</param>
    /// <returns>Whether anything was read.</returns>
    public bool NoteRead(in Tcb tcb, long lastSegment)
    {
        if (tcb.Copied == _read)
        {
            return false;
        }

        while (_read < tcb.Copied)
        {
            _read = _queue.ChunkEnd(_read, tcb.Copied);
            _queue.Release(_read);
            Adjust(tcb.RcvNxt, lastSegment);
        }

        return true;
    }

    /// <summary>Whether so little is free that acknowledgments at once make no sense (__tcp_select_window).</summary>
    public bool IsTight => _isOn && Free < Math.Min(Clamp, Part(_buffer)) >> 1;

    /// <summary>The window that could be told now, were it not bound to what was (__tcp_select_window).</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="peerSegment">The size of a full segment.</param>
    public int Offer(in Tcb tcb, int peerSegment)
    {
        var allowed = Part(_buffer);
        var full = Math.Min(Clamp, allowed);
        var segment = Math.Min(peerSegment, full);
        var free = Free;
        var unit = 1 << tcb.RcvScale;
        if (segment <= 0)
        {
            return 0;
        }

        if (settings.WindowsShrink)
        {
            free &= -unit;                                             // It is told anew with each segment.
        }

        if (free < full >> 1)
        {
            free &= -unit;
            if (free < allowed / LeastPart || free < segment || (settings.WindowsShrink && free < unit))
            {
                return 0;
            }
        }

        free = Math.Min(free, Threshold);
        if (tcb.RcvScale > 0 || settings.WindowsShrink)
        {
            return (free + unit - 1) & -unit;
        }

        var told = ToldOf(in tcb);
        var offer = told <= free - segment || told > free ? free / segment * segment
            : segment == full && free > told + (full >> 1) ? free
            : told;
        return IsSigned(in tcb) ? Math.Min(offer, short.MaxValue) : offer;
    }

    /// <summary>Whether the number of a window could be taken for a negative one.</summary>
    private bool IsSigned(in Tcb tcb) => settings.WindowsAreSigned && tcb.RcvScale == 0;

    /// <summary>Whether the window that can be told is worth telling (tcp_cleanup_rbuf).</summary>
    public bool Reopens(in Tcb tcb, int peerSegment) =>
        _isOn && 2 * tcb.RcvWnd <= Clamp && Offer(in tcb, peerSegment) is > 0 and var offer && offer >= 2 * tcb.RcvWnd;

    /// <summary>Lets the connection tell what was found.</summary>
    public void Apply(ref Tcb tcb, in Tcb after, int peerSegment)
    {
        if (_isOn)
        {
            tcb.HasRcvOffer = true;
            tcb.RcvOffer = Offer(in after, peerSegment);
        }
    }

    private int Free => Part(_buffer - _queue.Taken);

    private int Part(long memory) => (int)(memory * _ratio >> 8);

    private long MemoryFor(long window) => (window << 8) / _ratio;

    /// <summary>A part of what is read was read (tcp_rcv_space_adjust).</summary>
    private void Adjust(SequenceNumber next, long time)
    {
        if (Rtt.Eighths == 0 || time - _spaceTime < Rtt.Eighths >> 3)
        {
            return;
        }

        var copied = _read - _spaceStart - (next - _read);
        if (copied > Space)
        {
            GrowBuffer(copied, next);
        }

        (_spaceStart, _spaceTime) = (_read, time);
    }

    /// <summary>The buffer follows what the user reads in a round trip (tcp_rcvbuf_grow).</summary>
    private void GrowBuffer(int space, SequenceNumber next)
    {
        var before = Space;
        Space = space;
        if (!_isOn || !settings.TunesReceiveBuffer || _userBuffer > 0 || before == 0)
        {
            return;
        }

        var window = (long)space << 1;
        window += window * (space - before) / before << 1;             // In slow start the sender may double its rate.
        window += _queue.HasGaps ? _queue.EarlyEnd - next : 0;
        var memory = Math.Min(MemoryFor(window), settings.ReceiveBufferMost);
        if (memory > _buffer)
        {
            _buffer = memory;
            Clamp = Part(memory);
        }
    }

    /// <summary>
    /// By how much the window grows for segments that take more memory than is for them: less and less
    /// (__tcp_grow_window).
    /// </summary>
    private int GrowthOf(int memory, int octets, int peerSegment)
    {
        var (share, window) = (Part(memory) >> 1, Part(settings.ReceiveBufferMost) >> 1);
        while (Threshold <= window)
        {
            if (share <= octets)
            {
                return 2 * peerSegment;
            }

            share >>= 1;
            window >>= 1;
        }

        return 0;
    }

    private static int OptionOctets(in Segment segment) =>
        (segment.Options.Has(OptionKinds.TimeStamps) ? TcpOptions.StampOctets : 0)
        + (segment.Options.Sack.Count > 0 ? 4 + (8 * segment.Options.Sack.Count) : 0);
}
