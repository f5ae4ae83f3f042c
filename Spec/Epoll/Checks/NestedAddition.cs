using static Wakeline.Spec.Epoll.Checks.NestedAddStep;

namespace Wakeline.Spec.Epoll.Checks;

/// <summary>
/// epoll_ctl ADD of an instance, under epnested_mutex: the walk down puts the files that are watched there on a list,
/// and pins them; after the link is made, their paths are counted; each way out clears the list.
/// </summary>
[Machine]
public static partial class NestedAddition
{
    /// <summary>The table.</summary>
    public static void Rules(Table<CheckListState, NestedAddStep> table) => table
        .At(Location)
        .MutatedBy(CheckListState.MutationIn)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Idle).Holding("epnested_mutex").Per("fs/eventpoll.c ep_ctl_lock")
            .When(ACallIsLeft).When(MutexIsFree).Do(LockMutex).Goto(Collect).Named("ADD of an instance")
        .In(Collect).Holding("epnested_mutex").Per("fs/eventpoll.c ep_loop_check")
            .When(NextCanBePinned).Do(PinNext).Do(ListNext).Do(GoOn).Stay().Named("a file is collected")
            .When(NextIsBeingFreed).Do(GoOn).Stay().Named("a file that is being freed is left out")
            .Otherwise().Do(StartAgain).Goto(Judge).Named("all files are collected")
        .In(Judge).Holding("epnested_mutex").Per("fs/eventpoll.c ep_ctl_lock").Alternatives()
            .Always().Do(Unpin).Do(ClearList).Do(UnlockMutex).Goto(Idle).Named("a loop").Guards("M27b")
            .Always().Goto(Count).Named("no loop")
        .In(Count).Holding("epnested_mutex").Per("fs/eventpoll.c reverse_path_check")
            .When(NextIsListed).Do(CountPaths).Do(GoOn).Stay().Named("paths of a file are counted")
            .When(NextIsNotListed).Do(GoOn).Stay().Named("no such file on the list")
            .Otherwise().Do(StartAgain).Do(Unpin).Do(ClearList).Do(UnlockMutex).Goto(Idle).Named("all are counted")

        .Mutant("M27b", "The way out for a loop leaves the list as it is.")
            .Without("a loop")
            .In(Judge).Always().Do(Unpin).Do(UnlockMutex).Goto(Idle).Alternative().Named("a loop, and a list");

    private static ref NestedAddStep Location(ref CheckListState state, int self) => ref state.Threads[self].Step;

    private static bool ACallIsLeft(in CheckListState state, int self) => state.Threads[self].Calls > 0;

    private static bool MutexIsFree(in CheckListState state) => state.MutexOwnerAndOne == 0;

    private static void LockMutex(ref CheckListState state, int self)
    {
        state.MutexOwnerAndOne = (byte)(self + 1);
        state.Threads[self].Calls--;
    }

    private static void UnlockMutex(ref CheckListState state, int self) => state.MutexOwnerAndOne = 0;

    private static bool HasNext(in CheckListState state, int self) =>
        state.Threads[self].Next < CheckListState.FileCount;

    private static bool NextCanBePinned(in CheckListState state, int self) =>
        HasNext(in state, self) && state.Files[state.Threads[self].Next].References > 0;

    private static bool NextIsBeingFreed(in CheckListState state, int self) =>
        HasNext(in state, self) && state.Files[state.Threads[self].Next].References == 0;

    private static bool NextIsListed(in CheckListState state, int self) =>
        HasNext(in state, self) && state.Listed.Contains(state.Threads[self].Next);

    private static bool NextIsNotListed(in CheckListState state, int self) =>
        HasNext(in state, self) && !state.Listed.Contains(state.Threads[self].Next);

    private static void PinNext(ref CheckListState state, int self)
    {
        state.Files[state.Threads[self].Next].References++;
        state.Threads[self].Pinned.Add(state.Threads[self].Next);
    }

    private static void ListNext(ref CheckListState state, int self) => state.Listed.Add(state.Threads[self].Next);

    private static void GoOn(ref CheckListState state, int self) => state.Threads[self].Next++;

    private static void StartAgain(ref CheckListState state, int self) => state.Threads[self].Next = 0;

    private static void CountPaths(ref CheckListState state, int self) =>
        state.HasUsedFreedFile |= state.Files[state.Threads[self].Next].References == 0;

    private static void Unpin(ref CheckListState state, int self)
    {
        for (var file = 0; file < CheckListState.FileCount; file++)
        {
            if (state.Threads[self].Pinned.Contains(file))
            {
                state.Files[file].References--;
            }
        }

        state.Threads[self].Pinned.Clear();
    }

    private static void ClearList(ref CheckListState state, int self) => state.Listed.Clear();
}
