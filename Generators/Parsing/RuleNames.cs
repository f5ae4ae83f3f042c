using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>
/// How a row gets its name when the table gives none: the convention of the language's <c>RuleName</c>.
/// </summary>
internal static class RuleNames
{
    public static string Derive(ParsedRow row)
    {
        var place = row.From.Count switch
        {
            0 => "Any",
            1 => row.From[0].Name,
            _ => $"{row.From[0].Name}+{row.From.Count - 1}",
        };
        var cause = row.Kind switch
        {
            TriggerKind.Event => $".{row.Trigger}",
            TriggerKind.Timer => $".Expires-{row.Trigger}",
            TriggerKind.Emission => $".Emits-{row.Discharges?.Name ?? row.Trigger}",
            _ => "",
        };
        var condition = row.Guards.Count > 0
            ? string.Join("&", row.Guards.Select(guard => guard.Label))
            : row.IsOtherwise ? "Otherwise" : "Always";
        return $"{place}{cause}.{condition}";
    }

    /// <summary>
    /// The last identifier of a method as it was written: <c>Segment.IsReset</c> reads <c>IsReset</c>.
    /// </summary>
    public static string OfMethod(string expression) =>
        expression.Substring(expression.LastIndexOf('.') + 1).Trim();
}
