using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>The rows a set of functions tries, and what it takes for each of them to fire.</summary>
internal abstract class RowSet(MachineModel machine)
{
    protected MachineModel Machine { get; } = machine;

    protected Signatures Signatures { get; } = new(machine);

    /// <summary>The rows, in the order in which they are tried.</summary>
    public abstract IReadOnlyList<RuleModel> Rows { get; }

    /// <summary>What must hold for a row to fire; empty if nothing must.</summary>
    public abstract IEnumerable<string> Conditions(RuleModel rule);

    /// <summary>The call that carries a row out.</summary>
    /// <param name="rule">The row.</param>
    /// <param name="state">The state argument.</param>
    /// <param name="choice">The choice argument.</param>
    /// <param name="happening">The event, or the output of an emission, as an argument.</param>
    public abstract string Apply(RuleModel rule, string state, string choice, string happening = "in e");

    /// <summary>The choice as guards and effects of a row see it.</summary>
    public static string ChoiceOf(RuleModel rule) => rule.Choices is null ? "0" : "choice";

    protected string Arguments(RuleModel rule, string state, string choice, string happening) =>
        $"{state}{Signatures.SelfArgument}{(rule.Choices is null ? "" : $", {choice}")}"
        + (rule.Kind is TriggerKind.Event or TriggerKind.Emission ? $", {happening}" : "");
}

/// <summary>The table as shipped.</summary>
internal sealed class ShippedRows(MachineModel machine) : RowSet(machine)
{
    public override IReadOnlyList<RuleModel> Rows { get; } = [.. machine.Shipped];

    public override IEnumerable<string> Conditions(RuleModel rule) => rule.Guards.Select(guard =>
        (guard.IsNegated ? "!" : "")
        + Signatures.Call(guard.Call, "in state", ChoiceOf(rule), guard.Argument?.Code ?? ""));

    public override string Apply(RuleModel rule, string state, string choice, string happening = "in e") =>
        $"Firing.Rule{Text.Of(rule.Index)}({Arguments(rule, state, choice, happening)});";
}

/// <summary>Every row, with the mutants that leave it out, change it or put it in.</summary>
internal sealed class MutatedRows : RowSet
{
    private readonly MutantNumbers _numbers;

    public MutatedRows(MachineModel machine, MutantNumbers numbers) : base(machine)
    {
        _numbers = numbers;
        Rows = InOrder(machine);
    }

    public override IReadOnlyList<RuleModel> Rows { get; }

    public override IEnumerable<string> Conditions(RuleModel rule)
    {
        if (rule.Mutant is not null)
        {
            yield return $"mutant == {Text.Of(NumberOf(rule.Mutant))}";
        }
        else
        {
            int[] without = [.. Removers(rule), _numbers.DropRule(rule.Index)];
            yield return without.Length == 1
                ? $"mutant != {Text.Of(without[0])}"
                : $"mutant is not ({string.Join(" or ", without.Select(Text.Of))})";
        }

        for (var part = 0; part < rule.Guards.Count; part++)
        {
            yield return Condition(rule, part);
        }
    }

    public override string Apply(RuleModel rule, string state, string choice, string happening = "in e") =>
        $"Rule{Text.Of(rule.Index)}({Arguments(rule, state, choice, happening)}"
        + $"{(rule.Mutant is null ? ", mutant" : "")});";

    private string Condition(RuleModel rule, int part)
    {
        var guard = rule.Guards[part];
        var argument = guard.Argument is { } constant && rule.Mutant is null
            ? $"mutant == {Text.Of(_numbers.SwapGuard(rule.Index, part))} ? {constant.NextCode} : {constant.Code}"
            : guard.Argument?.Code ?? "";
        var holds = (guard.IsNegated ? "!" : "") + Signatures.Call(guard.Call, "in state", ChoiceOf(rule), argument);
        return rule.Mutant is null
            ? $"(mutant == {Text.Of(_numbers.DropGuard(rule.Index, part))} || {holds})"
            : holds;
    }

    private IEnumerable<int> Removers(RuleModel rule) => Machine.Mutants
        .Select((mutant, index) => (Mutant: mutant, Number: index + 1))
        .Where(each => each.Mutant.Removed.Contains(rule.Name))
        .Select(each => each.Number);

    private int NumberOf(string mutant) => Machine.Mutants.TakeWhile(each => each.Name != mutant).Count() + 1;

    /// <summary>
    /// Rows of a mutant stand where the first row it removes stood, before all others if it removes none.
    /// </summary>
    private static List<RuleModel> InOrder(MachineModel machine)
    {
        RuleModel[] shipped = [.. machine.Shipped];
        var rows = new List<RuleModel>();
        for (var place = 0; place <= shipped.Length; place++)
        {
            foreach (var mutant in machine.Mutants.Where(mutant => PlaceOf(mutant, shipped) == place))
            {
                rows.AddRange(machine.Rules.Where(rule => rule.Mutant == mutant.Name));
            }

            rows.AddRange(shipped.Skip(place).Take(1));
        }

        return rows;
    }

    private static int PlaceOf(MutantModel mutant, RuleModel[] shipped) =>
        Math.Max(Array.FindIndex(shipped, rule => mutant.Removed.Contains(rule.Name)), 0);
}
