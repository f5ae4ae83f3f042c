namespace Wakeline.Checking;

/// <summary>How probable it is that a search by fingerprints missed a state.</summary>
/// <param name="Bits">Bits of a fingerprint.</param>
/// <param name="MissedProbability">
/// A bound on the probability that any state was missed. A state is missed if its fingerprint is that of one found
/// before; each of n states shares it with one of those before with a probability of at most (n - 1) / 2^b, and all n
/// together with at most n (n - 1) / 2^(b + 1), if fingerprints of b bits are as good as random (the bound of hash
/// compaction: Stern and Dill, "Improved probabilistic verification by hash compaction", CHARME 1995).
/// </param>
public sealed record FingerprintFigures(int Bits, double MissedProbability)
{
    /// <summary>The figures of a search that found some states.</summary>
    internal static FingerprintFigures Of(int bits, long states) =>
        new(bits, Math.Min(1, states * (states - 1.0) / Math.Pow(2, bits + 1)));
}
