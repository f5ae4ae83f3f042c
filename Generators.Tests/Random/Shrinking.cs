namespace Wakeline.Generators.Tests.Random;

/// <summary>Smaller machines than a given one, simplest changes last. Each is valid again.</summary>
internal static class Shrinking
{
    public static IEnumerable<RandomMachine> Of(RandomMachine machine)
    {
        if (machine.Rows.Count > 3)
        {
            var half = machine.Rows.Count / 2;
            yield return machine.Rows.Take(half).Aggregate(machine, Without);
            yield return machine.Rows.Skip(half).Aggregate(machine, Without);
        }

        foreach (var mutants in WithoutOne(machine.Mutants))
        {
            yield return machine with { Mutants = mutants };
        }

        foreach (var row in machine.Rows)
        {
            yield return Without(machine, row);
        }

        foreach (var rows in ChangeOne(machine.Rows, Of))
        {
            yield return machine with { Rows = rows };
        }

        foreach (var mutants in ChangeOne(machine.Mutants, Of))
        {
            yield return machine with { Mutants = mutants };
        }

        if (machine.HasInstances)
        {
            yield return machine with { HasInstances = false };
        }

        if (machine.CarriesMutation)
        {
            yield return machine with { CarriesMutation = false };
        }
    }

    private static RandomMachine Without(RandomMachine machine, RandomRow row) => machine with
    {
        Rows = [.. machine.Rows.Where(each => each != row)],
        Mutants =
        [
            .. machine.Mutants.Select(mutant =>
                mutant with { Removed = [.. mutant.Removed.Where(name => name != row.Name)] }),
        ],
    };

    private static IEnumerable<RandomMutant> Of(RandomMutant mutant) =>
    [
        .. WithoutOne(mutant.Removed).Select(removed => mutant with { Removed = removed }),
        .. WithoutOne(mutant.Rows).Select(rows => mutant with { Rows = rows }),
        .. ChangeOne(mutant.Rows, Of).Select(rows => mutant with { Rows = rows }),
    ];

    private static IEnumerable<RandomRow> Of(RandomRow row)
    {
        foreach (var guards in WithoutOne(row.Guards))
        {
            yield return row with { Guards = guards };
        }

        foreach (var effects in WithoutOne(row.Effects))
        {
            yield return row with { Effects = effects };
        }

        if (row.Owes.Count + row.Arms.Count + row.Cancels.Count > 0)
        {
            yield return row with { Owes = [], Arms = [], Cancels = [] };
        }

        if (row.Admission.Length > 0 || row.Discharges is not null)
        {
            yield return row with { Admission = "", Discharges = null };
        }

        if (row.IsAlternative)
        {
            yield return row with { IsAlternative = false };
        }

        if (row.To is not null)
        {
            yield return row with { To = null };
        }

        if (row.From.Count > 1)
        {
            yield return row with { From = [row.From[0]] };
        }
    }

    private static IEnumerable<IReadOnlyList<T>> WithoutOne<T>(IReadOnlyList<T> items) =>
        Enumerable.Range(0, items.Count).Select(index =>
            (IReadOnlyList<T>)[.. items.Take(index), .. items.Skip(index + 1)]);

    private static IEnumerable<IReadOnlyList<T>> ChangeOne<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> shrink) =>
        from index in Enumerable.Range(0, items.Count)
        from smaller in shrink(items[index])
        select (IReadOnlyList<T>)[.. items.Take(index), smaller, .. items.Skip(index + 1)];
}
