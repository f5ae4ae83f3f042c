using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// What was sent and is not acknowledged, in the order of the stream and in that of sending, with the counts that
/// recovery works on (RFC 6675 3; tcp_rtx_queue and tsorted_sent_queue).
/// </summary>
internal sealed partial class Scoreboard
{
    private readonly List<Sent> _stream = [];
    private readonly List<Sent> _bySending = [];
    private SequenceNumber? _highestEnd;
    private int _head;

    /// <summary>Segments on the scoreboard (packets_out).</summary>
    public int Count => _stream.Count - _head;

    /// <summary>Those selectively acknowledged; without SACK, duplicates of an acknowledgment (sacked_out).</summary>
    public int Sacked { get; set; }

    /// <summary>Those taken for lost (lost_out).</summary>
    public int Lost { get; private set; }

    /// <summary>Those sent again and still on the way (retrans_out).</summary>
    public int Resent { get; private set; }

    /// <summary>Those that were ever found lost (tcp_sock lost).</summary>
    public int LostEver { get; private set; }

    /// <summary>Segments in the network (tcp_packets_in_flight, RFC 6675 SetPipe).</summary>
    public int InFlight => Count - Sacked - Lost + Resent;

    /// <summary>The oldest, if any.</summary>
    public Sent? First => Count > 0 ? _stream[_head] : null;

    /// <summary>The youngest, if any.</summary>
    public Sent? Last => Count > 0 ? _stream[^1] : null;

    /// <summary>All, in the order of the stream.</summary>
    public ReadOnlySpan<Sent> Stream => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_stream)[_head..];

    /// <summary>Those neither delivered nor found lost, in the order of sending.</summary>
    public IReadOnlyList<Sent> BySending => _bySending;

    /// <summary>
    /// Where the highest segment ends that was selectively acknowledged; SND.UNA if none was (tcp_highest_sack_seq).
    /// </summary>
    public SequenceNumber HighestSackedEnd(SequenceNumber una) => Sacked > 0 ? _highestEnd ?? una : una;

    /// <summary>A new segment was sent.</summary>
    public void Add(Sent sent)
    {
        _stream.Add(sent);
        _bySending.Add(sent);
    }

    /// <summary>Takes the oldest from the scoreboard, since it is acknowledged.</summary>
    public void RemoveFirst()
    {
        var sent = _stream[_head];
        Resent -= sent.IsResent ? 1 : 0;
        Lost -= sent.IsLost ? 1 : 0;
        Sacked -= sent.IsSacked ? 1 : 0;
        _bySending.Remove(sent);
        _head++;
        if (_head > 64 && _head * 2 > _stream.Count)
        {
            _stream.RemoveRange(0, _head);
            _head = 0;
        }
    }

    /// <summary>A segment was selectively acknowledged.</summary>
    public void MarkSacked(Sent sent)
    {
        sent.IsSacked = true;
        Sacked++;
        _bySending.Remove(sent);
        if (Sacked == 1 || _highestEnd is not { } highest || sent.Start >= highest)
        {
            _highestEnd = sent.End;
        }
    }

    /// <summary>A segment is not lost after all.</summary>
    public void UnmarkLost(Sent sent)
    {
        Lost -= sent.IsLost ? 1 : 0;
        sent.IsLost = false;
    }

    /// <summary>The repetition of a segment is no longer on the way.</summary>
    public void UnmarkResent(Sent sent)
    {
        Resent -= sent.IsResent ? 1 : 0;
        sent.IsResent = false;
    }

    /// <summary>A segment is taken for lost; one that was sent again is lost again (tcp_mark_skb_lost).</summary>
    public void MarkLost(Sent sent)
    {
        if (sent.IsSacked)
        {
            return;
        }

        if (!sent.IsLost)
        {
            sent.IsLost = true;
            Lost++;
            LostEver++;
        }
        else if (sent.IsResent)
        {
            UnmarkResent(sent);
            LostEver++;
        }
    }

    /// <summary>A segment that was found lost is no longer looked at until it is sent again.</summary>
    public void ForgetSending(Sent sent) => _bySending.Remove(sent);

    /// <summary>A segment was sent again.</summary>
    /// <param name="sent">The segment.</param>
    /// <param name="time">When.</param>
    /// <param name="counts">Whether it counts as on the way; a probe does not.</param>
    public void MarkResent(Sent sent, long time, bool counts)
    {
        sent.Time = time;
        sent.WasResent = true;
        _bySending.Remove(sent);
        if (!sent.IsSacked)
        {
            _bySending.Add(sent);
        }

        if (counts && !sent.IsResent)
        {
            sent.IsResent = true;
            Resent++;
        }
    }

    /// <summary>A segment that is sent again takes in the one behind it (tcp_retrans_try_collapse).</summary>
    public void Join(Sent sent)
    {
        var index = _stream.IndexOf(sent, _head) + 1;
        var next = _stream[index];
        UnmarkResent(next);
        UnmarkLost(next);
        sent.End = next.End;
        sent.IsPushed |= next.IsPushed;
        sent.WasResent |= next.WasResent;
        _bySending.Remove(next);
        _stream.RemoveAt(index);
    }

    /// <summary>A part of a segment is sent again: the rest is a segment of its own (tcp_fragment).</summary>
    public void Split(Sent sent, SequenceNumber at)
    {
        var rest = new Sent
        {
            Start = at,
            End = sent.End,
            Time = sent.Time,
            IsPushed = sent.IsPushed,
            Burst = sent.Burst,
            IsLost = sent.IsLost,
            WasResent = sent.WasResent,
            SampleStart = sent.SampleStart,
            DeliveredTime = sent.DeliveredTime,
            DeliveredBefore = sent.DeliveredBefore,
            IsUserLimited = sent.IsUserLimited,
        };
        (sent.End, sent.IsPushed) = (at, false);
        Lost += rest.IsLost ? 1 : 0;
        _stream.Insert(_stream.IndexOf(sent, _head) + 1, rest);
        _bySending.Add(rest);
    }

    /// <summary>Nothing counts as selectively acknowledged any more: the peer has gone back on it.</summary>
    public void Renege()
    {
        foreach (var sent in Stream)
        {
            sent.IsSacked = false;
        }

        Sacked = 0;
    }

    /// <summary>Nothing counts as lost any more (tcp_undo_cwnd_reduction).</summary>
    public void UnmarkAllLost()
    {
        foreach (var sent in Stream)
        {
            sent.IsLost = false;
        }

        Lost = 0;
    }

    /// <summary>What follows a segment in the stream, if anything does.</summary>
    public Sent? After(Sent sent)
    {
        var index = _stream.IndexOf(sent, _head) + 1;
        return index < _stream.Count ? _stream[index] : null;
    }

    /// <summary>The segment before one in the stream, if there is one.</summary>
    public Sent? Before(Sent sent)
    {
        var index = _stream.IndexOf(sent, _head) - 1;
        return index >= _head ? _stream[index] : null;
    }
}
