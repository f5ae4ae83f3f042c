using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>Sixteen words, each of which is all zeros until the ones before have come to their ends.</summary>
public struct WideState
{
    public InlineArray16<ulong> Words;
    public InlineArray16<ulong> Counts;
}

/// <summary>
/// Two neighbouring words count at a time, each step changing most bits of a word. So the space is deep and narrow, and
/// the tree of a packed state gets a level more now and then, long after the search began.
/// </summary>
public readonly struct WideSystem : ISystem<WideState>
{
    private const int Words = 16;
    private const ulong Last = 11;

    public static SystemInfo Info { get; } = new()
    {
        Name = "wide",
        Machines = [new MachineUse(Machine(), 0, "word {0}")],
        Predicates = ["Counts", "IsHalfway", "IsAtTheEnd"],
        Properties =
        [
            new PropertyInfo { Name = "Counts", Kind = PropertyKind.Always, Predicate = 0 },
            new PropertyInfo { Name = "IsHalfway", Kind = PropertyKind.Sometimes, Predicate = 1 },
            new PropertyInfo { Name = "Ends", Kind = PropertyKind.LeadsTo, Predicate = 1, Goal = 2 },
        ],
    };

    public static WideState Start(Parameters parameters) => default;

    public static void Successors<TSink>(in WideState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<WideState>, allows ref struct
    {
        var first = First(in state);
        for (var word = first; word < first + 2 && word < Words; word++)
        {
            if (state.Counts[word] < Last)
            {
                ref var next = ref sink.Begin(in state);
                next.Counts[word]++;
                next.Words[word] = unchecked(BitOperations.RotateLeft(next.Counts[word], 31) * 0x9e3779b97f4a7c15);
                sink.Commit(0, word, 0);
            }
        }
    }

    public static ulong Evaluate(in WideState state) =>
        1UL | (First(in state) == Words / 2 ? 2UL : 0) | (First(in state) >= Words ? 4UL : 0);

    public static bool MayEnd(in WideState state) => First(in state) >= Words;

    private static int First(in WideState state)
    {
        var first = 0;
        while (first < Words && state.Counts[first] == Last && state.Counts[first + 1] == Last)
        {
            first += 2;
        }

        return first;
    }

    private static MachineInfo Machine() => new()
    {
        Name = "Word",
        FullName = "Tests.Word",
        Locations = ["Somewhere"],
        Start = "Somewhere",
        Rules = [new RuleInfo { Index = 0, Name = "count", Kind = TriggerKind.Step, Fairness = Fairness.Weak }],
    };
}
