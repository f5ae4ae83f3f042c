using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// The memory that received text takes until the user has read it (sk_rmem_alloc): each segment takes a buffer of its
/// own, unless what follows fits the rest of the one before (net/ipv4/tcp_input.c tcp_try_coalesce).
/// </summary>
internal sealed partial class ReceiveQueue
{
    private readonly List<ReceivedBuffer> _ready = [];
    private readonly List<ReceivedBuffer> _early = [];
    private ReceivedBuffer? _lastRead;
    private int _sent;
    private int _numbers;

    /// <summary>The memory taken, in octets.</summary>
    public int Taken { get; private set; }

    /// <summary>Memory that was asked for in whole pages and is not taken (sk_forward_alloc).</summary>
    public int Forward { get; private set; }

    /// <summary>The memory of the buffer that was taken last, if what is in it came out of order.</summary>
    public int TakenEarly { get; private set; }

    /// <summary>
    /// Whether the text that came last was joined with the text before it, out of order: what it repeats of the text
    /// behind it is not looked for then (tcp_ooo_try_coalesce).
    /// </summary>
    public bool HasJoinedEarly { get; private set; }

    /// <summary>Whether text waits for text before it.</summary>
    public bool HasGaps => _early.Count > 0;

    /// <summary>The number after the last octet that came out of order (ooo_last_skb).</summary>
    public SequenceNumber EarlyEnd => _early[^1].End;

    /// <summary>Text came.</summary>
    /// <param name="start">Its first number.</param>
    /// <param name="octets">How much.</param>
    /// <param name="options">Octets of options beside it.</param>
    /// <param name="expected">What was expected next.</param>
    /// <param name="stamp">When it came, if arrivals are stamped.</param>
    /// <returns>Whether it is kept; what was there already is not.</returns>
    public bool Take(SequenceNumber start, int octets, int options, SequenceNumber expected, long? stamp)
    {
        (TakenEarly, HasJoinedEarly) = (0, false);
        var held = ReceivedBuffer.Of(start, octets, options);
        held.Stamp = stamp;
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

    /// <summary>FIN came on its own: it lies behind what waits to be read, or takes a buffer (tcp_queue_rcv).</summary>
    /// <param name="number">Its number.</param>
    /// <param name="options">Octets of options beside it.</param>
    public void TakeFin(SequenceNumber number, int options)
    {
        if (_ready.Count == 0)
        {
            Schedule(ReceivedBuffer.MemoryOf(0, options));
            Append(ReceivedBuffer.Of(number, 1, options));
        }
    }

    /// <summary>The user has read up to a number.</summary>
    public void Release(SequenceNumber read)
    {
        while (_ready.Count > 0 && _ready[0].End <= read)
        {
            _lastRead = _ready[0];
            Take(_ready, 0);
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

    /// <summary>Memory is asked for (sk_rmem_schedule).</summary>
    public void Schedule(int memory) => Forward += ReceivedBuffer.PagesOf(Math.Max(memory - Forward, 0));

    /// <summary>Text that is sent takes memory of the same pages (sk_wmem_queued).</summary>
    /// <param name="taken">The memory of all of it.</param>
    public void NoteSent(int taken)
    {
        var more = taken - _sent;
        _sent = taken;
        Schedule(Math.Max(more, 0));
        Release(-more);
    }

    private void Charge(int memory) => (Taken, Forward) = (Taken + memory, Forward - memory);

    /// <summary>Memory is free; whole pages are given back (sk_mem_uncharge).</summary>
    private void Free(int memory)
    {
        Taken -= memory;
        Release(memory);
    }

    private void Release(int memory)
    {
        Forward += memory;
        Forward = memory > 0 && Forward >= ReceivedBuffer.Page ? Forward % ReceivedBuffer.Page : Forward;
    }

    private void Append(ReceivedBuffer held)
    {
        if (_ready is [.., var last] && last.Joins(held))
        {
            return;
        }

        _ready.Add(held);
        Charge(held.Memory);
    }

    /// <summary>What came early follows now (tcp_ofo_queue).</summary>
    private void Ready(SequenceNumber next)
    {
        while (_early.Count > 0 && _early[0].Start <= next)
        {
            var first = _early[0];
            _early.RemoveAt(0);
            Free(first.Memory);
            if (first.End > next)
            {
                next = first.End;
                Append(first);
            }
        }
    }

    /// <summary>
    /// Whether the buffer that text overlaps is met before the one that it could be joined with: both lie in a tree, of
    /// which the older ones are nearer to the root.
    /// </summary>
    private bool IsFoundBefore(ReceivedBuffer candidate, int place, ReceivedBuffer held) =>
        place < _early.Count && _early[place].Start <= held.Start && held.Start < _early[place].End
        && _early[place].Number < candidate.Number;

    private bool Insert(ReceivedBuffer held)
    {
        var place = 0;
        if (_early is [.., var last] && last.Joins(held))
        {
            HasJoinedEarly = true;
            return true;
        }

        while (place < _early.Count && _early[place].Start < held.Start)
        {
            var before = _early[place++];
            if (held.End <= before.End)
            {
                return false;
            }

            if (!IsFoundBefore(before, place, held) && before.Joins(held))
            {
                HasJoinedEarly = true;
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

            Take(_early, place);
        }

        held.Number = ++_numbers;
        _early.Insert(place, held);
        TakenEarly = held.Memory;
        Charge(held.Memory);
        return true;
    }
}
