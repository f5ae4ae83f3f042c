namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>What a time of a script counts from.</summary>
internal enum TimeKind : byte
{
    /// <summary>From the start of the script.</summary>
    Absolute,
    /// <summary>From the event before.</summary>
    Relative,
    /// <summary>Whenever it happens.</summary>
    Any,
}

/// <summary>When something happens. Times are in microseconds.</summary>
/// <param name="Kind">What the times count from.</param>
/// <param name="Start">The time, or the first of a window.</param>
/// <param name="Latest">The last time of a window, if it is one; it counts as the first does.</param>
/// <param name="Return">When a blocking call returns, if it is one; counts as its start does.</param>
internal sealed record EventTime(TimeKind Kind, long Start, long? Latest = null, long? Return = null)
{
    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>The latest time a script may name: a week.</summary>
    public const long Most = 7L * 24 * 3600 * Second;
}
