using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wakeline.Conformance.Traces.Listings;

/// <summary>How findings and reports are written where each takes one line.</summary>
[JsonSerializable(typeof(FindingListing))]
[JsonSerializable(typeof(TraceListing))]
internal sealed partial class TraceJson : JsonSerializerContext
{
    /// <summary>In one line, with the characters that JSON does not force to be escaped as they are.</summary>
    public static TraceJson Line { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
