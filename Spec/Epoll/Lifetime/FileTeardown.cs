using static Wakeline.Spec.Epoll.Lifetime.FileTeardownStep;
using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of the release of a file.</summary>
public enum FileTeardownStep : byte
{
    /// <summary>The thread releases nothing.</summary>
    Idle,
    /// <summary>Does anybody watch the file? Read without a lock.</summary>
    Look,
    /// <summary>Under f_lock: the first item on the file's list is to be claimed.</summary>
    ClaimItem,
    /// <summary>The mutex of its instance is to be taken.</summary>
    TakeMutex,
    /// <summary>The item leaves its wait queue.</summary>
    UnhookWatcher,
    /// <summary>The item is removed.</summary>
    RemoveWatcher,
    /// <summary>mutex_unlock has let others in, and is to return.</summary>
    LeaveMutex,
    /// <summary>The item's reference to its instance is to be dropped.</summary>
    DropInstance,
    /// <summary>Nobody watches the file any more: what stands behind it is released.</summary>
    Release,
    /// <summary>Under the mutex of the instance behind the file: its items leave their wait queues.</summary>
    UnhookItems,
    /// <summary>Still under it: its items are removed.</summary>
    RemoveItems,
    /// <summary>mutex_unlock has let others in, and is to return.</summary>
    LeaveOwnMutex,
    /// <summary>The file's reference to its instance is to be dropped, and the file to be freed.</summary>
    PutInstance,
}

/// <summary>
/// The release of a file by the thread that put its last reference: the items that watch it go, then, if it is that of
/// an epoll instance, the items of the instance; the instance goes with whoever drops its last reference.
/// </summary>
[Machine]
public static partial class FileTeardown
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, FileTeardownStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Idle).Per("fs/file_table.c __fput")
            .When(MustRelease).Goto(Look)
        .In(Look).Per("fs/eventpoll.c eventpoll_release")
            .When(HasWatchers).Goto(ClaimItem)
            .Otherwise().Goto(Release)
        .In(ClaimItem).Holding("f_lock").Per("fs/eventpoll.c eventpoll_release_file")
            .When(FileIsUnlocked).When(HasWatcher).Do(ClaimWatcher).Goto(TakeMutex)
            .When(FileIsUnlocked).Goto(Release)
        .In(TakeMutex).Holding("ep->mtx").Per("fs/eventpoll.c eventpoll_release_file")
            .When(MutexIsFree).Do(LockMutex).Do(HookRemoval.BeginUnhooking).Goto(UnhookWatcher)
        .In(UnhookWatcher).Holding("ep->mtx").Per("fs/eventpoll.c eventpoll_release_file")
            .When(HookRemoval.UnhookingIsOver).Do(ItemRemoval.BeginRemoval).Goto(RemoveWatcher)
        .In(RemoveWatcher).Holding("ep->mtx").Per("fs/eventpoll.c eventpoll_release_file")
            .When(ItemRemoval.RemovalIsOver).Do(UnlockMutex).Goto(LeaveMutex)
                .Named("the mutex goes before the reference").Guards("M19")
        .In(LeaveMutex).Per("kernel/locking/mutex.c mutex_unlock")
            .Always().Do(TouchMutex).Goto(DropInstance)
        .In(DropInstance).Per("fs/eventpoll.c eventpoll_release_file").Per("fs/eventpoll.c ep_free")
            .Always().Do(DropItsInstance).Do(RetireIfOwed).Goto(ClaimItem)
                .Named("the item's reference is dropped").Guards("M19").Guards("M20")

        .In(Release).Per("fs/file_table.c __fput")
            .Unless(IsInstance).Do(ReleaseQueue).Do(FreeFile).Goto(Idle)
        .In(Release).Holding("ep->mtx").Per("fs/eventpoll.c ep_clear_and_put")
            .When(OwnMutexIsFree).Do(LockOwnMutex).Goto(UnhookItems)
        .In(UnhookItems).Holding("ep->mtx").Per("fs/eventpoll.c ep_clear_and_put")
            .When(HookRemoval.UnhookingIsOver).When(HasNextItem).Do(TakeNextItem).Do(HookRemoval.BeginUnhooking).Stay()
            .When(HookRemoval.UnhookingIsOver).Do(ForgetItem).Goto(RemoveItems)
        .In(RemoveItems).Holding("ep->mtx").Per("fs/eventpoll.c ep_clear_and_put")
            .When(ItemRemoval.RemovalIsOver).When(HasNextItem).Do(TakeNextItem).Do(ItemRemoval.BeginRemoval).Stay()
            .When(ItemRemoval.RemovalIsOver).Do(ForgetItem).Do(UnlockOwnMutex).Goto(LeaveOwnMutex)
        .In(LeaveOwnMutex).Per("kernel/locking/mutex.c mutex_unlock")
            .Always().Do(TouchOwnMutex).Goto(PutInstance)
        .In(PutInstance).Per("fs/eventpoll.c ep_clear_and_put").Per("fs/eventpoll.c ep_free")
            .Always().Do(DropOwnInstance).Do(RetireIfOwed).Do(FreeFile).Goto(Idle)
                .Named("the file's reference is dropped").Guards("M20")

        .Mutant("M19", "The item's reference is dropped under the mutex that lies in the instance.")
            .Without("the mutex goes before the reference", "the item's reference is dropped")
            .In(RemoveWatcher)
                .When(ItemRemoval.RemovalIsOver).Do(DropItsInstance).Do(UnlockMutex).Goto(LeaveMutex)
                    .Named("the reference goes before the mutex")
            .In(DropInstance).Always().Do(RetireIfOwed).Goto(ClaimItem).Named("its last holder frees the instance")

        .Mutant("M20", "An instance is freed at once, and not after a grace period.")
            .Without("the item's reference is dropped", "the file's reference is dropped")
            .In(DropInstance).Always().Do(DropItsInstance).Do(FreeIfOwed).Goto(ClaimItem)
                .Named("freed at once by an item")
            .In(PutInstance).Always().Do(DropOwnInstance).Do(FreeIfOwed).Do(FreeFile).Goto(Idle)
                .Named("freed at once by its file");

    private static ref FileTeardownStep Location(ref Heap heap, int thread) =>
        ref heap.Callers[thread].Steps.FileTeardown;

    /// <summary>The file that is released; if it is that of an instance, the instance as well.</summary>
    private static int Dying(in Heap heap, int thread) => heap.Callers[thread].Dying.First;

    private static int ItsInstance(in Heap heap, int thread) =>
        heap.Items[heap.Callers[thread].Item].Instance;

    private static bool MustRelease(in Heap heap, int thread) =>
        heap.Callers[thread].Call.Kind == LifetimeCallKind.None && !heap.Callers[thread].Dying.IsEmpty;

    private static bool HasWatchers(in Heap heap, int thread) => heap.Files[Dying(in heap, thread)].HasWatchers;

    private static bool FileIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.FileIsUnlocked(in heap, Dying(in heap, thread));

    private static int Watcher(in Heap heap, int thread) =>
        HeapItems.NextWatcher(in heap, Dying(in heap, thread), -1);

    private static bool HasWatcher(in Heap heap, int thread) => Watcher(in heap, thread) >= 0;

    private static void ClaimWatcher(ref Heap heap, int thread)
    {
        HeapLocks.LockFile(ref heap, thread, Dying(in heap, thread));
        heap.Callers[thread].ItemAndOne = (byte)(Watcher(in heap, thread) + 1);
        HeapLocks.UnlockFile(ref heap, thread, Dying(in heap, thread));
    }

    private static bool MutexIsFree(in Heap heap, int thread) =>
        HeapLocks.MutexIsFree(in heap, ItsInstance(in heap, thread));

    private static void LockMutex(ref Heap heap, int thread)
    {
        Touch(ref heap, heap.Items[heap.Callers[thread].Item].Memory.Life);
        HeapLocks.LockMutex(ref heap, thread, ItsInstance(in heap, thread));
    }

    private static void UnlockMutex(ref Heap heap, int thread) =>
        HeapLocks.UnlockMutex(ref heap, thread, ItsInstance(in heap, thread));

    private static void TouchMutex(ref Heap heap, int thread) =>
        Touch(ref heap, heap.Instances[ItsInstance(in heap, thread)].Memory.Life);

    private static void DropItsInstance(ref Heap heap, int thread) =>
        HeapReferences.DropInstance(ref heap, thread, ItsInstance(in heap, thread));

    private static void RetireIfOwed(ref Heap heap, int thread)
    {
        if (heap.Callers[thread].OwesFree)
        {
            Retire(ref heap, ref heap.Instances[InstanceInHand(in heap, thread)].Memory);
            heap.Callers[thread].OwesFree = false;
        }
    }

    private static void FreeIfOwed(ref Heap heap, int thread)
    {
        if (heap.Callers[thread].OwesFree)
        {
            Free(ref heap, ref heap.Instances[InstanceInHand(in heap, thread)].Memory);
            heap.Callers[thread].OwesFree = false;
        }
    }

    /// <summary>That of the item in hand; the file's own if there is none.</summary>
    private static int InstanceInHand(in Heap heap, int thread) =>
        heap.Callers[thread].Item >= 0 ? ItsInstance(in heap, thread) : Dying(in heap, thread);

    private static bool IsInstance(in Heap heap, int thread) => HeapItems.IsInstance(Dying(in heap, thread));

    /// <summary>The wait queue goes with the file, unless it is a thread's.</summary>
    private static void ReleaseQueue(ref Heap heap, int thread)
    {
        var file = Dying(in heap, thread);
        Peers.Disconnect(ref heap, file);
        if (heap.Files[file].OwnsQueue)
        {
            Peers.PutQueue(ref heap, file);
        }
    }

    private static void FreeFile(ref Heap heap, int thread)
    {
        var file = Dying(in heap, thread);
        Free(ref heap, ref heap.Files[file].Memory);
        heap.Callers[thread].Dying.Remove(file);
        heap.Callers[thread].ItemAndOne = 0;
    }

    private static bool OwnMutexIsFree(in Heap heap, int thread) =>
        HeapLocks.MutexIsFree(in heap, Dying(in heap, thread));

    private static void LockOwnMutex(ref Heap heap, int thread)
    {
        heap.Callers[thread].ItemAndOne = 0;
        HeapLocks.LockMutex(ref heap, thread, Dying(in heap, thread));
    }

    private static void UnlockOwnMutex(ref Heap heap, int thread) =>
        HeapLocks.UnlockMutex(ref heap, thread, Dying(in heap, thread));

    private static void TouchOwnMutex(ref Heap heap, int thread) =>
        Touch(ref heap, heap.Instances[Dying(in heap, thread)].Memory.Life);

    private static void DropOwnInstance(ref Heap heap, int thread) =>
        HeapReferences.DropInstance(ref heap, thread, Dying(in heap, thread));

    private static int NextItem(in Heap heap, int thread) =>
        HeapItems.NextOf(in heap, Dying(in heap, thread), heap.Callers[thread].Item);

    private static bool HasNextItem(in Heap heap, int thread) => NextItem(in heap, thread) >= 0;

    private static void TakeNextItem(ref Heap heap, int thread)
    {
        heap.Callers[thread].ItemAndOne = (byte)(NextItem(in heap, thread) + 1);
        Touch(ref heap, heap.Items[heap.Callers[thread].Item].Memory.Life);
    }

    private static void ForgetItem(ref Heap heap, int thread) => heap.Callers[thread].ItemAndOne = 0;
}
