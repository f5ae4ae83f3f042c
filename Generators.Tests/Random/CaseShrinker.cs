namespace Wakeline.Generators.Tests.Random;

/// <summary>A machine with what is done to it, and how the engines differ on it.</summary>
internal sealed record Case(RandomMachine Machine, int Mutant, IReadOnlyList<Operation> Operations)
{
    public string? Difference { get; init; }
}

/// <summary>Makes a failing case small. All candidates of a round are compiled together.</summary>
internal static class CaseShrinker
{
    private const int RoundsMost = 60;

    /// <param name="failing">A case that fails.</param>
    /// <param name="fails">Gives those of the cases that fail.</param>
    public static Case Shrink(Case failing, Func<IReadOnlyList<Case>, IReadOnlyList<Case>> fails)
    {
        for (var round = 0; round < RoundsMost; round++)
        {
            var smaller = Smallest(SmallerOperations(failing), fails) ?? Smallest(SmallerMachines(failing), fails);
            if (smaller is null)
            {
                break;
            }

            failing = smaller;
        }

        return failing;
    }

    private static Case? Smallest(IEnumerable<Case> candidates, Func<IReadOnlyList<Case>, IReadOnlyList<Case>> fails)
    {
        Case[] all = [.. candidates];
        return all.Length == 0 ? null : fails(all).MinBy(Size);
    }

    private static int Size(Case each) => Batch.CodeOf(each.Machine).Length + (20 * each.Operations.Count);

    private static IEnumerable<Case> SmallerMachines(Case failing) =>
        Shrinking.Of(failing.Machine).Where(machine => machine.Rows.Count > 0)
            .Select(machine => failing with
            {
                Machine = machine,
                Operations = machine.HasInstances
                    ? failing.Operations
                    : [.. failing.Operations.Select(operation => operation with { Self = 0 })],
            });

    private static IEnumerable<Case> SmallerOperations(Case failing)
    {
        var count = failing.Operations.Count;
        for (var length = count / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= count; start += length)
            {
                yield return failing with
                {
                    Operations = [.. failing.Operations.Take(start), .. failing.Operations.Skip(start + length)],
                };
            }
        }
    }
}
