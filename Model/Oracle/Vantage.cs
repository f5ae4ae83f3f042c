namespace Wakeline.Model.Oracle;

/// <summary>Where the segments of a trace were seen, which says how far their order can be trusted.</summary>
public enum Vantage : byte
{
    /// <summary>
    /// By the stack itself: a segment is noted when the connection takes it, or at the moment it is sent.
    /// </summary>
    Endpoint,

    /// <summary>
    /// By a tap on the host: what arrives is noted before the connection takes it, but nothing gets lost behind the
    /// tap.
    /// </summary>
    Host,

    /// <summary>Somewhere on the way: what passes may be late, or may never arrive.</summary>
    Wire,
}
