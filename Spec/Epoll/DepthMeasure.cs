namespace Wakeline.Spec.Epoll;

/// <summary>How the check for loops measures a chain of instances: as it has to, and as it once did.</summary>
internal enum DepthMeasure : byte
{
    /// <summary>The longest way down from the new link and the longest way up.</summary>
    Longest,
    /// <summary>The longest way down only (before commit f2e467a48287).</summary>
    LongestBelow,
    /// <summary>
    /// The way down on which each instance was visited first; a later one counts for nothing (before f2e467a48287).
    /// </summary>
    FirstVisit,
    /// <summary>
    /// A loop is the greatest number, to which one is added for each link (before commit fdcfce93073d).
    /// </summary>
    Overflowing,
}
