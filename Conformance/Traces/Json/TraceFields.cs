using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Names that stand in traces.</summary>
internal static class TraceFields
{
    /// <summary>What the header says the file is.</summary>
    public const string FormatName = "wakeline-trace";

    private static readonly string[] s_vantages = ["endpoint", "host", "wire"];

    private static readonly string[] s_codepoints = ["none", "ect1", "ect0", "ce"];

    private static readonly string[] s_passages = ["in", "out", "passing"];

    /// <summary>The vantage points to choose from, as messages list them.</summary>
    public static string Vantages => string.Join(", ", s_vantages);

    /// <summary>The ways to choose from, as messages list them.</summary>
    public static string Passages => string.Join(", ", s_passages);

    /// <summary>The codepoints of ECN to choose from, as messages list them.</summary>
    public static string Codepoints => string.Join(", ", s_codepoints);

    /// <summary>The name of a codepoint of ECN.</summary>
    public static string NameOf(EcnCodepoint codepoint) => s_codepoints[(int)codepoint];

    /// <summary>The codepoint with a name.</summary>
    public static EcnCodepoint? CodepointOf(string? name) =>
        Array.IndexOf(s_codepoints, name) is >= 0 and var index ? (EcnCodepoint)index : null;

    /// <summary>The name of a vantage point.</summary>
    public static string NameOf(Vantage vantage) => s_vantages[(int)vantage];

    /// <summary>The name of a way.</summary>
    public static string NameOf(Passage passage) => s_passages[(int)passage];

    /// <summary>The vantage point with a name.</summary>
    public static Vantage? VantageOf(string name) =>
        Array.IndexOf(s_vantages, name) is >= 0 and var index ? (Vantage)index : null;

    /// <summary>The way with a name.</summary>
    public static Passage? PassageOf(string name) =>
        Array.IndexOf(s_passages, name) is >= 0 and var index ? (Passage)index : null;
}
