namespace Wakeline.Model.Transport;

/// <summary>
/// What the headers of a segment say of congestion (RFC 3168 5, 6.1). It stands beside the segment: the specification's
/// connections do not look at it.
/// </summary>
/// <param name="Echo">ECE: the sender has met congestion on the way to it.</param>
/// <param name="Reduced">CWR: the sender has reduced its window.</param>
/// <param name="Codepoint">What the IP header says.</param>
public readonly record struct CongestionMarks(bool Echo, bool Reduced, EcnCodepoint Codepoint);

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
