namespace Wakeline.Cli.Terminal;

/// <summary>A row of a table as a sentence.</summary>
internal static class RuleText
{
    public static string Of(RuleInfo rule)
    {
        string[] parts =
        [
            rule.From.Count == 0 ? "anywhere" : $"in {string.Join(" or ", rule.From)}",
            .. Cause(rule) is { Length: > 0 } cause ? [cause] : Array.Empty<string>(),
            .. Listed("if", rule.Guards, " and "),
            .. Listed("do", Actions(rule), ", then "),
            rule.To is null ? "stay" : $"go to {rule.To}",
        ];
        return $"{rule.Name}: {string.Join("; ", parts)}";
    }

    private static string Cause(RuleInfo rule) => rule.Kind switch
    {
        TriggerKind.Event => $"on {rule.Trigger}",
        TriggerKind.Timer => $"as {rule.Trigger} expires",
        TriggerKind.Emission => $"emitting {rule.Trigger}",
        _ => "",
    };

    private static IReadOnlyList<string> Actions(RuleInfo rule) =>
    [
        .. rule.Effects,
        .. rule.Cancels.Select(timer => $"cancel {timer}"),
        .. rule.Arms.Select(timer => $"arm {timer}"),
        .. rule.Owes.Select(obligation => $"owe {obligation}"),
    ];

    private static IEnumerable<string> Listed(string word, IReadOnlyList<string> names, string between) =>
        names.Count > 0 ? [$"{word} {string.Join(between, names)}"] : [];
}
