namespace Wakeline.Cli.Verification;

/// <summary>How many of the faults that the specification can be given are hunted.</summary>
internal enum HuntExtent
{
    /// <summary>None.</summary>
    None,

    /// <summary>A few from every part of the specification.</summary>
    Some,

    /// <summary>All.</summary>
    All,
}
