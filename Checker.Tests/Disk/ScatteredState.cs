using System.Runtime.CompilerServices;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>Words that all change in every step.</summary>
public struct ScatteredState
{
    public InlineArray16<ulong> Words;
}

/// <summary>A long chain of states that have no part in common.</summary>
public readonly struct ScatteredSystem : ISystem<ScatteredState>
{
    private const ulong Length = 3000;

    public static SystemInfo Info { get; } = new()
    {
        Name = "scattered",
        Machines =
        [
            new MachineUse(
                new MachineInfo
                {
                    Name = "Chain",
                    FullName = "Tests.Chain",
                    Locations = ["Somewhere"],
                    Start = "Somewhere",
                    Rules = [new RuleInfo { Index = 0, Name = "go", Kind = TriggerKind.Step }],
                },
                0, "chain"),
        ],
    };

    public static ScatteredState Start(Parameters parameters) => default;

    public static void Successors<TSink>(in ScatteredState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<ScatteredState>, allows ref struct
    {
        if (state.Words[0] < Length)
        {
            ref var next = ref sink.Begin(in state);
            next.Words[0]++;
            for (var word = 1; word < 16; word++)
            {
                next.Words[word] = unchecked((next.Words[0] * 16 + (ulong)word) * 0x9e3779b97f4a7c15);
            }

            sink.Commit(0, 0, 0);
        }
    }

    public static ulong Evaluate(in ScatteredState state) => 0;

    public static bool MayEnd(in ScatteredState state) => true;
}
