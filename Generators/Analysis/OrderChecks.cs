using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>
/// Rows that the order of the table leaves no case: overlapping rows that are not declared alternatives. Guards are
/// taken as unknowns that hold or do not; what they compute is not looked at.
/// </summary>
internal static class OrderChecks
{
    public static IEnumerable<Problem> Check(ParsedTable table)
    {
        var rows = table.Shipped.ToList();
        var guards = new GuardNumbers();
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            if (Dead(table, rows, index, guards) is { } why)
            {
                yield return new Problem(Descriptors.RowNeverFires, row.Location, row.Name, why);
            }
            else if (row.DeclaredAlternative is { } place
                && !rows.Skip(index + 1).Any(later => SameTrigger(row, later) && Overlap(row, later)))
            {
                yield return new Problem(Descriptors.IdleAlternative, place, row.Name);
            }
        }
    }

    /// <summary>Why a row cannot fire in any of its locations; <see langword="null"/> if it can.</summary>
    private static string? Dead(ParsedTable table, List<ParsedRow> rows, int index, GuardNumbers guards)
    {
        var row = rows[index];
        var own = guards.Of(row).Select(literal => new[] { literal }).ToList();
        if (!Satisfiability.CanHold(own))
        {
            return "its own guards contradict each other in";
        }

        var earlier = rows.Take(index).Where(other => Takes(other, row)).ToList();
        if (earlier.Count == 0)
        {
            return null;
        }

        var locations = row.From.Count > 0
            ? row.From.Select(place => place.Value.Value)
            : EnumConstants.FieldsOf(table.LocationType).Select(field => EnumConstants.Number(field.ConstantValue));
        var isDead = locations.All(location => !Satisfiability.CanHold(
            [.. own, .. earlier.Where(other => other.IsIn(location)).Select(other => guards.Negation(other))]));
        if (!isDead)
        {
            return null;
        }

        var alone = earlier.FirstOrDefault(other => guards.Of(other).All(guards.Of(row).Contains)
            && (other.From.Count == 0
                || (row.From.Count > 0 && row.From.All(place => other.IsIn(place.Value.Value)))));
        return alone is null ? "the rows above it together take" : $"'{alone.Name}' above it takes";
    }

    /// <summary>Whether a row, if its guards hold, keeps a later one from being tried.</summary>
    private static bool Takes(ParsedRow earlier, ParsedRow later) =>
        !earlier.IsAlternative && earlier.Choices is null && SameTrigger(earlier, later)
        && (earlier.Kind != TriggerKind.Emission || SameOutput(earlier, later));

    private static bool SameTrigger(ParsedRow row, ParsedRow other) =>
        row.Kind == other.Kind
        && SymbolEqualityComparer.Default.Equals(row.TriggerType, other.TriggerType)
        && row.Timer?.Value.Value == other.Timer?.Value.Value;

    /// <summary>Outputs chosen by somebody else may be lawful under one row and not under the other.</summary>
    private static bool SameOutput(ParsedRow row, ParsedRow other) =>
        SymbolEqualityComparer.Default.Equals(row.Producer?.Method, other.Producer?.Method)
        && SymbolEqualityComparer.Default.Equals(row.Admission?.Method, other.Admission?.Method)
        && (row.Discharges is null || row.Discharges.Value == other.Discharges?.Value);

    private static bool Overlap(ParsedRow row, ParsedRow other) =>
        row.From.Count == 0 || other.From.Count == 0 || row.From.Any(place => other.IsIn(place.Value.Value));

    /// <summary>Numbers guards, so that the same method with the same constant is the same unknown.</summary>
    private sealed class GuardNumbers
    {
        private readonly Dictionary<string, int> _numbers = [];

        /// <summary>What must hold for a row to fire.</summary>
        public int[] Of(ParsedRow row) =>
            [.. row.Guards.Select(guard => guard.IsNegated ? -NumberOf(guard) : NumberOf(guard))];

        /// <summary>That a row does not fire: one of its guards does not hold.</summary>
        public int[] Negation(ParsedRow row) => [.. Of(row).Select(literal => -literal)];

        private int NumberOf(ParsedTerm guard)
        {
            var key = guard.Call.Method.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)
                + $"({string.Join(",", guard.Call.Method.Parameters.Select(parameter => parameter.Type))})"
                + guard.Argument?.Code;
            if (!_numbers.TryGetValue(key, out var number))
            {
                _numbers[key] = number = _numbers.Count + 1;
            }

            return number;
        }
    }
}
