using System.Numerics;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// The memory that received text takes until the user has read it (sk_rmem_alloc): each segment takes a buffer of its
/// own, unless what follows fits the rest of the one before (net/ipv4/tcp_input.c tcp_try_coalesce).
/// </summary>
internal sealed class ReceiveQueue
{
    private readonly List<Held> _ready = [];
    private readonly List<Held> _early = [];
    private Held? _lastEarly;
    private Held? _lastRead;

    /// <summary>The memory taken, in octets.</summary>
    public int Taken { get; private set; }

    /// <summary>The memory of the buffer that was taken last, if what is in it came out of order.</summary>
    public int TakenEarly { get; private set; }

    /// <summary>Whether text waits for text before it.</summary>
    public bool HasGaps => _early.Count > 0;

    /// <summary>The number after the last octet that came out of order (ooo_last_skb).</summary>
    public SequenceNumber EarlyEnd => _lastEarly!.End;

    /// <summary>
    /// The memory of a segment: a power of two for its octets with headers and bookkeeping, and that of its descriptor
    /// (SKB_TRUESIZE, as a packet of a TUN device is allocated).
    /// </summary>
    /// <param name="octets">Octets of text.</param>
    /// <param name="options">Octets of options.</param>
    public static int MemoryOf(int octets, int options) => BufferOf(octets, options) + Descriptor;

    private const int Descriptor = 256;

    /// <summary>Room before the packet, and its headers without options.</summary>
    private const int Headers = 64 + 40;
    private const int Bookkeeping = 320;

    /// <summary>The smallest buffer (SKB_SMALL_HEAD_CACHE_SIZE).</summary>
    private const int Smallest = 576;

    /// <summary>Text came.</summary>
    /// <param name="start">Its first number.</param>
    /// <param name="octets">How much.</param>
    /// <param name="options">Octets of options beside it.</param>
    /// <param name="expected">What was expected next.</param>
    /// <param name="stamp">When it came, if arrivals are stamped.</param>
    /// <returns>Whether it is kept; what was there already is not.</returns>
    public bool Take(SequenceNumber start, int octets, int options, SequenceNumber expected, long? stamp)
    {
        TakenEarly = 0;
        var buffer = BufferOf(octets, options);
        var held = new Held(start, start + octets, buffer + Descriptor)
        {
            Room = buffer - Bookkeeping - Headers - options - octets,
            Stamp = stamp,
        };
        if (start > expected)
        {
            return Insert(held);
        }

        if (held.End <= expected)
        {
            return false;
        }

        Append(held);
        Ready(held.End);
        return true;
    }

    /// <summary>The user has read up to a number.</summary>
    public void Release(SequenceNumber read)
    {
        while (_ready.Count > 0 && _ready[0].End <= read)
        {
            Taken -= _ready[0].Memory;
            _lastRead = _ready[0];
            _ready.RemoveAt(0);
        }
    }

    /// <summary>
    /// When the buffer came that holds an octet, or was the last to, if it is stamped (tcp_update_recv_tstamps).
    /// </summary>
    public long? StampOf(SequenceNumber octet) =>
        (_ready.Find(held => held.Holds(octet)) ?? (_lastRead?.Holds(octet) == true ? _lastRead : null))?.Stamp;

    /// <summary>Where the buffer ends that holds a number, or what comes first, that or a limit.</summary>
    public SequenceNumber ChunkEnd(SequenceNumber read, SequenceNumber limit)
    {
        foreach (var held in _ready)
        {
            if (held.End > read)
            {
                return held.End < limit ? held.End : limit;
            }
        }

        return limit;
    }

    /// <summary>What is read no more is freed.</summary>
    public void Clear()
    {
        _ready.Clear();
        _early.Clear();
        (Taken, _lastEarly) = (0, null);
    }

    private void Append(Held held)
    {
        if (_ready is [.., var last] && last.Joins(held))
        {
            return;
        }

        _ready.Add(held);
        Taken += held.Memory;
    }

    /// <summary>What came early follows now (tcp_ofo_queue).</summary>
    private void Ready(SequenceNumber next)
    {
        while (_early.Count > 0 && _early[0].Start <= next)
        {
            var first = _early[0];
            _early.RemoveAt(0);
            Taken -= first.Memory;
            if (first.End > next)
            {
                next = first.End;
                Append(first);
            }
        }

        _lastEarly = _early.Count > 0 ? _early[^1] : null;
    }

    private bool Insert(Held held)
    {
        var place = 0;
        if (_lastEarly is { } last && last.Joins(held))
        {
            return true;
        }

        while (place < _early.Count && _early[place].Start < held.Start)
        {
            var before = _early[place++];
            if (held.End <= before.End)
            {
                return false;
            }

            if (before.Joins(held))
            {
                return true;
            }
        }

        while (place < _early.Count && _early[place].Start < held.End)
        {
            if (_early[place].Start == held.Start && held.End <= _early[place].End)
            {
                return false;
            }

            if (held.End < _early[place].End)
            {
                break;
            }

            Taken -= _early[place].Memory;
            _early.RemoveAt(place);
        }

        _early.Insert(place, held);
        TakenEarly = held.Memory;
        Taken += held.Memory;
        _lastEarly = _early[^1];
        return true;
    }

    private static int BufferOf(int octets, int options)
    {
        var needed = ((octets + options + Headers + 63) & ~63) + Bookkeeping;
        return needed <= Smallest ? Smallest : (int)BitOperations.RoundUpToPowerOf2((uint)needed);
    }

    private sealed class Held(SequenceNumber start, SequenceNumber end, int memory)
    {
        public SequenceNumber Start => start;

        public SequenceNumber End { get; private set; } = end;

        public int Memory => memory;

        public int Room { get; set; }

        /// <summary>When it came; that of the last segment in it.</summary>
        public long? Stamp { get; set; }

        public bool Holds(SequenceNumber octet) => octet >= start && octet < End;

        /// <summary>Takes what follows into what is left of its buffer, if it fits (skb_try_coalesce).</summary>
        public bool Joins(Held next)
        {
            var octets = next.End - next.Start;
            if (next.Start != End || octets > Room)
            {
                return false;
            }

            (End, Room) = (next.End, Room - octets);
            Stamp = next.Stamp ?? Stamp;
            return true;
        }
    }
}
