using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>A network that delays, loses, doubles, reorders and marks segments as a seed says.</summary>
/// <param name="random">Makes the choices.</param>
/// <param name="ofMarks">Makes those of marks.</param>
internal sealed class SessionNetwork(Random random, Random ofMarks)
{
    private const long Millisecond = 1_000_000;

    private readonly PriorityQueue<(Segment Segment, CongestionMarks Marks), (long Time, long Number)> _way = new();
    private readonly double _loss = random.Next(6) switch { 0 => 0.1, 1 => 0.35, _ => 0 };
    private readonly double _copies = random.Next(3) == 0 ? 0.1 : 0;
    private readonly double _markings = ofMarks.Next(3) == 0 ? 0 : 0.2;
    private readonly bool _reorders = random.Next(3) == 0;
    private long _latest;
    private long _number;

    /// <summary>When the next segment arrives; <see langword="null"/> if none is under way.</summary>
    public long? Next => _way.TryPeek(out _, out var due) ? due.Time : null;

    /// <summary>A segment is sent.</summary>
    public void Send(in Segment segment, CongestionMarks marks, long time)
    {
        if (random.NextDouble() < _loss)
        {
            return;
        }

        var delay = _reorders ? random.Next(1, 40) * Millisecond : 5 * Millisecond;
        _latest = Math.Max(time + delay, _reorders ? 0 : _latest);
        if (marks.Codepoint != EcnCodepoint.NotCapable && ofMarks.NextDouble() < _markings)
        {
            marks = marks with { Codepoint = EcnCodepoint.Experienced };
        }

        _way.Enqueue((segment, marks), (_latest, _number++));
        if (random.NextDouble() < _copies)
        {
            _way.Enqueue((segment, marks), (_latest + Millisecond, _number++));
        }
    }

    /// <summary>Takes the segment that arrives next.</summary>
    public (Segment Segment, CongestionMarks Marks) Take() => _way.Dequeue();
}
