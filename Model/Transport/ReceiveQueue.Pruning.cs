using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What is done where memory runs out (net/ipv4/tcp_input.c tcp_prune_queue).</content>
internal sealed partial class ReceiveQueue
{
    /// <summary>Whether anything waits to be read.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>
    /// Buffers that take more memory than their text is worth are joined (tcp_collapse_ofo_queue, tcp_collapse).
    /// </summary>
    /// <param name="copied">What the user reads next.</param>
    /// <param name="next">What is expected next.</param>
    /// <param name="limit">The memory that may be taken.</param>
    /// <param name="ratio">The part of memory that is for text, in 256ths.</param>
    public void Join(SequenceNumber copied, SequenceNumber next, long limit, int ratio)
    {
        JoinEarly(limit, ratio);
        if (_ready.Count > 0)
        {
            _ = Join(_ready, 0, _ready.Count, copied, next, ratio);
        }
    }

    /// <summary>
    /// Text out of order is forgotten, the furthest first, until there is room, but none before what arrives
    /// (tcp_prune_ofo_queue).
    /// </summary>
    /// <param name="arriving">The first number of what arrives.</param>
    /// <param name="limit">The memory that may be taken.</param>
    /// <returns>From where on it is forgotten, if any is.</returns>
    public SequenceNumber? ForgetEarly(SequenceNumber arriving, long limit)
    {
        var goal = limit >> 3;
        SequenceNumber? from = null;
        while (_early.Count > 0 && _early[^1].Start >= arriving)
        {
            var last = _early[^1];
            _early.RemoveAt(_early.Count - 1);
            Free(last.Memory);
            from = last.Start;
            goal -= last.Memory;
            if (_early.Count > 0 && goal > 0)
            {
                continue;
            }

            if (Taken <= limit)
            {
                break;
            }

            goal = limit >> 3;
        }

        return from;
    }

    private void JoinEarly(long limit, int ratio)
    {
        var tiny = 0L;
        for (var head = 0; head < _early.Count;)
        {
            var (start, end, memory) = (_early[head].Start, _early[head].End, 0L + _early[head].Memory);
            var last = head + 1;
            for (; last < _early.Count && _early[last].Start <= end; last++)
            {
                end = SequenceNumber.Later(end, _early[last].End);
                memory += _early[last].Memory;
            }

            if (last > head + 1 || end - start >= ReceivedBuffer.JoinedMost)
            {
                head = Join(_early, head, last, start, end, ratio);
                continue;
            }

            tiny += memory;
            if (tiny > limit >> 3)
            {
                break;
            }

            head = last;
        }
    }

    /// <summary>Joins the buffers of a stretch, from the first that is worth it.</summary>
    /// <returns>The place behind the stretch.</returns>
    private int Join(
        List<ReceivedBuffer> list, int place, int behind, SequenceNumber start, SequenceNumber end, int ratio)
    {
        while (place < behind)
        {
            var held = list[place];
            if (held.End <= start)
            {
                Take(list, place);
                behind--;
                continue;
            }

            var overlaps = place + 1 < behind && list[place + 1].Start != held.End;
            if (held.Memory * (long)ratio >> 8 > held.End - held.Start || held.Start < start || overlaps)
            {
                break;
            }

            start = held.End;
            place++;
        }

        while (place < behind && start < end)
        {
            var planned = Math.Min(ReceivedBuffer.JoinedMost, end - start);
            var (first, left) = (start, planned);
            var taken = new List<ReceivedBuffer>();
            for (var next = place; left > 0 && next < behind; next++)
            {
                var octets = Math.Clamp(list[next].End - start, 0, left);
                (start, left) = (start + octets, left - octets);
                if (start >= list[next].End)
                {
                    taken.Add(list[next]);
                }
            }

            var joined = ReceivedBuffer.Joining(first, planned, planned - left);
            Charge(joined.Memory);
            taken.ForEach(_ => Take(list, place));
            list.Insert(place++, joined);
            behind += 1 - taken.Count;
        }

        return place;
    }

    private void Take(List<ReceivedBuffer> list, int place)
    {
        Free(list[place].Memory);
        list.RemoveAt(place);
    }
}
