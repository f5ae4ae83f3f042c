namespace Wakeline.Model.Transport;

/// <summary>
/// When a timer of a kernel is due whose jiffies are long: never early, and by up to an eighth of its time late
/// (kernel/time/timer.c calc_wheel_index). Times are in microseconds.
/// </summary>
internal static class TimerWheel
{
    /// <summary>Places of a level, of which one is never used (LVL_SIZE), and by how many bits levels differ.</summary>
    private const long Places = 63;
    private const int LevelBits = 3;

    /// <summary>The greatest shift of a level (LVL_SHIFT of the last).</summary>
    private const int ShiftMost = 24;

    /// <summary>When a timer is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long it is to run.</param>
    /// <param name="jiffy">How long a jiffy is.</param>
    public static long Due(long now, long wait, long jiffy)
    {
        if (jiffy <= TransportClock.Jiffy)
        {
            return now + wait;
        }

        var jiffies = (wait + jiffy - 1) / jiffy;
        var shift = 0;
        while (shift < ShiftMost && jiffies >= Places << shift)
        {
            shift += LevelBits;
        }

        var place = (((now / jiffy) + jiffies) >> shift) + 1;
        return (place << shift) * jiffy;
    }
}
