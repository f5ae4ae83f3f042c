using System.Text.Json.Serialization;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>How reports are written as JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(SystemSection))]
internal sealed partial class ReportJson : JsonSerializerContext;
