using System.Runtime.CompilerServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Fingerprints of states: of each word a hash that depends on its place, all of them combined by exclusive or, so that
/// that of a successor costs no more than what differs.
/// </summary>
internal static class Fingerprint
{
    /// <summary>
    /// What a word contributes. The steps are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
    /// number generators", OOPSLA 2014), whose state is the word, moved on as many times as its place says.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(int place, ulong word)
    {
        unchecked
        {
            var mixed = word + (ulong)(place + 1) * 0x9e3779b97f4a7c15UL;
            mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9UL;
            mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebUL;
            return mixed ^ mixed >> 31;
        }
    }
}
