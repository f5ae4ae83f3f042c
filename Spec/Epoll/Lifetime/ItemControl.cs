using static Wakeline.Spec.Epoll.Lifetime.ItemControlStep;
using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of epoll_ctl.</summary>
public enum ItemControlStep : byte
{
    /// <summary>The thread is not in epoll_ctl.</summary>
    Idle,
    /// <summary>ep->mtx is to be taken.</summary>
    TakeMutex,
    /// <summary>Before that, epnested_mutex is to be taken.</summary>
    BeginCheck,
    /// <summary>Under it: the instance to be added is to be visited, and its files to be collected.</summary>
    Descend,
    /// <summary>Those that watch the instance are to be visited.</summary>
    Ascend,
    /// <summary>One of them is to be visited.</summary>
    Visit,
    /// <summary>Under epnested_mutex, ep->mtx is to be taken.</summary>
    TakeMutexChecked,
    /// <summary>Under ep->mtx: the operation begins.</summary>
    Change,
    /// <summary>The paths that lead up from what was collected are to be counted.</summary>
    PathCheck,
    /// <summary>The item is to be linked into the wait queue of its file.</summary>
    Hook,
    /// <summary>The item leaves its wait queue.</summary>
    Unhook,
    /// <summary>The item is removed.</summary>
    Remove,
    /// <summary>The item's wakeup source is to be freed.</summary>
    Await,
    /// <summary>All locks are to be let go of.</summary>
    Leave,
}

/// <summary>
/// epoll_ctl, as far as it makes and breaks things: ADD with its search for loops and its count of paths, DEL, and a
/// MOD that gives up the wakeup source. Chains of instances are followed one link down and one link up, which is as far
/// as those of the systems reach.
/// </summary>
[Machine]
public static partial class ItemControl
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, ItemControlStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Start(TakeMutex)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(TakeMutex).Holding("ep->mtx").Per("fs/eventpoll.c ep_ctl_lock")
            .When(MutexIsFree).When(CallIs, LifetimeCallKind.Add).When(IsWatched).Goto(BeginCheck)
            .When(MutexIsFree).When(CallIs, LifetimeCallKind.Add).When(IsVisited).Goto(BeginCheck)
                .Named("a check has come by").Guards("M23")
            .When(MutexIsFree).When(CallIs, LifetimeCallKind.Add).When(TargetIsInstance).Goto(BeginCheck)
            .When(MutexIsFree).Do(LockMutex).Goto(Change)

        .In(BeginCheck).Holding("epnested_mutex").Per("fs/eventpoll.c ep_ctl_lock")
            .When(NobodyChecks).When(TargetIsInstance).Do(TakeCheck).Goto(Descend)
            .When(NobodyChecks).Do(TakeCheck).Do(CollectTarget).Goto(TakeMutexChecked)
        .In(Descend).Holding("epnested_mutex, ep->mtx of the target").Per("fs/eventpoll.c ep_loop_check")
            .When(TargetMutexIsFree).Do(VisitTarget).Do(CollectHeld).Goto(Ascend)
                .Named("files are pinned, or left out").Guards("M21a").Guards("M21b")
        .In(Ascend).Holding("epnested_mutex, RCU").Per("fs/eventpoll.c ep_get_upwards_depth_proc")
            .When(IsWatched).Do(BeginReading).Do(ReadWatcher).Goto(Visit)
            .Otherwise().Goto(TakeMutexChecked)
        .In(Visit).Holding("epnested_mutex, RCU").Per("fs/eventpoll.c ep_get_upwards_depth_proc")
            .When(HasNextWatcher).Do(VisitAbove).Do(ReadWatcher).Stay()
            .Otherwise().Do(VisitAbove).Do(EndReading).Goto(TakeMutexChecked)
        .In(TakeMutexChecked).Holding("epnested_mutex, ep->mtx").Per("fs/eventpoll.c ep_ctl_lock")
            .When(MutexIsFree).Do(LockMutex).Goto(Change)

        .In(Change).Holding("ep->mtx, f_lock").Per("fs/eventpoll.c ep_insert")
            .When(CallIs, LifetimeCallKind.Add).When(HasItem).Goto(Leave).Named("EEXIST")
            .When(CallIs, LifetimeCallKind.Add).When(TargetIsUnlocked).When(IsChecked).Do(Register).Goto(PathCheck)
                .Named("paths are counted before the item can be called").Guards("M22")
            .When(CallIs, LifetimeCallKind.Add).When(TargetIsUnlocked).Do(Register).Do(Accept).Goto(Hook)
        .In(Change).Holding("ep->mtx").Per("fs/eventpoll.c ep_remove")
            .When(CallIs, LifetimeCallKind.Delete).When(HasItem).Do(TakeItem).Do(HookRemoval.BeginUnhooking)
                .Goto(Unhook)
            .When(CallIs, LifetimeCallKind.Delete).Goto(Leave).Named("ENOENT of DEL")
        .In(Change).Holding("ep->mtx").Per("fs/eventpoll.c ep_destroy_wakeup_source")
            .When(CallIs, LifetimeCallKind.Modify).When(HasItem).When(ItemHasSource).Do(TakeItem).Do(ForgetSource)
                .Goto(Await)
            .When(CallIs, LifetimeCallKind.Modify).Goto(Leave)
        .In(Await).Holding("ep->mtx").Per("fs/eventpoll.c ep_destroy_wakeup_source")
            .When(GraceIsOver).Do(FreeSource).Goto(Leave)
                .Named("the source is freed after a grace period").Guards("M25")

        .In(PathCheck).Holding("epnested_mutex, ep->mtx").Per("fs/eventpoll.c reverse_path_check")
            .When(PathsAreTooMany).Do(TouchCollected).Do(HookRemoval.BeginUnhooking).Goto(Unhook)
            .Otherwise().Do(TouchCollected).Do(Accept).Goto(Hook)
        .In(Hook).Holding("ep->mtx, whead->lock").Per("fs/eventpoll.c ep_ptable_queue_proc")
            .When(QueueIsUnlocked).Do(HookItem).Goto(Leave).Named("a file names its own queue").Guards("M17")

        .In(Unhook).Holding("ep->mtx").Per("fs/eventpoll.c ep_remove")
            .When(HookRemoval.UnhookingIsOver).Do(ItemRemoval.BeginRemoval).Goto(Remove)
        .In(Remove).Holding("ep->mtx").Per("fs/eventpoll.c ep_remove")
            .When(ItemRemoval.RemovalIsOver).Goto(Leave)
        .In(Leave).Per("fs/eventpoll.c do_epoll_ctl")
            .Always().Do(UnlockMutex).Do(EndCheck).Do(HeapReferences.FinishCall).Goto(Idle)

        .Mutant("M17", "The poll of a connected datagram socket names the wait queue of its peer.")
            .Without("a file names its own queue")
            .In(Hook)
                .When(IsConnected).When(PeerIsUnlocked).Do(HookToPeer).Goto(Leave)
                    .Named("a file names its peer's queue")
                .Unless(IsConnected).When(QueueIsUnlocked).Do(HookItem).Goto(Leave).Named("without a peer, its own")

        .Mutant("M21a", "A file whose paths are to be counted is not held meanwhile.")
            .Without("files are pinned, or left out")
            .In(Descend).When(TargetMutexIsFree).Do(VisitTarget).Do(CollectHeld).Do(ForgetPins).Goto(Ascend)
                .Named("files are collected unheld")

        .Mutant("M21b", "A file whose paths are to be counted is held, even if nobody held it any more.")
            .Without("files are pinned, or left out")
            .In(Descend).When(TargetMutexIsFree).Do(VisitTarget).Do(CollectAll).Goto(Ascend)
                .Named("files are held, dead or alive")

        .Mutant("M22", "The item is linked into its wait queue before paths are counted.")
            .Without("paths are counted before the item can be called")
            .In(Change)
                .When(CallIs, LifetimeCallKind.Add).When(TargetIsUnlocked).When(IsChecked).Do(Register).Goto(Hook)
                    .Named("the item can be called first")
            .In(Hook).When(QueueIsUnlocked).When(IsChecked).Do(HookItem).Goto(PathCheck).Named("paths are counted then")
            .In(PathCheck).Unless(PathsAreTooMany).Do(TouchCollected).Do(Accept).Goto(Leave)
                .Named("the item is accepted last")

        .Mutant("M23", "An instance that a check has come by is added to as if there were no check under way.")
            .Without("a check has come by")

        .Mutant("M25", "A wakeup source is freed while a callback may still use it.")
            .Without("the source is freed after a grace period")
            .In(Await).Always().Do(FreeSource).Goto(Leave).Named("the source is freed at once");

    private static ref ItemControlStep Location(ref Heap heap, int thread) =>
        ref heap.Callers[thread].Steps.ItemControl;
}
