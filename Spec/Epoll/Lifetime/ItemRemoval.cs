using static Wakeline.Spec.Epoll.Lifetime.ItemRemovalStep;
using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of removing an item.</summary>
public enum ItemRemovalStep : byte
{
    /// <summary>The thread removes nothing.</summary>
    Idle,
    /// <summary>The watched file is to be pinned.</summary>
    Pin,
    /// <summary>Under f_lock: the file forgets its list if the item is the last on it.</summary>
    ClearList,
    /// <summary>Still under f_lock: the item is to be unlinked from the list.</summary>
    Unlist,
    /// <summary>The item is to leave the interest list and the ready list.</summary>
    Erase,
}

/// <summary>
/// Removes the item in hand, which is off its wait queue already; the caller holds ep->mtx. The item of a file that is
/// being released belongs to the one who does that: anybody else pins the file first, and leaves the item if he cannot.
/// </summary>
[Machine]
public static partial class ItemRemoval
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, ItemRemovalStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Start(Pin)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Pin).Holding("ep->mtx").Per("fs/eventpoll.c ep_remove")
            .When(ReleasesFile).Goto(ClearList)
            .When(FileIsHeld).Do(PinFile).Goto(ClearList).Named("the file is pinned").Guards("M18")
            .Otherwise().Do(TouchFile).Goto(Idle).Named("the item is left to the file's release")
        .In(ClearList).Holding("ep->mtx, f_lock").Per("fs/eventpoll.c ep_remove_file")
            .When(FileIsUnlocked).Do(LockFile).Do(ForgetListIfLast).Goto(Unlist)
        .In(Unlist).Holding("ep->mtx, f_lock").Per("fs/eventpoll.c ep_remove_file")
            .Always().Do(LeaveList).Do(UnlockFile).Goto(Erase)
        .In(Erase).Holding("ep->mtx, ep->lock").Per("fs/eventpoll.c ep_remove_epi")
            .When(ReleasesFile).Do(EraseItem).Goto(Idle)
            .Otherwise().Do(EraseItem).Do(DropInstance).Do(UnpinFile).Goto(Idle)

        .Mutant("M18", "The file is not pinned: only an item that its release has begun to remove is left alone.")
            .Without("the file is pinned", "the item is left to the file's release")
            .In(Pin).Unless(ReleasesFile).Goto(ClearList).Named("goes on without a pin")
            .In(ClearList).When(FileIsUnlocked).When(IsClaimed).Goto(Idle).Named("leaves what is claimed");

    /// <summary>Begins with the item in hand.</summary>
    internal static void BeginRemoval(ref Heap heap, int thread) => heap.Callers[thread].Steps.ItemRemoval = Pin;

    internal static bool RemovalIsOver(in Heap heap, int thread) => heap.Callers[thread].Steps.ItemRemoval == Idle;

    private static ref ItemRemovalStep Location(ref Heap heap, int thread) =>
        ref heap.Callers[thread].Steps.ItemRemoval;

    private static int FileOf(in Heap heap, int thread) => heap.Items[heap.Callers[thread].Item].File;

    /// <summary>The caller releases the watched file, not the instance.</summary>
    private static bool ReleasesFile(in Heap heap, int thread) =>
        heap.Callers[thread].Steps.FileTeardown == FileTeardownStep.RemoveWatcher;

    private static bool FileIsHeld(in Heap heap, int thread) =>
        heap.Files[FileOf(in heap, thread)].References > 0;

    /// <summary>epi_fget.</summary>
    private static void PinFile(ref Heap heap, int thread)
    {
        HeapReferences.Hold(ref heap, FileOf(in heap, thread));
        heap.Callers[thread].HasPin = true;
    }

    private static void TouchFile(ref Heap heap, int thread) =>
        Touch(ref heap, heap.Files[FileOf(in heap, thread)].Memory.Life);

    private static bool IsClaimed(in Heap heap, int thread)
    {
        for (var other = 0; other < HeapCapacity.Threads; other++)
        {
            if (heap.Callers[other].Steps.FileTeardown == FileTeardownStep.TakeMutex
                && heap.Callers[other].Item == heap.Callers[thread].Item)
            {
                return true;
            }
        }

        return false;
    }

    private static bool FileIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.FileIsUnlocked(in heap, FileOf(in heap, thread));

    private static void LockFile(ref Heap heap, int thread) =>
        HeapLocks.LockFile(ref heap, thread, FileOf(in heap, thread));

    private static void ForgetListIfLast(ref Heap heap, int thread)
    {
        var file = FileOf(in heap, thread);
        var first = HeapItems.NextWatcher(in heap, file, -1);
        heap.Files[file].HasWatchers = HeapItems.NextWatcher(in heap, file, first) >= 0;
    }

    /// <summary>The head of the list lies in the watched instance, if it is one (ep->refs).</summary>
    private static void LeaveList(ref Heap heap, int thread)
    {
        var file = FileOf(in heap, thread);
        if (HeapItems.IsInstance(file))
        {
            Touch(ref heap, heap.Instances[file].Memory.Life);
        }

        heap.Items[heap.Callers[thread].Item].IsListed = false;
    }

    private static void UnlockFile(ref Heap heap, int thread) =>
        HeapLocks.UnlockFile(ref heap, thread, FileOf(in heap, thread));

    private static void EraseItem(ref Heap heap, int thread)
    {
        ref var item = ref heap.Items[heap.Callers[thread].Item];
        Touch(ref heap, heap.Instances[item.Instance].Memory.Life);
        item.IsInTree = false;
        item.IsReady = false;
        if (item.HasSource)
        {
            item.HasSource = false;
            Free(ref heap, ref item.Source);
        }

        Retire(ref heap, ref item.Memory);
    }

    /// <summary>Never the last reference: the instance's file keeps one until every item has been seen.</summary>
    private static void DropInstance(ref Heap heap, int thread) =>
        HeapReferences.DropInstance(ref heap, thread, heap.Items[heap.Callers[thread].Item].Instance);

    private static void UnpinFile(ref Heap heap, int thread)
    {
        if (heap.Callers[thread].HasPin)
        {
            heap.Callers[thread].HasPin = false;
            HeapReferences.Put(ref heap, thread, FileOf(in heap, thread));
        }
    }
}
