using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Models;

public enum InternPlace : byte
{
    Looking,
    Publishing,
    Pausing,
    Done,
}

/// <summary>
/// How threads number keys in the checker's own table, step by step: <c>Interner</c> and <c>Rendezvous</c>. Each thread
/// has one key, and one number taken ahead, which is its own.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct InternState
{
    public const int Threads = 3;

    public Mutation Mutation;
    public byte SlotCount;
    public InlineArray2<byte> Entries;
    public InlineArray3<InternPlace> Places;
    public InlineArray3<byte> Slots;
    public InlineArray3<byte> Found;
    public BitSet<byte> Written;
}

[Machine]
public static partial class InternThread
{
    internal static void Rules(Table<InternState, InternPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(InternPlace.Done)
        .In(InternPlace.Looking)
            .When(SlotIsFree).Do(WriteKey).Goto(InternPlace.Publishing)
            .When(SlotHasKey).Do(TakeItsNumber).Goto(InternPlace.Done)
            .When(TableIsFull).Goto(InternPlace.Pausing)
            .Otherwise().Do(GoToNextSlot).Stay()
        .In(InternPlace.Publishing)
            .When(SlotIsFree).Do(FillSlot).Goto(InternPlace.Done).Named("Exchange")
            .Otherwise().Goto(InternPlace.Looking).Named("Compare")
        .In(InternPlace.Pausing)
            .Unless(TableIsFull).Do(StartAgain).Goto(InternPlace.Looking).Named("GoOn")
            .When(NobodyIsAtWork).Do(Grow).Stay().Named("Grow")
        .Mutant("overwriting", "A slot is filled without a look at what is there.")
            .Without("Exchange").Without("Compare")
            .In(InternPlace.Publishing).Always().Do(FillSlot).Goto(InternPlace.Done).Named("Overwrite")
        .Mutant("hasty", "The table grows while others are at work.")
            .Without("Grow")
            .In(InternPlace.Pausing).When(TableIsFull).Do(Grow).Stay().Named("GrowAtOnce");

    private static ref InternPlace Place(ref InternState state, int self) => ref state.Places[self];

    private static Mutation MutationIn(in InternState state) => state.Mutation;

    /// <summary>The first two threads have the same key.</summary>
    private static int KeyOf(int thread) => thread < 2 ? 1 : 0;

    private static int EntryOf(in InternState state, int self) => state.Entries[state.Slots[self]];

    private static bool SlotIsFree(in InternState state, int self) => EntryOf(in state, self) == 0;

    private static bool SlotHasKey(in InternState state, int self) =>
        !SlotIsFree(in state, self) && KeyOf(EntryOf(in state, self) - 1) == KeyOf(self);

    private static bool TableIsFull(in InternState state, int self)
    {
        for (var slot = 0; slot < state.SlotCount; slot++)
        {
            if (state.Entries[slot] == 0 || KeyOf(state.Entries[slot] - 1) == KeyOf(self))
            {
                return false;
            }
        }

        return true;
    }

    private static bool NobodyIsAtWork(in InternState state, int self)
    {
        for (var thread = 0; thread < InternState.Threads; thread++)
        {
            if (state.Places[thread] is InternPlace.Looking or InternPlace.Publishing)
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteKey(ref InternState state, int self) => state.Written.Add(self);

    private static void TakeItsNumber(ref InternState state, int self) =>
        state.Found[self] = state.Entries[state.Slots[self]];

    private static void GoToNextSlot(ref InternState state, int self) =>
        state.Slots[self] = (byte)((state.Slots[self] + 1) % state.SlotCount);

    private static void FillSlot(ref InternState state, int self)
    {
        state.Entries[state.Slots[self]] = (byte)(self + 1);
        state.Found[self] = (byte)(self + 1);
    }

    private static void StartAgain(ref InternState state, int self) =>
        state.Slots[self] = (byte)(KeyOf(self) % state.SlotCount);

    /// <summary>Twice as many slots; the entry of the first moves to where its key belongs now.</summary>
    private static void Grow(ref InternState state, int self)
    {
        var entry = state.Entries[0];
        state.SlotCount = 2;
        state.Entries[0] = 0;
        state.Entries[KeyOf(entry - 1)] = entry;
    }
}

[CheckedSystem("shared-interning")]
public readonly partial struct SharedInterning
{
    internal static void Compose(SystemTable<InternState> system) => system
        .Start(Begin)
        .Run(typeof(InternThread), Threads, "thread {0}")
        .MayEnd(EverybodyIsDone)
        .Always(EqualKeysHaveOneNumber, "a number is that of one key, for everybody")
        .Always(EntriesLeadToKeys, "whoever sees an entry finds its key")
        .AtRest(EverybodyIsDone, "nobody waits for ever")
        .Sometimes(HasGrown, "the table grows at all")
        .Catches("overwriting", nameof(EqualKeysHaveOneNumber))
        .Catches("hasty", nameof(EqualKeysHaveOneNumber));

    private static InternState Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        SlotCount = 1,
    };

    private static int Threads(in InternState state) => InternState.Threads;

    private static bool EqualKeysHaveOneNumber(in InternState state) =>
        (state.Found[0] == 0 || state.Found[1] == 0 || state.Found[0] == state.Found[1])
        && (state.Found[2] is 0 or 3);

    private static bool EntriesLeadToKeys(in InternState state) =>
        IsFreeOrWritten(in state, 0) && IsFreeOrWritten(in state, 1);

    private static bool IsFreeOrWritten(in InternState state, int slot) =>
        state.Entries[slot] == 0 || state.Written.Contains(state.Entries[slot] - 1);

    private static bool EverybodyIsDone(in InternState state)
    {
        for (var thread = 0; thread < InternState.Threads; thread++)
        {
            if (state.Places[thread] != InternPlace.Done)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasGrown(in InternState state) => state.SlotCount > 1;
}
