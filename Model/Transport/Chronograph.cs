namespace Wakeline.Model.Transport;

/// <summary>What holds a sender back (enum tcp_chrono); a greater one goes before a lesser.</summary>
internal enum Limit : byte
{
    /// <summary>It has nothing to send.</summary>
    Idle,
    /// <summary>It is busy.</summary>
    Busy,
    /// <summary>The peer's window.</summary>
    PeerWindow,
    /// <summary>The send buffer.</summary>
    SendBuffer,
}

/// <summary>How long a sender was busy, and what held it back meanwhile (tcp_chrono_start). In microseconds.</summary>
internal sealed class Chronograph
{
    private readonly long[] _spent = new long[4];
    private Limit _limit;
    private long _since;

    /// <summary>Something holds the sender back, unless something greater does.</summary>
    public void Start(Limit limit, long now)
    {
        if (limit > _limit)
        {
            Set(limit, now);
        }
    }

    /// <summary>It does not any more.</summary>
    /// <param name="limit">What.</param>
    /// <param name="isIdle">Whether nothing is left to send.</param>
    /// <param name="now">The time.</param>
    public void Stop(Limit limit, bool isIdle, long now)
    {
        if (isIdle)
        {
            Set(Limit.Idle, now);
        }
        else if (limit == _limit)
        {
            Set(Limit.Busy, now);
        }
    }

    /// <summary>The time that something held the sender back.</summary>
    public long Spent(Limit limit, long now) =>
        _spent[(int)limit] + (_limit == limit && limit != Limit.Idle ? Whole(now) - _since : 0);

    /// <summary>The time that the sender was busy, whatever held it back.</summary>
    public long Busy(long now) =>
        Spent(Limit.Busy, now) + Spent(Limit.PeerWindow, now) + Spent(Limit.SendBuffer, now);

    private void Set(Limit limit, long now)
    {
        if (limit != _limit)
        {
            _spent[(int)_limit] += _limit == Limit.Idle ? 0 : Whole(now) - _since;
            _since = Whole(now);
            _limit = limit;
        }
    }

    private static long Whole(long time) => time / 1000 * 1000;
}
