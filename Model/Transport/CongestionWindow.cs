using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>How many segments may be in the network, and up to where that doubles in a round trip.</summary>
internal sealed class CongestionWindow
{
    /// <summary>A threshold that was never set (TCP_INFINITE_SSTHRESH).</summary>
    public const int Infinite = int.MaxValue;

    private int _credit;

    /// <summary>The congestion window, in segments (snd_cwnd).</summary>
    public int Size
    {
        get;
        set => field = Math.Max(value, 1);
    } = 10;

    /// <summary>The slow start threshold, in segments (snd_ssthresh).</summary>
    public int Threshold { get; set; } = Infinite;

    /// <summary>Whether the window is below the threshold (RFC 5681 3.1).</summary>
    public bool IsInSlowStart => Size < Threshold;

    /// <summary>Whether the sender used all of the window of late (tcp_sock is_cwnd_limited).</summary>
    public bool IsUsedUp { get; private set; }

    /// <summary>The most that was on the way in the last window (max_packets_out).</summary>
    public int MostOut { get; private set; }

    /// <summary>When the window was last found in use or changed (snd_cwnd_stamp).</summary>
    public long Stamp { get; set; }

    /// <summary>The most that was used while it was not used up (snd_cwnd_used).</summary>
    public int Used { get; private set; }

    private SequenceNumber _usageEnd;

    /// <summary>
    /// Whether the sender makes enough use of the window for it to grow: it uses all of it or, in slow start, more than
    /// half (RFC 7661; tcp_is_cwnd_limited).
    /// </summary>
    public bool MayGrow => IsUsedUp || (IsInSlowStart && Size < 2 * MostOut);

    /// <summary>
    /// The threshold as it would be kept: not in the middle of a reduction (tcp_current_ssthresh).
    /// </summary>
    public int CurrentThreshold(bool isReducing) =>
        isReducing ? Threshold : Math.Max(Threshold, (Size >> 1) + (Size >> 2));

    /// <summary>Slow start: a segment more for each that was acknowledged, up to the threshold (tcp_slow_start).
    /// </summary>
    /// <returns>What is left of the acknowledged segments.</returns>
    public int SlowStart(int acknowledged)
    {
        var grown = (int)Math.Min((long)Size + acknowledged, Threshold);
        var left = acknowledged - (grown - Size);
        Size = grown;
        return left;
    }

    /// <summary>Congestion avoidance: a segment more for so many acknowledged ones (tcp_cong_avoid_ai).</summary>
    public void Avoid(int segments, int acknowledged)
    {
        if (_credit >= segments)
        {
            _credit = 0;
            Size++;
        }

        _credit += acknowledged;
        if (_credit >= segments)
        {
            var more = _credit / segments;
            _credit -= more * segments;
            Size += more;
        }
    }

    /// <summary>What was saved for growth is forgotten.</summary>
    public void ForgetCredit() => _credit = 0;

    /// <summary>
    /// Takes note of how much of the window is used after something was sent (tcp_cwnd_validate).
    /// </summary>
    /// <returns>Whether the window is used well.</returns>
    public bool NoteUse(bool isUsedUp, int outstanding, SequenceNumber una, SequenceNumber next, long now)
    {
        if (una >= _usageEnd || isUsedUp || (!IsUsedUp && outstanding > MostOut))
        {
            IsUsedUp = isUsedUp;
            MostOut = outstanding;
            _usageEnd = next;
        }

        if (MayGrow)
        {
            Used = 0;
            Stamp = now;
            return true;
        }

        Used = Math.Max(Used, outstanding);
        return false;
    }

    /// <summary>The stream begins: nothing was used yet.</summary>
    public void Begin(SequenceNumber start) => _usageEnd = start;

    /// <summary>
    /// The sender does not use the window: it shrinks towards what is used (RFC 2861, tcp_cwnd_application_limited).
    /// </summary>
    public void ShrinkToUse(int initial, long now)
    {
        var used = Math.Max(Used, initial);
        if (used < Size)
        {
            Threshold = CurrentThreshold(false);
            Size = (Size + used) >> 1;
        }

        Used = 0;
        Stamp = now;
    }

    /// <summary>
    /// Nothing was sent for a while: the window halves with each time-out, down to the initial one (RFC 2861,
    /// tcp_cwnd_restart).
    /// </summary>
    public void Restart(long idle, long timeout, int initial, bool isReducing, long now)
    {
        Threshold = CurrentThreshold(isReducing);
        var least = Math.Min(initial, Size);
        var size = Size;
        while ((idle -= timeout) > 0 && size > least)
        {
            size >>= 1;
        }

        Size = Math.Max(size, least);
        Stamp = now;
        Used = 0;
    }
}
