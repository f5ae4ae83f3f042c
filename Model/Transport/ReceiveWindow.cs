using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// How the window that is told grows with what comes: no further than what comes would fit the buffer, headers and all
/// (net/ipv4/tcp_input.c tcp_grow_window).
/// </summary>
internal sealed class ReceiveWindow
{
    /// <summary>The part of a buffer that is for text, in 256ths, before anything came (TCP_DEFAULT_SCALING_RATIO).
    /// </summary>
    private const int FirstRatio = 128;
    private const int Parts = 256;

    /// <summary>Segments in the first measurement of what the user reads (TCP_INIT_CWND).</summary>
    private const int FirstSegments = 10;

    private int _ratio = FirstRatio;
    private long _buffer;
    private int _applied;
    private int _segment;
    private bool _isOn;

    /// <summary>The most that is told for now (rcv_ssthresh).</summary>
    public int Threshold { get; private set; }

    /// <summary>The most that is ever told (window_clamp).</summary>
    public int Clamp { get; private set; }

    /// <summary>What the user reads in a round trip (rcvq_space.space).</summary>
    public int Space { get; private set; }

    /// <summary>The connection is up (tcp_init_buffer_space).</summary>
    public void Begin(in Tcb tcb)
    {
        _isOn = tcb.RcvLimit > 0;
        _applied = tcb.RcvBuffer;
        _buffer = (long)tcb.RcvBuffer * Parts / FirstRatio;
        _segment = tcb.Mss;
        var whole = tcb.RcvBuffer;
        Clamp = Math.Min(ushort.MaxValue << tcb.RcvScale, whole);
        if (Clamp > 2 * _segment && Clamp + _segment > whole)
        {
            Clamp = Math.Max(2 * _segment, whole - _segment);
        }

        // A SYN can tell no more than its header holds, but that binds no later segment (tcp_select_initial_window).
        Threshold = Math.Min(whole > _segment ? whole / _segment * _segment : whole, Clamp);
        Space = Math.Min(Threshold, FirstSegments * _segment);
    }

    /// <summary>Text came: a full segment shows how much of a buffer is for text (tcp_measure_rcv_mss).</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="octets">How much.</param>
    /// <param name="segment">The size of a full segment, as it was known before.</param>
    public void NoteText(in Tcb tcb, int octets, int segment)
    {
        if (!_isOn || octets <= segment)
        {
            return;
        }

        FollowBuffer(in tcb);
        var ratio = Math.Clamp(octets * Parts / MemoryOf(octets), 1, byte.MaxValue);
        if (ratio == _ratio)
        {
            return;
        }

        _ratio = ratio;
        var clamp = Part(_buffer);
        Threshold = clamp < Clamp ? Math.Min(Threshold, clamp) : Math.Max(Math.Min(tcb.RcvWnd, clamp), Threshold);
        Clamp = clamp;
        Space = Math.Min(Space, clamp);
    }

    /// <summary>The window grows by what came.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="octets">How much came.</param>
    /// <param name="peerSegment">The size of a full segment.</param>
    /// <returns>Whether it grew.</returns>
    public bool Grow(in Tcb tcb, int octets, int peerSegment)
    {
        var room = Math.Min(Clamp, Part(_buffer) - tcb.Unread) - Threshold;
        if (!_isOn || room <= 0)
        {
            return false;
        }

        var memory = MemoryOf(octets);
        var growth = Part(memory) <= octets ? 2 * _segment : GrowthOf(memory, octets, peerSegment);
        if (growth == 0)
        {
            return false;
        }

        Threshold += Math.Min(room, Math.Max(growth, 2 * octets));
        return true;
    }

    /// <summary>The window that could be told now, were it not bound to what was (__tcp_select_window).</summary>
    public int Offer(in Tcb tcb)
    {
        var unit = 1 << tcb.RcvScale;
        return _isOn ? (Math.Min(Part(_buffer) - tcb.Unread, Threshold) + unit - 1) & -unit : int.MaxValue;
    }

    /// <summary>Lets the connection tell what was found.</summary>
    public void Apply(ref Tcb tcb)
    {
        if (_isOn)
        {
            FollowBuffer(in tcb);
            tcb.RcvLimit = Threshold;
            tcb.RcvBuffer = _applied = Part(_buffer);
        }
    }

    /// <summary>The user may have set the buffer.</summary>
    private void FollowBuffer(in Tcb tcb)
    {
        if (tcb.RcvBuffer != _applied)
        {
            _buffer = (long)tcb.RcvBuffer * Parts / _ratio;
            _applied = tcb.RcvBuffer;
        }
    }

    private int Part(long memory) => (int)(memory * _ratio / Parts);

    /// <summary>
    /// By how much the window grows for segments that take more memory than is for them: less and less
    /// (__tcp_grow_window).
    /// </summary>
    private int GrowthOf(int memory, int octets, int peerSegment)
    {
        var (share, window) = (Part(memory) >> 1, Part(_buffer) >> 1);
        while (window > 0 && Threshold <= window)
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

    /// <summary>
    /// The memory that a received segment takes: a power of two for its octets with headers and bookkeeping, and that
    /// of its descriptor (SKB_TRUESIZE, as a packet of a TUN device is allocated).
    /// </summary>
    private static int MemoryOf(int octets)
    {
        const int Headers = 64 + 40;
        const int Bookkeeping = 320;
        const int Descriptor = 256;
        const int Smallest = 704;
        var needed = ((octets + Headers + 63) & ~63) + Bookkeeping;
        return (needed <= Smallest ? Smallest : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed))
            + Descriptor;
    }
}
