using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes one function for each row, which carries it out on a state.</summary>
internal sealed class FiringEmitter(MachineModel machine, CodeWriter writer)
{
    private readonly Signatures _signatures = new(machine);

    /// <summary>The rows as shipped.</summary>
    public void WriteShipped()
    {
        foreach (var rule in machine.Shipped)
        {
            Write(rule, "", null);
        }
    }

    /// <summary>The rows as mutants change them, and the rows of mutants.</summary>
    public void WriteMutated(MutantNumbers numbers)
    {
        foreach (var rule in machine.Rules)
        {
            Write(rule, rule.Mutant is null ? ", ushort mutant" : "", rule.Mutant is null ? numbers : null);
        }
    }

    private void Write(RuleModel rule, string mutantParameter, MutantNumbers? numbers)
    {
        var choice = rule.Choices is null ? "" : ", int choice";
        var happening = rule.Kind is TriggerKind.Event or TriggerKind.Emission ? $", in {rule.TriggerType} e" : "";
        writer.Line();
        writer.Line($"/// <summary><c>{Text.Xml(rule.Name)}</c></summary>");
        using (writer.Block(
            $"internal static void Rule{Text.Of(rule.Index)}"
            + $"(ref TState state{_signatures.SelfParameter}{choice}{happening}{mutantParameter})"))
        {
            writer.Line($"if (global::Wakeline.RuleCoverage.IsEnabled) {{ Coverage.Hit({Text.Of(rule.Index)}); }}");
            if (rule.Timer is { } timer)
            {
                writer.Line($"{_signatures.Timers("ref state")}.Remove({timer.Code});");
            }

            if (rule.Discharges is { } owed)
            {
                writer.Line($"{_signatures.Obligations("ref state")}.Remove({owed.Code});");
            }

            WriteEffects(rule, numbers);
            if (rule.To is { } next)
            {
                var isKept = numbers is null ? "" : $"mutant != {Text.Of(numbers.DropGoto(rule.Index))}";
                WriteIf(isKept, $"{_signatures.Location("ref state")} = {next.Code};");
            }
        }
    }

    private void WriteEffects(RuleModel rule, MutantNumbers? numbers)
    {
        var part = 0;
        foreach (var effect in rule.Effects)
        {
            var argument = effect.Argument is { } constant && numbers is not null
                ? $"mutant == {Text.Of(numbers.SwapEffect(rule.Index, part))} ? {constant.NextCode} : {constant.Code}"
                : effect.Argument?.Code ?? "";
            WritePart($"{_signatures.Call(effect.Call, "ref state", RowSet.ChoiceOf(rule), argument)};");
        }

        foreach (var timer in rule.Cancels)
        {
            WritePart($"{_signatures.Timers("ref state")}.Remove({timer.Code});");
        }

        foreach (var timer in rule.Arms)
        {
            WritePart($"{_signatures.Timers("ref state")}.Add({timer.Code});");
        }

        foreach (var owed in rule.Owes)
        {
            WritePart($"{_signatures.Obligations("ref state")}.Add({owed.Code});");
        }

        void WritePart(string statement) => WriteIf(
            numbers is null ? "" : $"mutant != {Text.Of(numbers.DropEffect(rule.Index, part++))}", statement);
    }

    private void WriteIf(string condition, string statement)
    {
        if (condition.Length == 0)
        {
            writer.Line(statement);
            return;
        }

        using (writer.Block($"if ({condition})"))
        {
            writer.Line(statement);
        }
    }
}
