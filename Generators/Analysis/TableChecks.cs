using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>What a table must say and may say once only, before anything can be generated from it.</summary>
internal static class TableChecks
{
    public static IEnumerable<Problem> Check(ParsedTable table)
    {
        if (table.At is null && !table.HasHoles && table.Problems.Count == 0)
        {
            yield return new Problem(Descriptors.TableWithoutAt, table.Place, table.Machine.Name);
        }

        var rows = table.Rows.Where(row => !row.IsBroken).ToList();
        var problems = DuplicateRows(table, rows).Concat(DuplicateMutants(table)).Concat(rows.SelectMany(Undeclared));
        foreach (var problem in problems.Concat(table.HasHoles ? [] : UnknownRemoved(table)))
        {
            yield return problem;
        }

        IEnumerable<Problem> Undeclared(ParsedRow row) => table.HasHoles ? [] : UndeclaredSets(table, row);
    }

    private static IEnumerable<Problem> DuplicateRows(ParsedTable table, IEnumerable<ParsedRow> rows)
    {
        var names = new HashSet<string>();
        return rows.Where(row => !names.Add(row.Name)).Select(row => new Problem(
            Descriptors.DuplicateRuleName, row.Location, table.Machine.Name, row.Name));
    }

    private static IEnumerable<Problem> DuplicateMutants(ParsedTable table)
    {
        var names = new HashSet<string>();
        return table.Mutants.Where(mutant => !names.Add(mutant.Name)).Select(mutant => new Problem(
            Descriptors.DuplicateName, mutant.Location, "mutants", table.Machine.Name, mutant.Name));
    }

    private static IEnumerable<Problem> UnknownRemoved(ParsedTable table)
    {
        var names = new HashSet<string>(table.Rows.Select(row => row.Name));
        return
            from mutant in table.Mutants
            from removed in mutant.Removed
            where removed.Name.Length > 0 && !names.Contains(removed.Name)
            select new Problem(
                Descriptors.UnknownRemovedRow, removed.Location, mutant.Name, removed.Name,
                Suggestion.For(removed.Name, names));
    }

    private static IEnumerable<Problem> UndeclaredSets(ParsedTable table, ParsedRow row)
    {
        if (table.Owing is null && (row.Owes.FirstOrDefault() ?? row.Discharges) is { } output)
        {
            var verb = row.Owes.Count > 0 ? "owes" : "discharges";
            yield return new Problem(
                Descriptors.UndeclaredSet, output.Location, row.Name, $"{verb} '{output.Name}'", "obligations",
                "Owing");
        }

        if (table.Timing is null && TimerOf(row) is var (does, timer))
        {
            yield return new Problem(
                Descriptors.UndeclaredSet, timer.Location, row.Name, $"{does} '{timer.Name}'", "armed timers",
                "Timing");
        }
    }

    private static (string Verb, ParsedConstant Timer)? TimerOf(ParsedRow row) => row switch
    {
        { Kind: TriggerKind.Timer, Timer: { } timer } => ("waits for", timer),
        { Arms: [var timer, ..] } => ("arms", timer),
        { Cancels: [var timer, ..] } => ("cancels", timer),
        _ => null,
    };
}
