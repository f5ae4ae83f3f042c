namespace Wakeline.Generators.Parsing;

/// <summary>The mutants of a table by name: its own, and the derived ones as the language names them.</summary>
internal static class MutantNames
{
    public static IEnumerable<string> Of(ParsedTable table) =>
        table.Mutants.Select(mutant => mutant.Name).Concat(table.Shipped.SelectMany(Derived));

    private static IEnumerable<string> Derived(ParsedRow row)
    {
        yield return $"drop-rule:{row.Name}";
        foreach (var guard in row.Guards)
        {
            yield return $"drop-guard:{row.Name}:{guard.Label}";
            if (guard.Argument is not null)
            {
                yield return $"swap-guard-argument:{row.Name}:{guard.Label}";
            }
        }

        foreach (var effect in row.Effects)
        {
            yield return $"drop-effect:{row.Name}:{effect.Label}";
            if (effect.Argument is not null)
            {
                yield return $"swap-argument:{row.Name}:{effect.Label}";
            }
        }

        foreach (var constant in row.Cancels.Concat(row.Arms).Concat(row.Owes))
        {
            yield return $"drop-effect:{row.Name}:{constant.Name}";
        }

        if (row.To is { } next)
        {
            yield return $"drop-goto:{row.Name}:{next.Name}";
        }
    }
}
