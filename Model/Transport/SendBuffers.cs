using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>What bounds a packet that is about to be sent.</summary>
/// <param name="Size">Octets of text in a full segment.</param>
/// <param name="WindowMost">The largest window the peer has offered.</param>
/// <param name="WindowEnd">Where the peer's window ends.</param>
/// <param name="InFlight">Segments in the network.</param>
/// <param name="Congestion">The congestion window.</param>
/// <param name="SegmentsMost">How many segments a packet has at most (tcp_tso_segs).</param>
internal readonly record struct PacketBounds(
    int Size, int WindowMost, SequenceNumber WindowEnd, int InFlight, int Congestion, int SegmentsMost);

/// <summary>
/// The buffers that hold what is queued and not sent, as the kernel fills, pushes and cuts them: they say which
/// segments leave as one packet, and which are pushed (net/ipv4/tcp.c tcp_sendmsg_locked; net/ipv4/tcp_output.c
/// tcp_write_xmit, tcp_grow_skb, tcp_mss_split_point).
/// </summary>
internal sealed partial class SendBuffers
{
    /// <summary>The greatest packet that a device cuts into segments (sk_gso_max_size).</summary>
    private const int PacketMost = 65_279;

    /// <summary>A window below which a buffer may be as great as the window (TCP_MSS_DEFAULT).</summary>
    private const int SmallWindow = 536;

    private readonly List<Buffer> _buffers = [];
    private readonly Queue<Buffer> _planned = [];
    private readonly HashSet<SequenceNumber> _records = [];
    private Buffer _taken;
    private SequenceNumber _end;
    private SequenceNumber _pushed;
    private (SequenceNumber Start, List<Buffer> Buffers, SequenceNumber Pushed)? _before;

    /// <summary>
    /// Up to where a full buffer is sent while the next is filled, which waits for no company (tcp_push_one).
    /// </summary>
    public SequenceNumber? PushedEnd { get; private set; }

    /// <summary>The stream begins.</summary>
    /// <param name="start">The number of its first octet.</param>
    public void Begin(SequenceNumber start) => _end = _pushed = start;

    /// <summary>A record of the user ends: what follows lies in another buffer (MSG_EOR).</summary>
    public void EndRecord(SequenceNumber end) => _records.Add(end);

    /// <summary>The user writes: all that is written now is taken to find room.</summary>
    /// <param name="octets">How much.</param>
    /// <param name="more">Whether more is to follow (MSG_MORE).</param>
    /// <param name="isUrgent">Whether it is urgent.</param>
    /// <param name="bounds">What bounds packets.</param>
    public void Write(int octets, bool more, bool isUrgent, in PacketBounds bounds)
    {
        _before = (_end, [.. _buffers], _pushed);
        var left = octets;
        var most = isUrgent ? bounds.Size : MostOf(in bounds);
        var (inFlight, isFirst) = (bounds.InFlight, true);
        while (left > 0)
        {
            left -= Fill(Math.Min(left, most), most, isFirst);
            isFirst = false;
            var tail = _buffers[^1];
            if (left == 0 || tail.Octets < most || isUrgent)
            {
                continue;
            }

            if (IsPushDue(in bounds))
            {
                Push();
                while (QuotaOf(in bounds, inFlight) >= QuotaOf(in bounds, inFlight: 0)
                    && Plan(in bounds, ref inFlight))
                {
                    // What is less than a whole packet may wait for company (tcp_tso_should_defer).
                }
            }
            else if (_buffers.Count == 1 && Plan(in bounds, ref inFlight))
            {
                PushedEnd = _planned.Last().End;
            }
        }

        if (_buffers.Count > 0 && (!more || IsPushDue(in bounds)))
        {
            Push();
        }

        GrowBlocked(in bounds);
    }

    /// <summary>The first buffer was to be sent and has no window: it has taken in what follows all the same.</summary>
    public void GrowBlocked(in PacketBounds bounds)
    {
        if (_buffers.Count > 1 && IsBlocked(in bounds) && QuotaOf(in bounds, bounds.InFlight) is > 0 and var quota)
        {
            Grow(quota, in bounds);
        }
    }

    /// <summary>What was written is queued as far as it found room; where it did not, that is pushed.</summary>
    /// <param name="next">SND.NXT.</param>
    /// <param name="end">The number after the last octet that is queued.</param>
    /// <param name="bounds">What bounds packets.</param>
    public void Settle(SequenceNumber next, SequenceNumber end, in PacketBounds bounds)
    {
        if (_before is { } before && end == before.Start && end < _end)
        {
            _buffers.Clear();
            _buffers.AddRange(before.Buffers);
            (_end, _pushed) = (end, before.Pushed);
            _planned.Clear();
        }

        (_before, PushedEnd) = (null, null);
        Unplan();
        Restore(next);
        Extend(end, in bounds);
        Truncate(end);
        SkipTo(next);
        _records.RemoveWhere(each => each < next);
    }

    /// <summary>The packet that begins with a number: what leaves with it, and whether its end is pushed.</summary>
    /// <param name="start">SND.NXT.</param>
    /// <param name="end">The number after the last octet that is queued.</param>
    /// <param name="bounds">What bounds packets.</param>
    public (SequenceNumber End, bool IsPushed) Take(SequenceNumber start, SequenceNumber end, in PacketBounds bounds)
    {
        while (_planned.TryPeek(out var old) && old.Start < start)
        {
            _planned.Dequeue();
        }

        if (_planned.TryPeek(out var planned) && planned.Start == start)
        {
            _taken = _planned.Dequeue();
            return (_taken.End, _taken.IsPushed);
        }

        Restore(start);
        Extend(end, in bounds);
        SkipTo(start);
        if (_buffers.Count == 0)
        {
            return (end, false);
        }

        var quota = Math.Max(QuotaOf(in bounds, bounds.InFlight), 1);
        Grow(quota, in bounds);
        _taken = Cut(quota, in bounds);
        return (_taken.End, _taken.IsPushed);
    }

    private static int MostOf(in PacketBounds bounds)
    {
        var half = bounds.WindowMost > SmallWindow ? bounds.WindowMost >> 1 : bounds.WindowMost;
        return Math.Max(Math.Min(half, PacketMost) / bounds.Size, 1) * bounds.Size;
    }

    /// <summary>How many segments may leave as one packet (tcp_cwnd_test).</summary>
    public static int QuotaOf(in PacketBounds bounds, int inFlight)
    {
        var half = Math.Max(bounds.Congestion >> 1, 1);
        return Math.Min(Math.Min(half, bounds.Congestion - inFlight), bounds.SegmentsMost);
    }

    /// <summary>Whether so much is queued that it is pushed (forced_push).</summary>
    private bool IsPushDue(in PacketBounds bounds) => _end > _pushed + (bounds.WindowMost >> 1);

    private void Push()
    {
        _buffers[^1] = _buffers[^1] with { IsPushed = true };
        _pushed = _end;
    }

    /// <summary>Fills the last buffer, or a new one.</summary>
    /// <returns>How much was taken.</returns>
    private int Fill(int octets, int most, bool unpushes)
    {
        if (_buffers.Count == 0 || _buffers[^1].Octets >= most || _records.Contains(_end))
        {
            _buffers.Add(new Buffer(_end, _end, false));
        }

        var tail = _buffers[^1];
        var taken = Math.Min(octets, most - tail.Octets);
        _end += taken;
        _buffers[^1] = tail with { End = _end, IsPushed = tail.IsPushed && !unpushes };
        return taken;
    }

    /// <summary>A packet is sent while the user's text is still being copied.</summary>
    private bool Plan(in PacketBounds bounds, ref int inFlight)
    {
        var quota = QuotaOf(in bounds, inFlight);
        if (_buffers.Count == 0 || quota <= 0)
        {
            return false;
        }

        Grow(quota, in bounds);
        if (IsBlocked(in bounds))
        {
            return false;
        }

        var packet = Cut(quota, in bounds);
        _planned.Enqueue(packet);
        inFlight += (packet.Octets + bounds.Size - 1) / bounds.Size;
        return true;
    }

    private bool IsBlocked(in PacketBounds bounds) =>
        _buffers[0].Start + Math.Min(_buffers[0].Octets, bounds.Size) > bounds.WindowEnd;

    /// <summary>Takes a packet from the first buffer.</summary>
    private Buffer Cut(int quota, in PacketBounds bounds)
    {
        var head = _buffers[0];
        var most = quota * bounds.Size;
        var window = bounds.WindowEnd - head.Start;
        var octets = Math.Min(Math.Min(head.Octets, most), window > 0 ? window : bounds.Size);
        if (octets < head.Octets)
        {
            _buffers[0] = head with { Start = head.Start + octets };
            return new Buffer(head.Start, head.Start + octets, false);
        }

        _buffers.RemoveAt(0);
        return head;
    }

    /// <summary>The first buffer takes in what follows if it is shorter than what may leave at once.</summary>
    private void Grow(int quota, in PacketBounds bounds)
    {
        var missing = (quota * bounds.Size) - _buffers[0].Octets;
        if (missing <= 0 || _buffers.Count < 2 || _records.Contains(_buffers[0].End))
        {
            return;
        }

        var (head, next) = (_buffers[0], _buffers[1]);
        var octets = Math.Min(missing, next.Octets);
        if (octets == next.Octets)
        {
            _buffers[0] = head with { End = next.End, IsPushed = head.IsPushed || next.IsPushed };
            _buffers.RemoveAt(1);
            return;
        }

        _buffers[0] = head with { End = head.End + octets };
        _buffers[1] = next with { Start = next.Start + octets };
    }

    /// <summary>What was to be sent while the user's text was copied, and was not, lies in its buffer.</summary>
    private void Unplan()
    {
        if (_planned.Count == 0)
        {
            return;
        }

        var (first, last) = (_planned.Peek(), _planned.Last());
        _planned.Clear();
        PutBack(last with { Start = first.Start });
    }

    /// <summary>What was to leave with the last packet, and did not, lies in its buffer.</summary>
    private void Restore(SequenceNumber next)
    {
        if (next > _taken.Start && next < _taken.End && (_buffers.Count == 0 || next < _buffers[0].Start))
        {
            PutBack(_taken with { Start = next });
        }

        _taken = default;
    }

    private void PutBack(Buffer rest)
    {
        if (_buffers.Count > 0 && !rest.IsPushed && !_records.Contains(rest.End))
        {
            _buffers[0] = _buffers[0] with { Start = rest.Start };
        }
        else
        {
            _buffers.Insert(0, rest);
        }
    }

    /// <summary>What was queued by other means than a write lies in buffers as well.</summary>
    private void Extend(SequenceNumber end, in PacketBounds bounds)
    {
        if (_end >= end)
        {
            return;
        }

        while (_end < end)
        {
            Fill(end - _end, MostOf(in bounds), unpushes: true);
        }

        Push();
    }

    private void Truncate(SequenceNumber end)
    {
        if (_end <= end)
        {
            return;
        }

        _end = end;
        while (_buffers.Count > 0 && _buffers[^1].Start >= end)
        {
            _buffers.RemoveAt(_buffers.Count - 1);
        }

        if (_buffers.Count > 0 && _buffers[^1].End > end)
        {
            _buffers[^1] = _buffers[^1] with { End = end };
            Push();
        }
    }

    private void SkipTo(SequenceNumber next)
    {
        while (_buffers.Count > 0 && _buffers[0].End <= next)
        {
            _buffers.RemoveAt(0);
        }

        if (_buffers.Count > 0 && _buffers[0].Start < next)
        {
            _buffers[0] = _buffers[0] with { Start = next };
        }
    }

    private readonly record struct Buffer(SequenceNumber Start, SequenceNumber End, bool IsPushed)
    {
        public int Octets => End - Start;
    }
}
