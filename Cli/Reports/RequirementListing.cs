using Wakeline.Cli.Requirements;
using Wakeline.Cli.Terminal;

namespace Wakeline.Cli.Reports;

/// <summary>
/// The document <c>wakeline requirements --json</c> writes. Names and meanings of members are an interface; a change
/// that breaks readers needs a new <see cref="SchemaVersion"/>.
/// </summary>
internal sealed record RequirementListing
{
    public const string SchemaName = "wakeline-requirements";
    public const int SchemaVersion = 1;

    public string Schema { get; init; } = SchemaName;

    public int Version { get; init; } = SchemaVersion;

    public required IReadOnlyList<RequirementEntry> Requirements { get; init; }

    public static RequirementListing Of(IReadOnlyList<RequirementRow> rows) => new()
    {
        Requirements = [.. rows.Select(RequirementEntry.Of)],
    };
}

/// <summary>A requirement. The standing is realised, in part, missing or outside.</summary>
internal sealed record RequirementEntry(
    string Id, string Level, string Section, string Area, string Text, string Visibility, string Standing, string? Note,
    IReadOnlyList<RealisingRuleEntry> Rules)
{
    public static RequirementEntry Of(RequirementRow row)
    {
        var requirement = row.Requirement;
        return new RequirementEntry(
            requirement.Id, requirement.Level, requirement.Section, requirement.Area, requirement.Text,
            requirement.Visibility.ToString().ToLowerInvariant(), RequirementText.NameOf(row.Standing),
            requirement.Note.Length > 0 ? requirement.Note : null, [.. row.Rules.Select(RealisingRuleEntry.Of)]);
    }
}

/// <summary>A row that realises a requirement.</summary>
internal sealed record RealisingRuleEntry(
    string Machine, string Rule, string File, int Line, IReadOnlyList<string> ExercisedBy)
{
    public static RealisingRuleEntry Of(RealisingRule rule) =>
        new(rule.Machine.Name, rule.Rule.Name, rule.Machine.File, rule.Rule.Line, rule.ExercisedBy);
}
