namespace Wakeline.Model.Transport;

/// <summary>Virtual time as policies count it.</summary>
internal static class TransportClock
{
    /// <summary>What the clock for time stamps shows at the beginning; 0 would stand for no stamp.</summary>
    private const uint FirstStamp = 1000;

    /// <summary>A jiffy, the unit of timers, where timers are due at their time; in microseconds.</summary>
    public const long Jiffy = 1000;

    /// <summary>A time in microseconds.</summary>
    public static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The clock for time stamps, which ticks in milliseconds (tcp_clock_ms).</summary>
    public static uint StampAt(long time) => unchecked((uint)(time / 1000) + FirstStamp);
}
