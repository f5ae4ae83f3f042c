using Wakeline.Cli.Requirements;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>The matrix of requirements for people: a line for each, then sums.</summary>
internal static class RequirementText
{
    public static void Write(IReadOnlyList<RequirementRow> rows, TextWriter output)
    {
        foreach (var row in rows)
        {
            var requirement = row.Requirement;
            output.WriteLine(
                $"{requirement.Id,-8} {requirement.Level,-11} {NameOf(row.Standing),-9} {requirement.Text}");
            output.WriteLine($"{"",-30} {Because(row)}");
        }

        output.WriteLine();
        foreach (var level in rows.GroupBy(row => row.Requirement.Level))
        {
            var sums = level.CountBy(row => row.Standing).OrderBy(sum => sum.Key)
                .Select(sum => $"{sum.Value} {NameOf(sum.Key)}");
            output.WriteLine($"{level.Key}: {Counted(level.Count(), "requirement")}, {string.Join(", ", sums)}");
        }
    }

    /// <summary>Everything that is known of a few requirements.</summary>
    public static void WriteWhole(RequirementRow row, TextWriter output)
    {
        var requirement = row.Requirement;
        output.WriteLine(
            $"{requirement.Id} ({requirement.Level}, RFC 9293 section {requirement.Section}): {requirement.Text}.");
        output.WriteLine($"  area           {requirement.Area}");
        output.WriteLine($"  seen by tests  {requirement.Visibility.ToString().ToLowerInvariant()}");
        output.WriteLine($"  standing       {NameOf(row.Standing)}");
        if (requirement.Note.Length > 0)
        {
            output.WriteLine($"  note           {requirement.Note}");
        }

        foreach (var rule in row.Rules)
        {
            output.WriteLine($"  rule           {rule} ({rule.Machine.File}:{rule.Rule.Line})");
            output.WriteLine($"    exercised by {Exercised(rule.ExercisedBy)}");
        }
    }

    /// <summary>How a standing is called.</summary>
    public static string NameOf(Standing standing) => standing == Standing.InPart ? "in part"
        : standing.ToString().ToLowerInvariant();

    private static string Because(RequirementRow row) => row.Rules.Count == 0
        ? row.Requirement.Note
        : $"{Counted(row.Rules.Count, "rule")}, exercised by {Exercised(row.ExercisedBy)}"
            + (row.Standing == Standing.InPart ? $"; {row.Requirement.Note}" : "");

    private static string Exercised(IReadOnlyList<string> by) => by.Count == 0 ? "NOTHING" : string.Join(", ", by);
}
