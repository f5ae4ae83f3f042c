namespace Wakeline.Model.Oracle;

/// <summary>What can be said of a trace.</summary>
public enum OracleVerdict : byte
{
    /// <summary>The specification admits everything in it.</summary>
    Conforms,

    /// <summary>Something could not be judged, and nothing that could be is a violation.</summary>
    Inconclusive,

    /// <summary>Something in it no behaviour of the specification explains.</summary>
    Violates,
}
