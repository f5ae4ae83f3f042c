using System.Text;

namespace Wakeline;

/// <summary>
/// Writes a machine as a table in Markdown: the rows as a reviewer holds them against the cited source.
/// </summary>
internal static class MarkdownText
{
    public static string Of(MachineInfo machine)
    {
        var text = new StringBuilder($"### {machine.Name}\n\n");
        if (machine.Summary.Length > 0)
        {
            text.Append($"{machine.Summary}\n\n");
        }

        text.Append($"Starts in `{machine.Start}`");
        text.Append(machine.Final.Count > 0 ? $"; may stay in {Code(machine.Final)} for ever.\n\n" : ".\n\n");
        text.Append("| in | on | when | does | next | source |\n|---|---|---|---|---|---|\n");
        foreach (var rule in machine.Rules.Where(rule => rule.Mutant is null))
        {
            text.Append($"| {WhereOf(rule)} | {TriggerOf(rule)} | {Code(rule.Guards)} | {Code(ActionsOf(rule))} ")
                .Append($"| {(rule.To is null ? "" : $"`{rule.To}`")} ")
                .Append($"| {Escape(string.Join("; ", rule.Citations))} |\n");
        }

        AddMutants(machine, text);
        return text.ToString();
    }

    private static void AddMutants(MachineInfo machine, StringBuilder text)
    {
        var named = machine.Mutants.Where(mutant => mutant.Kind == MutantKind.Named).ToArray();
        if (named.Length == 0)
        {
            return;
        }

        text.Append("\n| mutant | what goes wrong |\n|---|---|\n");
        foreach (var mutant in named)
        {
            text.Append($"| `{mutant.Name}` | {Escape(mutant.Story)} |\n");
        }
    }

    private static string WhereOf(RuleInfo rule) => rule.From.Count == 0 ? "any" : Code(rule.From);

    private static string TriggerOf(RuleInfo rule) => rule.Kind switch
    {
        TriggerKind.Event => $"`{rule.Trigger}`",
        TriggerKind.Timer => $"`{rule.Trigger}` expires",
        TriggerKind.Emission => $"emits `{rule.Trigger}`",
        _ => "",
    };

    private static IEnumerable<string> ActionsOf(RuleInfo rule) =>
    [
        .. rule.Effects,
        .. rule.Cancels.Select(timer => $"cancel {timer}"),
        .. rule.Arms.Select(timer => $"arm {timer}"),
        .. rule.Owes.Select(owed => $"owe {owed}"),
    ];

    private static string Code(IEnumerable<string> terms) =>
        string.Join(", ", terms.Select(term => $"`{Escape(term)}`"));

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
