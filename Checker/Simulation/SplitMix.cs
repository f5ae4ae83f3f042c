namespace Wakeline.Checking.Simulation;

/// <summary>
/// A source of random numbers of which any number of independent ones can be had: Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
internal struct SplitMix(ulong seed)
{
    /// <summary>The odd number next to 2^64 over the golden ratio: what each number of a source is ahead by.</summary>
    internal const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The source of one of many streams.</summary>
    public static SplitMix Of(ulong seed, long stream) => new(Mix(Mix(seed) + unchecked((ulong)stream * Gamma)));

    /// <summary>A bijection in which every bit of the input changes every bit of the output.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    public ulong Next() => Mix(unchecked(_state += Gamma));

    /// <summary>
    /// A number below a bound, by the high half of a product (Lemire 2019); its bias is below the bound over 2^64.
    /// </summary>
    public ulong Below(ulong bound) => Math.BigMul(Next(), bound, out _);
}
