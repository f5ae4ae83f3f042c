using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Listings;

/// <summary>Verdicts as they are printed.</summary>
public static class VerdictText
{
    /// <summary>A verdict in one word.</summary>
    public static string Of(OracleVerdict verdict) => verdict switch
    {
        OracleVerdict.Conforms => "conforms",
        OracleVerdict.Violates => "violates",
        _ => "inconclusive",
    };
}
