using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Locations that are never entered, never left, or deaf to an event.</summary>
internal static class LocationChecks
{
    public static IEnumerable<Problem> Check(ParsedTable table)
    {
        var reachability = new Reachability(table);
        var places = Places(table).ToList();
        foreach (var (location, place) in places)
        {
            if (!reachability.Reaches(location.Value))
            {
                yield return new Problem(
                    Descriptors.UnreachableState, place, table.Machine.Name, location.Name, reachability.Start.Name);
            }
            else if (IsTrap(table, location))
            {
                yield return new Problem(Descriptors.TrapState, place, table.Machine.Name, location.Name);
            }
        }

        foreach (var problem in places.Where(each => reachability.Reaches(each.Location.Value))
            .SelectMany(each => Unhandled(table, each.Location, each.Place)))
        {
            yield return problem;
        }
    }

    /// <summary>
    /// Every location the shipped rows mention, where it is first opened, otherwise where a row first leads to it.
    /// </summary>
    private static IEnumerable<(ConstantModel Location, Location Place)> Places(ParsedTable table) =>
        table.Shipped.SelectMany(row => row.From)
            .Concat(table.Shipped.Select(row => row.To).OfType<ParsedConstant>())
            .GroupBy(place => place.Value.Value)
            .Select(same => (same.First().Value, same.First().Location));

    /// <summary>A machine with a single location has nowhere to go, and says nothing by staying.</summary>
    private static bool IsTrap(ParsedTable table, ConstantModel location) =>
        EnumConstants.FieldsOf(table.LocationType).Count > 1
        && table.Final.All(final => final.Value.Value != location.Value)
        && table.Shipped.All(row => !row.IsIn(location.Value)
            || row.To is null || row.To.Value.Value == location.Value);

    /// <summary>
    /// Events that other locations have rows for. A location that has steps of its own and no row for any event only
    /// passes through: what is handed to it there is a matter of the system, not of the table.
    /// </summary>
    private static IEnumerable<Problem> Unhandled(ParsedTable table, ConstantModel location, Location place)
    {
        var here = table.Shipped.Where(row => row.IsIn(location.Value)).ToList();
        if (here.Any(row => row.Kind == TriggerKind.Step)
            && here.All(row => row.Kind != TriggerKind.Event || row.From.Count == 0))
        {
            yield break;
        }

        foreach (var rows in table.Shipped.Where(row => row.Kind == TriggerKind.Event)
            .GroupBy(row => row.TriggerType, SymbolEqualityComparer.Default))
        {
            if (!rows.Any(row => row.IsIn(location.Value)))
            {
                var elsewhere = rows.SelectMany(row => row.From).Select(from => from.Name).Distinct().ToList();
                yield return new Problem(
                    Descriptors.UnhandledEvent, place, table.Machine.Name, location.Name, rows.Key!.Name,
                    string.Join(", ", elsewhere.Take(3)) + (elsewhere.Count > 3 ? ", ..." : ""));
            }
        }
    }
}
