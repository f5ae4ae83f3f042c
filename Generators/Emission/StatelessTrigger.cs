using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>A trigger of a Stateless machine, with the rows it may fire, in order.</summary>
internal sealed class StatelessTrigger
{
    public required string Name { get; init; }

    public required string Meaning { get; init; }

    /// <summary>The type of its parameter; empty if it has none.</summary>
    public string EventType { get; init; } = "";

    public required IReadOnlyList<RuleModel> Rules { get; init; }

    public bool HasEvent => EventType.Length > 0;

    public string Variable => "on" + Name;

    /// <summary>The triggers of a table; emissions are none.</summary>
    public static List<StatelessTrigger> Of(IReadOnlyList<RuleModel> rules)
    {
        var names = new HashSet<string>();
        return
        [
            .. rules.Where(rule => rule.Kind != TriggerKind.Emission)
                .GroupBy(rule => (rule.Kind, rule.Kind == TriggerKind.Event ? rule.TriggerType : "", rule.Timer?.Value))
                .Select(same => Of(same.First(), [.. same], names)),
        ];
    }

    private static StatelessTrigger Of(RuleModel first, IReadOnlyList<RuleModel> rules, HashSet<string> names)
    {
        var (name, meaning) = first.Kind switch
        {
            TriggerKind.Event => (first.Trigger, $"The event {first.Trigger}."),
            TriggerKind.Timer => (first.Trigger + "Expires", $"The timer {first.Trigger} expires."),
            _ => ("Step", "The machine takes a step by itself."),
        };
        var wanted = Identifier(name);
        name = wanted;
        for (var number = 2; !names.Add(name); number++)
        {
            name = wanted + Text.Of(number);
        }

        return new StatelessTrigger
        {
            Name = name,
            Meaning = meaning,
            EventType = first.Kind == TriggerKind.Event ? first.TriggerType : "",
            Rules = rules,
        };
    }

    private static string Identifier(string name) =>
        new([.. name.Select(each => char.IsLetterOrDigit(each) ? each : '_')]);
}
