namespace Wakeline.Conformance.Traces.Captures;

/// <summary>How an interface counts time: what a tick is, and since when (if_tsresol, if_tsoffset).</summary>
/// <param name="exponent">A second has 10, or 2, to this power ticks.</param>
/// <param name="isBinary">Whether it is a power of 2.</param>
/// <param name="offset">Seconds from 1970 to the first tick.</param>
internal readonly struct PcapngClock(int exponent, bool isBinary, long offset)
{
    private const ushort Resolution = 9, Offset = 14;
    private const int Microseconds = 6;
    private const int ExponentMask = 0x7F, BinaryBit = 0x80;
    private const int DecimalMost = 38;
    private const ulong Second = 1_000_000_000;
    private const long Most = long.MaxValue / 4;

    /// <summary>Reads the options of an interface: microseconds unless they say otherwise.</summary>
    public static PcapngClock Read(PcapngOptions options)
    {
        var resolution = options.Find(Resolution);
        var told = resolution.IsEmpty ? Microseconds : resolution[0];
        return new PcapngClock(told & ExponentMask, (told & BinaryBit) != 0, options.Signed(Offset));
    }

    /// <summary>The nanoseconds since 1970.</summary>
    public long NanosecondsOf(ulong ticks)
    {
        var scaled = (UInt128)ticks * Second;
        var nanoseconds = isBinary ? scaled >> exponent : exponent > DecimalMost ? 0 : scaled / Power(exponent);
        var since = (Int128)nanoseconds + ((Int128)offset * Second);
        return (long)Int128.Clamp(since, 0, Most);
    }

    private static UInt128 Power(int exponent)
    {
        UInt128 power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }
}
