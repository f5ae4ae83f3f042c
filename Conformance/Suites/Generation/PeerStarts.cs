namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Initial sequence numbers of the peer.</summary>
internal static class PeerStarts
{
    /// <summary>The one that ways are looked for with; none depends on it.</summary>
    public const uint WhileExploring = 1_000_000;

    private const int NearMost = 200;

    /// <summary>
    /// The one of a case: of four, one lies where the peer's text passes 2^32, and one where it passes 2^31.
    /// </summary>
    /// <param name="seed">The seed of the suite.</param>
    /// <param name="name">The name of the case.</param>
    public static uint Of(int seed, string name)
    {
        var hash = unchecked((uint)seed * 2654435761u);
        foreach (var character in name)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return (hash >> 16 & 3) switch
        {
            0 => unchecked(0u - (hash % NearMost)),
            1 => (1u << 31) - (hash % NearMost),
            _ => hash,
        };
    }
}
