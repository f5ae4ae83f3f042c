namespace Wakeline;

/// <summary>How a rule reads beside an arrow and in the hint that explains it.</summary>
internal static class RuleText
{
    private const int LineLength = 30;

    /// <summary>Trigger and guards as in UML, or the rule's own name if the table gives one.</summary>
    public static string Label(RuleInfo rule)
    {
        if (!rule.Name.Contains('.', StringComparison.Ordinal))
        {
            return rule.Name;
        }

        var trigger = rule.Kind switch
        {
            TriggerKind.Event => rule.Trigger,
            TriggerKind.Timer => $"after {rule.Trigger}",
            TriggerKind.Emission => $"emits {rule.Discharges ?? rule.Trigger}",
            _ => "",
        };
        var guards = rule.Guards.Count > 0 ? $"[{string.Join(", ", rule.Guards)}]"
            : rule.Name.EndsWith(".Otherwise", StringComparison.Ordinal) ? "[otherwise]" : "";
        return $"{trigger} {guards}".Trim();
    }

    /// <summary>Everything the table says about a rule, one line each.</summary>
    public static string Hint(RuleInfo rule)
    {
        var where = rule.From.Count == 0 ? "any state" : string.Join(", ", rule.From);
        List<string> lines = [rule.Name, $"{where} -> {rule.To ?? "stays"}"];
        AddList(lines, "when", rule.Guards);
        AddList(lines, "does", rule.Effects);
        AddList(lines, "owes", rule.Owes);
        AddList(lines, "arms", rule.Arms);
        AddList(lines, "cancels", rule.Cancels);
        AddList(lines, "per", rule.Citations);
        return string.Join('\n', lines);
    }

    /// <summary>Breaks a text after commas and blanks where a line gets too long.</summary>
    public static IReadOnlyList<string> Wrap(string text)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > LineLength)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        return line.Length == 0 ? lines : [.. lines, line];
    }

    private static void AddList(List<string> lines, string word, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            lines.Add($"{word} {string.Join(", ", items)}");
        }
    }
}
