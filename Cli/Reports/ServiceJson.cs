using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports;

/// <summary>How findings are written where each takes one line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FindingListing))]
[JsonSerializable(typeof(TraceListing))]
internal sealed partial class ServiceJson : JsonSerializerContext;
