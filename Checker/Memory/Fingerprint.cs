using System.Runtime.CompilerServices;
using Wakeline.Checking.Simulation;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Fingerprints of states: of each word a hash that depends on its place, all of them combined by exclusive or, so that
/// that of a successor costs no more than what differs.
/// </summary>
internal static class Fingerprint
{
    /// <summary>What a word contributes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(int place, ulong word) =>
        SplitMix.Mix(unchecked(word + (ulong)(place + 1) * SplitMix.Gamma));
}
