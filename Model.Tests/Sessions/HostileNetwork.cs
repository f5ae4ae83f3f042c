using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Sessions;

/// <summary>A segment under way to a host.</summary>
/// <param name="Host">The host it is for.</param>
/// <param name="Segment">The segment, as that host sees it.</param>
/// <param name="Marks">What it says of congestion.</param>
/// <param name="IsGenuine">Whether its peer sent it, unchanged, in the connection that there is.</param>
internal readonly record struct Parcel(int Host, Segment Segment, CongestionMarks Marks, bool IsGenuine);

/// <summary>
/// A network between two hosts that loses, doubles, delays and reorders segments, and that now and then delivers one of
/// an earlier connection, with its control bits, acknowledgment, window and urgent pointer changed as it likes. Numbers
/// are left alone: they are what a receiver knows an old segment by.
/// </summary>
/// <param name="random">Makes the choices.</param>
internal sealed class HostileNetwork(Random random)
{
    private const int KeptMost = 200;

    private readonly PriorityQueue<Parcel, (TimeSpan Due, long Number)> _underWay = new();
    private readonly List<Parcel> _current = [];
    private readonly List<Parcel> _earlier = [];
    private readonly double _loss = random.NextDouble() * 0.25;
    private readonly double _copies = random.NextDouble() * 0.1;
    private readonly double _old = random.NextDouble() * 0.2;
    private readonly int _spread = random.Next(1, 200);
    private readonly int _least = random.Next(0, 50);
    private long _number;

    /// <summary>Whether it does no harm any more.</summary>
    public bool IsHealed { get; set; }

    /// <summary>When the next segment arrives; <see langword="null"/> if none is under way.</summary>
    public TimeSpan? Next => _underWay.TryPeek(out _, out var due) ? due.Due : null;

    /// <summary>A host sends a segment.</summary>
    public void Send(Parcel parcel, TimeSpan now)
    {
        if (_current.Count < KeptMost)
        {
            _current.Add(parcel);
        }

        var isLost = !IsHealed && random.NextDouble() < _loss;
        for (var copies = isLost ? 0 : 1; copies > 0; copies--)
        {
            Add(parcel, now);
            copies += !IsHealed && random.NextDouble() < _copies ? 1 : 0;
        }

        if (!IsHealed && _earlier.Count > 0 && random.NextDouble() < _old)
        {
            Add(Corrupt(_earlier[random.Next(_earlier.Count)]), now);
        }
    }

    /// <summary>Takes the segment that arrives next.</summary>
    public Parcel Take() => _underWay.Dequeue();

    /// <summary>Another connection begins; what is under way has had time to arrive.</summary>
    public void BeginIncarnation()
    {
        Assert.Equal(0, _underWay.Count);
        _earlier.AddRange(_current.Select(parcel => parcel with { IsGenuine = false }));
        _current.Clear();
    }

    private void Add(Parcel parcel, TimeSpan now)
    {
        var delay = IsHealed ? _least : _least + random.Next(_spread);
        _underWay.Enqueue(parcel, (now + TimeSpan.FromMilliseconds(delay), _number++));
    }

    private Parcel Corrupt(Parcel old)
    {
        var segment = old.Segment;
        switch (random.Next(5))
        {
            case 0:
                segment.Flags ^= (SegmentFlags)(1 << random.Next(6));
                break;
            case 1:
                segment.Acknowledgment += random.Next(-70_000, 70_000);
                break;
            case 2:
                segment.Window = random.Next(65_536);
                break;
            case 3:
                segment.UrgentPointer = (ushort)random.Next(65_536);
                break;
        }

        return old with { Segment = segment };
    }
}
