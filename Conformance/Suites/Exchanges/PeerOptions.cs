namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>The options of a segment of the peer.</summary>
internal enum PeerOptions : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>A segment size.</summary>
    Size,

    /// <summary>All that a SYN may offer: segment size, SACK, time stamps, window scale.</summary>
    All,

    /// <summary>A time stamp that goes on from the one before.</summary>
    Stamp,

    /// <summary>A time stamp that is older than any before.</summary>
    OldStamp,

    /// <summary>An option that nobody knows, and a segment size.</summary>
    Unknown,

    /// <summary>Ends before a segment size that stands behind it.</summary>
    Ended,
}
