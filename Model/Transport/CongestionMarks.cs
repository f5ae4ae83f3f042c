namespace Wakeline.Model.Transport;

/// <summary>
/// What the headers of a segment say of congestion (RFC 3168 5, 6.1, RFC 9768 3). It stands beside the segment: the
/// specification's connections do not look at it.
/// </summary>
/// <param name="Echo">ECE: the sender has met congestion on the way to it.</param>
/// <param name="Reduced">CWR: the sender has reduced its window.</param>
/// <param name="Codepoint">What the IP header says.</param>
public readonly record struct CongestionMarks(bool Echo, bool Reduced, EcnCodepoint Codepoint)
{
    /// <summary>AE, the first bit of the field ACE.</summary>
    public bool Accurate { get; init; }

    /// <summary>The option of AccECN, if there is one.</summary>
    public EcnOption? Option { get; init; }

    /// <summary>
    /// How many blocks of SACK are left where some make room for the option; <see langword="null"/> for all.
    /// </summary>
    public int? BlocksLeft { get; init; }

    /// <summary>The three bits as one number (RFC 9768 3.2.2).</summary>
    public int Ace => (Accurate ? 4 : 0) | (Reduced ? 2 : 0) | (Echo ? 1 : 0);

    /// <summary>Marks whose three bits are a number, modulo 8.</summary>
    public static CongestionMarks OfAce(int number, EcnCodepoint codepoint) =>
        new((number & 1) != 0, (number & 2) != 0, codepoint) { Accurate = (number & 4) != 0 };
}

/// <summary>The codepoints of the field in the IP header, by their bits (RFC 3168 5).</summary>
public enum EcnCodepoint : byte
{
    /// <summary>Not-ECT: routers drop it where they meet congestion.</summary>
    NotCapable,
    /// <summary>ECT(1).</summary>
    Capable1,
    /// <summary>ECT(0): the ends can be told of congestion.</summary>
    Capable0,
    /// <summary>CE: a router has met congestion.</summary>
    Experienced,
}
