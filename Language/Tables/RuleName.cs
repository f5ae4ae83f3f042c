namespace Wakeline;

/// <summary>How a row gets its name when the table gives none. The generator follows the same convention.</summary>
internal static class RuleName
{
    /// <summary>
    /// <c>Location.Trigger.Guard&amp;Guard</c>: several locations read <c>First+2</c>, all of them <c>Any</c>; no guard
    /// reads <c>Always</c> or <c>Otherwise</c>; a timer <c>Expires-Name</c>; an emission <c>Emits-Obligation</c>.
    /// </summary>
    public static string Derive(
        string[] from, TriggerKind kind, string trigger, string? discharges, string[] guards, bool isOtherwise)
    {
        var place = from.Length switch
        {
            0 => "Any",
            1 => from[0],
            _ => $"{from[0]}+{from.Length - 1}",
        };
        var cause = kind switch
        {
            TriggerKind.Event => $".{trigger}",
            TriggerKind.Timer => $".Expires-{trigger}",
            TriggerKind.Emission => $".Emits-{discharges ?? trigger}",
            _ => "",
        };
        var condition = guards.Length > 0 ? string.Join('&', guards) : isOtherwise ? "Otherwise" : "Always";
        return $"{place}{cause}.{condition}";
    }

    /// <summary>
    /// The last identifier of a method name as it was written: <c>Segment.IsReset</c> reads <c>IsReset</c>.
    /// </summary>
    public static string OfMethod(string expression) => expression[(expression.LastIndexOf('.') + 1)..].Trim();
}
