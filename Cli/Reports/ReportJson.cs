using System.Text.Json.Serialization;
using Wakeline.Cli.Reports.Conform;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>How reports are written as JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(SystemSection))]
[JsonSerializable(typeof(IReadOnlyList<SystemSection>))]
[JsonSerializable(typeof(SimulationSection))]
[JsonSerializable(typeof(ExploreListing))]
[JsonSerializable(typeof(IReadOnlyList<SystemListing>))]
[JsonSerializable(typeof(IReadOnlyList<MachineListing>))]
[JsonSerializable(typeof(IReadOnlyList<FaultListing>))]
[JsonSerializable(typeof(ReplayListing))]
[JsonSerializable(typeof(ProgramListing))]
[JsonSerializable(typeof(ScenarioListing))]
[JsonSerializable(typeof(RunListing))]
[JsonSerializable(typeof(SessionListing))]
[JsonSerializable(typeof(OracleListing))]
[JsonSerializable(typeof(ConformListing))]
[JsonSerializable(typeof(IReadOnlyList<CaseListing>))]
[JsonSerializable(typeof(CostReport))]
[JsonSerializable(typeof(MutantReport))]
[JsonSerializable(typeof(RequirementListing))]
internal sealed partial class ReportJson : JsonSerializerContext;
