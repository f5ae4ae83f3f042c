using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes the body that tries rows in order: a switch on the location, then guards as plain calls.</summary>
internal sealed class Dispatch(MachineModel machine, RowSet rows, CodeWriter writer)
{
    /// <summary>Writes the body.</summary>
    /// <param name="candidates">The rows that are tried, in order.</param>
    /// <param name="location">The expression that reads the location.</param>
    /// <param name="outcome">What is done with a row that can fire.</param>
    /// <returns>Whether control can reach the end of what was written.</returns>
    public bool Write(IReadOnlyList<RuleModel> candidates, string location, Outcome outcome)
    {
        RuleModel[] anywhere = [.. candidates.Where(rule => rule.From.Count == 0)];
        var groups = Groups(candidates).Where(group => !group.Rules.SequenceEqual(anywhere)).ToList();
        if (groups.Count == 0)
        {
            return WriteRows(anywhere, outcome);
        }

        var canPass = anywhere.Length == 0;
        using (writer.Block($"switch ({location})"))
        {
            foreach (var (places, rules) in groups)
            {
                canPass |= WriteCase(places.Select(place => $"case {place.Code}:"), rules, outcome);
            }

            if (anywhere.Length > 0)
            {
                canPass |= WriteCase(["default:"], anywhere, outcome);
            }
        }

        return canPass;
    }

    /// <summary>Locations with the same rows share a case.</summary>
    private List<(List<ConstantModel> Places, RuleModel[] Rules)> Groups(IReadOnlyList<RuleModel> candidates)
    {
        var groups = new List<(List<ConstantModel> Places, RuleModel[] Rules)>();
        var seen = new HashSet<long>();
        foreach (var place in machine.Locations.Where(place => seen.Add(place.Value)))
        {
            RuleModel[] rules = [.. candidates.Where(rule => rule.IsIn(place.Value))];
            var index = groups.FindIndex(group => group.Rules.SequenceEqual(rules));
            if (index < 0)
            {
                groups.Add(([place], rules));
            }
            else
            {
                groups[index].Places.Add(place);
            }
        }

        return groups;
    }

    private bool WriteCase(IEnumerable<string> labels, RuleModel[] rules, Outcome outcome)
    {
        foreach (var label in labels)
        {
            writer.Line(label);
        }

        // Rows with choices declare a variable, and all cases of a switch share one scope.
        var needsScope = outcome.TakesAll && rules.Any(rule => rule.Choices is not null);
        using (needsScope ? writer.Block() : writer.Indent())
        {
            var canPass = WriteRows(rules, outcome);
            if (canPass)
            {
                writer.Line("break;");
            }

            return canPass;
        }
    }

    private bool WriteRows(RuleModel[] rules, Outcome outcome)
    {
        for (var index = 0; index < rules.Length; index++)
        {
            var rule = rules[index];
            if (index > 0)
            {
                writer.Line();
            }

            writer.Line($"// {Text.OneLine(rule.Name)}{Cited(rule)}");
            string[] conditions = [.. outcome.Before(rule), .. rows.Conditions(rule), .. outcome.After(rule)];
            if (rule.Choices is not null)
            {
                WriteChoices(rule, conditions, outcome);
            }
            else if (!WriteRow(rule, conditions, outcome))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteRow(RuleModel rule, string[] conditions, Outcome outcome)
    {
        var end = outcome.Return(rule);
        if (conditions.Length == 0 && !outcome.TakesAll)
        {
            WriteBody(rule, "0", outcome, end);
            return false;
        }

        using (writer.Block(If(conditions)))
        {
            WriteBody(rule, "0", outcome, end);
        }

        return conditions.Length > 0 || end.Length == 0;
    }

    private void WriteChoices(RuleModel rule, string[] conditions, Outcome outcome)
    {
        var count = new Signatures(machine).Call(rule.Choices!, "in state");
        var end = outcome.Return(rule);
        if (conditions.Length == 0 && !outcome.TakesAll)
        {
            using (writer.Block($"if ({count} > 0)"))
            {
                WriteBody(rule, "0", outcome, end);
            }

            return;
        }

        var fired = outcome.TakesAll && end.Length > 0 ? $"fired{Text.Of(rule.Index)}" : "";
        if (fired.Length > 0)
        {
            writer.Line($"var {fired} = false;");
        }

        using (writer.Block($"for (int choice = 0, choices = {count}; choice < choices; choice++)"))
        {
            using (conditions.Length > 0 ? writer.Block(If(conditions)) : null)
            {
                WriteBody(rule, "choice", outcome, fired.Length > 0 ? $"{fired} = true;" : end);
            }
        }

        if (fired.Length > 0)
        {
            using (writer.Block($"if ({fired})"))
            {
                writer.Line(end);
            }
        }
    }

    private void WriteBody(RuleModel rule, string choice, Outcome outcome, string end)
    {
        foreach (var line in outcome.Lines(rule, choice))
        {
            writer.Line(line);
        }

        if (end.Length > 0)
        {
            writer.Line(end);
        }
    }

    private static string If(string[] conditions) =>
        conditions.Length == 0 ? "" : $"if ({string.Join("\n    && ", conditions)})";

    private static string Cited(RuleModel rule) =>
        rule.Citations.Count == 0 ? "" : $" ({Text.OneLine(string.Join("; ", rule.Citations))})";
}
