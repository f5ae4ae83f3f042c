using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

public enum LockPlace : byte
{
    Outside,
    Announcing,
    Yielding,
    Waiting,
    Inside,
}

/// <summary>
/// Two tasks and a lock made of shared variables: Peterson, "Myths about the mutual exclusion problem", Information
/// Processing Letters 12 (1981).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct LockState
{
    public Mutation Mutation;
    public InlineArray2<LockPlace> Places;
    public InlineArray2<bool> Wants;
    public byte Turn;
}

[Machine]
public static partial class PetersonTask
{
    internal static void Rules(Table<LockState, LockPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(LockPlace.Outside).Fair(Fairness.Weak)
        .In(LockPlace.Outside).Fair(Fairness.None)
            .Always().Goto(LockPlace.Announcing)
        .In(LockPlace.Announcing)
            .Always().Do(Announce).Goto(LockPlace.Yielding)
        .In(LockPlace.Yielding)
            .Always().Do(Yield).Goto(LockPlace.Waiting)
        .In(LockPlace.Waiting)
            .When(MayEnter).Goto(LockPlace.Inside)
        .In(LockPlace.Inside)
            .Always().Do(Withdraw).Goto(LockPlace.Outside)
        .Mutant("impolite", "A task takes the turn for itself.")
            .Without("Yielding.Always")
            .In(LockPlace.Yielding).Always().Do(Insist).Goto(LockPlace.Waiting).Named("Insist")
        .Mutant("lazy", "A task may stay inside for ever.")
            .Without("Inside.Always")
            .In(LockPlace.Inside).Always().Do(Withdraw).Goto(LockPlace.Outside).Named("LeaveSomeDay")
                .Fair(Fairness.None);

    private static ref LockPlace Place(ref LockState state, int self) => ref state.Places[self];

    private static Mutation MutationIn(in LockState state) => state.Mutation;

    private static bool MayEnter(in LockState state, int self) => !state.Wants[1 - self] || state.Turn == self;

    private static void Announce(ref LockState state, int self) => state.Wants[self] = true;

    private static void Yield(ref LockState state, int self) => state.Turn = (byte)(1 - self);

    private static void Insist(ref LockState state, int self) => state.Turn = (byte)self;

    private static void Withdraw(ref LockState state, int self) => state.Wants[self] = false;
}

[CheckedSystem("peterson")]
public readonly partial struct Peterson
{
    internal static void Compose(SystemTable<LockState> system) => system
        .Start(Begin)
        .Run(typeof(PetersonTask), Tasks, "task {0}")
        .Never(BothAreInside, "at most one task holds the lock")
        .Sometimes(FirstIsInside, "the lock can be had")
        .LeadsTo(FirstWants, FirstIsInside, "who wants the lock gets it")
        .Catches("impolite", nameof(BothAreInside))
        .Catches("lazy", "FirstWants~>FirstIsInside");

    private static LockState Begin(Parameters parameters) => new() { Mutation = parameters.Mutation };

    private static int Tasks(in LockState state) => 2;

    private static bool BothAreInside(in LockState state) =>
        state.Places[0] == LockPlace.Inside && state.Places[1] == LockPlace.Inside;

    private static bool FirstIsInside(in LockState state) => state.Places[0] == LockPlace.Inside;

    private static bool FirstWants(in LockState state) => state.Wants[0];
}
