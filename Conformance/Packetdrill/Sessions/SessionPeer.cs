using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>What the peer of a session has sent and has got.</summary>
internal sealed class SessionPeer
{
    private readonly List<(uint Start, uint End)> _held = [];
    private readonly Queue<TcpSegment> _arrived = [];
    private bool _hasReduced;

    /// <summary>Whether time stamps were agreed on.</summary>
    public bool HasStamps { get; set; }

    /// <summary>Whether both ends tell of congestion.</summary>
    public bool HasCongestion { get; set; }

    /// <summary>Whether it tells of congestion now.</summary>
    public bool IsMarked { get; set; }

    /// <summary>What it holds behind a gap.</summary>
    public IReadOnlyList<(uint Start, uint End)> Held => _held;

    /// <summary>Whether selective acknowledgments were agreed on.</summary>
    public bool HasSack { get; set; }

    /// <summary>The next number it sends.</summary>
    public uint Next { get; set; } = 1;

    /// <summary>The next number it expects.</summary>
    public uint Expected { get; set; } = 1;

    /// <summary>The highest number the stack has sent, and one.</summary>
    public uint StackNext { get; private set; } = 1;

    /// <summary>The stamp that it returns.</summary>
    public uint Echo { get; private set; }

    /// <summary>The window it tells.</summary>
    public int Window { get; set; } = 1000;

    /// <summary>How many segments of the stack wait to be acknowledged.</summary>
    public int Waiting => _arrived.Count;

    /// <summary>Whether the stack has reset the connection.</summary>
    public bool IsReset { get; private set; }

    /// <summary>A segment was sent by the stack.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isLost">Whether it never arrives.</param>
    public void Take(TcpSegment segment, bool isLost)
    {
        IsReset |= (segment.Flags & ControlBits.Rst) != 0;
        _hasReduced |= (segment.Flags & ControlBits.Cwr) != 0 && !isLost;
        var end = EndOf(segment);
        if ((segment.Flags & (ControlBits.Syn | ControlBits.Rst)) != 0)
        {
            Echo = StampOf(segment) ?? Echo;
            return;
        }

        StackNext = Math.Max(StackNext, end);
        if (end != segment.Range.First && !isLost)
        {
            _arrived.Enqueue(segment);
        }
        else if (end == segment.Range.First)
        {
            Echo = StampOf(segment) ?? Echo;
        }
    }

    /// <summary>It stops telling of congestion once the stack has said that it sends less.</summary>
    public void NoteReduced()
    {
        IsMarked &= !_hasReduced;
        _hasReduced = false;
    }

    /// <summary>Segments overtake others.</summary>
    /// <param name="choices">Which.</param>
    /// <param name="times">How many.</param>
    public void Shuffle(SessionChoices choices, int times)
    {
        var arrived = _arrived.ToList();
        for (; arrived.Count > 1 && times > 0; times--)
        {
            var place = choices.Between(1, arrived.Count);
            var segment = arrived[place];
            arrived.RemoveAt(place);
            arrived.Insert(choices.Between(0, place), segment);
        }

        _arrived.Clear();
        arrived.ForEach(_arrived.Enqueue);
    }

    /// <summary>The peer looks at the next segment that has arrived.</summary>
    /// <returns>The blocks that its acknowledgment tells of.</returns>
    public List<(uint Start, uint End)> TakeNext()
    {
        var segment = _arrived.Dequeue();
        var (start, end) = (segment.Range.First, EndOf(segment));
        var blocks = new List<(uint, uint)>();
        if (start <= Expected)
        {
            Echo = StampOf(segment) ?? Echo;
            if (end <= Expected)
            {
                blocks.Add((start, end));
            }

            Expected = Math.Max(Expected, end);
        }
        else
        {
            if (_held.Exists(each => each.Start <= start && each.End >= end))
            {
                blocks.Add((start, end));
            }

            Hold(start, end);
        }

        while (_held.FindIndex(each => each.Start <= Expected) is >= 0 and var index)
        {
            Expected = Math.Max(Expected, _held[index].End);
            _held.RemoveAt(index);
        }

        blocks.AddRange(_held);
        return blocks;
    }

    private void Hold(uint start, uint end)
    {
        while (_held.FindIndex(each => each.Start <= end && each.End >= start) is >= 0 and var index)
        {
            (start, end) = (Math.Min(start, _held[index].Start), Math.Max(end, _held[index].End));
            _held.RemoveAt(index);
        }

        _held.Insert(0, (start, end));
    }

    private static uint EndOf(TcpSegment segment) =>
        segment.Range.Last + ((segment.Flags & ControlBits.Fin) != 0 ? 1u : 0);

    private static uint? StampOf(TcpSegment segment) =>
        segment.Options?.List.OfType<TimeStamps>().FirstOrDefault()?.Value;
}
