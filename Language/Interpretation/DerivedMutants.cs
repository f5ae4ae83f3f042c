namespace Wakeline;

/// <summary>
/// The mutants every table has without being asked: each row, guard, effect and next location left out once, each
/// argument
/// replaced by its neighbour. The generator numbers them in the same order.
/// </summary>
public static class DerivedMutants
{
    /// <summary>Lists the mutants of the rows of a table that belong to no mutant themselves.</summary>
    /// <param name="rules">Every row of the table.</param>
    /// <param name="firstNumber">Number of the first of them: one more than the named mutants.</param>
    public static IEnumerable<MutantInfo> Of(IReadOnlyList<RuleInfo> rules, int firstNumber)
    {
        var number = firstNumber;
        foreach (var rule in rules.Where(rule => rule.Mutant is null))
        {
            foreach (var (kind, part, label) in Changes(rule))
            {
                yield return new MutantInfo
                {
                    Number = number++,
                    Kind = kind,
                    Name = label.Length == 0 ? $"{Word(kind)}:{rule.Name}" : $"{Word(kind)}:{rule.Name}:{label}",
                    Story = Tell(kind, label),
                    Rules = [rule.Name],
                    Part = part,
                };
            }
        }
    }

    private static IEnumerable<(MutantKind Kind, int Part, string Label)> Changes(RuleInfo rule)
    {
        yield return (MutantKind.DropRule, 0, "");
        for (var part = 0; part < rule.Guards.Count; part++)
        {
            yield return (MutantKind.DropGuard, part, rule.Guards[part]);
            if (HasArgument(rule.Guards[part]))
            {
                yield return (MutantKind.SwapGuardArgument, part, rule.Guards[part]);
            }
        }

        string[] effects = [.. rule.Effects, .. rule.Cancels, .. rule.Arms, .. rule.Owes];
        for (var part = 0; part < effects.Length; part++)
        {
            yield return (MutantKind.DropEffect, part, effects[part]);
            if (part < rule.Effects.Count && HasArgument(effects[part]))
            {
                yield return (MutantKind.SwapArgument, part, effects[part]);
            }
        }

        if (rule.To is not null)
        {
            yield return (MutantKind.DropGoto, 0, rule.To);
        }
    }

    private static bool HasArgument(string term) => term.EndsWith(')');

    private static string Word(MutantKind kind) => kind switch
    {
        MutantKind.DropRule => "drop-rule",
        MutantKind.DropGuard => "drop-guard",
        MutantKind.DropEffect => "drop-effect",
        MutantKind.DropGoto => "drop-goto",
        MutantKind.SwapArgument => "swap-argument",
        MutantKind.SwapGuardArgument => "swap-guard-argument",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A named mutant is not derived."),
    };

    private static string Tell(MutantKind kind, string label) => kind switch
    {
        MutantKind.DropRule => "The rule never fires.",
        MutantKind.DropGuard => $"The guard {label} counts as true.",
        MutantKind.DropEffect => $"{label} does not happen.",
        MutantKind.DropGoto => $"The machine stays instead of going to {label}.",
        _ => $"{label} is done with the next value of its argument.",
    };
}
