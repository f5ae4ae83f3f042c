using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Obligations and timers that only one half of the table knows, and emissions without an end.</summary>
internal static class OutputChecks
{
    public static IEnumerable<Problem> Check(ParsedTable table)
    {
        var rows = table.Shipped.ToList();
        var owed = Each(rows, row => row.Owes).ToList();
        var discharged = Each(rows, row => row.Discharges is { } met ? [met] : []).ToList();
        var armed = Each(rows, row => row.Arms).ToList();
        var expired = Each(rows, row => row.Timer is { } timer ? [timer] : []).ToList();
        return Lacking(Descriptors.ObligationNeverDischarged, owed, discharged, table)
            .Concat(Lacking(Descriptors.ObligationNeverOwed, discharged, owed, table))
            .Concat(Lacking(Descriptors.TimerNeverExpires, armed, expired, table))
            .Concat(Lacking(Descriptors.TimerNeverArmed, expired, armed, table))
            .Concat(rows.Where(IsEndless).Select(row => new Problem(
                Descriptors.EmissionWithoutObligation, row.Location, row.Name)));
    }

    private static bool IsEndless(ParsedRow row) =>
        row.Kind == TriggerKind.Emission && row.Discharges is null && row.Guards.Count == 0 && row.To is null;

    private static IEnumerable<(ParsedRow Row, ParsedConstant Constant)> Each(
        IEnumerable<ParsedRow> rows, Func<ParsedRow, IEnumerable<ParsedConstant>> constants) =>
        rows.SelectMany(row => constants(row).Select(constant => (row, constant)));

    /// <summary>Constants of one half that the other half lacks, each where it first stands.</summary>
    private static IEnumerable<Problem> Lacking(
        DiagnosticDescriptor descriptor,
        IEnumerable<(ParsedRow Row, ParsedConstant Constant)> present,
        IEnumerable<(ParsedRow Row, ParsedConstant Constant)> demanded, ParsedTable table)
    {
        var known = new HashSet<string>(demanded.Select(each => each.Constant.Value.Code));
        return present.Where(each => known.Add(each.Constant.Value.Code)).Select(each => new Problem(
            descriptor, each.Constant.Location, each.Row.Name, each.Constant.Name, table.Machine.Name));
    }
}
