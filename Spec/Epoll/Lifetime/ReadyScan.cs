using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;
using static Wakeline.Spec.Epoll.Lifetime.ReadyScanStep;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of a scan of the ready list.</summary>
public enum ReadyScanStep : byte
{
    /// <summary>The thread scans nothing.</summary>
    Idle,
    /// <summary>ep->mtx is to be taken.</summary>
    TakeMutex,
    /// <summary>The file of the next ready item is to be pinned.</summary>
    Pick,
    /// <summary>It is to be asked what it is ready for.</summary>
    Poll,
    /// <summary>ep->mtx is to be let go of.</summary>
    Leave,
}

/// <summary>
/// epoll_wait's scan, as far as it holds on to things: a file is polled while it is pinned, and one that is being
/// released is not polled at all. A poll method may well take a reference of its own.
/// </summary>
[Machine]
public static partial class ReadyScan
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, ReadyScanStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Start(TakeMutex)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(TakeMutex).Holding("ep->mtx").Per("fs/eventpoll.c ep_start_scan")
            .When(MutexIsFree).Do(LockMutex).Goto(Pick)
        .In(Pick).Holding("ep->mtx").Per("fs/eventpoll.c ep_item_poll")
            .When(HasReady).When(FileIsHeld).Do(TakeReady).Do(PinFile).Goto(Poll)
                .Named("a file is pinned, then polled").Guards("M24")
            .When(HasReady).Do(TakeReady).Stay().Named("a file that is being released is ready for nothing")
            .Otherwise().Goto(Leave)
        .In(Poll).Holding("ep->mtx").Per("fs/eventpoll.c ep_item_poll")
            .Always().Do(PollFile).Do(UnpinFile).Goto(Pick)
        .In(Leave).Per("fs/eventpoll.c ep_done_scan")
            .Always().Do(UnlockMutex).Do(HeapReferences.FinishCall).Goto(Idle)

        .Mutant("M24", "A file is polled as long as its item is there, even if nobody holds it.")
            .Without("a file is pinned, then polled")
            .In(Pick).When(HasReady).Do(TakeReady).Goto(Poll).Named("a file is polled as it is");

    private static ref ReadyScanStep Location(ref Heap heap, int thread) => ref heap.Callers[thread].Steps.ReadyScan;

    private static int InstanceOf(in Heap heap, int thread) => heap.Callers[thread].Call.Epoll;

    private static bool MutexIsFree(in Heap heap, int thread) =>
        HeapLocks.MutexIsFree(in heap, InstanceOf(in heap, thread));

    private static void LockMutex(ref Heap heap, int thread) =>
        HeapLocks.LockMutex(ref heap, thread, InstanceOf(in heap, thread));

    private static void UnlockMutex(ref Heap heap, int thread) =>
        HeapLocks.UnlockMutex(ref heap, thread, InstanceOf(in heap, thread));

    private static int NextReady(in Heap heap, int thread)
    {
        var instance = InstanceOf(in heap, thread);
        var item = HeapItems.NextOf(in heap, instance, -1);
        while (item >= 0 && !heap.Items[item].IsReady)
        {
            item = HeapItems.NextOf(in heap, instance, item);
        }

        return item;
    }

    private static bool HasReady(in Heap heap, int thread) => NextReady(in heap, thread) >= 0;

    private static bool FileIsHeld(in Heap heap, int thread) =>
        heap.Files[heap.Items[NextReady(in heap, thread)].File].References > 0;

    private static void TakeReady(ref Heap heap, int thread)
    {
        var item = NextReady(in heap, thread);
        Touch(ref heap, heap.Items[item].Memory.Life);
        Touch(ref heap, heap.Files[heap.Items[item].File].Memory.Life);
        heap.Items[item].IsReady = false;
        heap.Callers[thread].ItemAndOne = (byte)(item + 1);
    }

    private static int FileInHand(in Heap heap, int thread) => heap.Items[heap.Callers[thread].Item].File;

    private static void PinFile(ref Heap heap, int thread)
    {
        HeapReferences.Hold(ref heap, FileInHand(in heap, thread));
        heap.Callers[thread].HasPin = true;
    }

    private static void PollFile(ref Heap heap, int thread)
    {
        if (heap.Files[FileInHand(in heap, thread)].References == 0)
        {
            heap.Misuses.Add(Misuse.DeadIsUsed);
        }
    }

    private static void UnpinFile(ref Heap heap, int thread)
    {
        if (heap.Callers[thread].HasPin)
        {
            heap.Callers[thread].HasPin = false;
            HeapReferences.Put(ref heap, thread, FileInHand(in heap, thread));
        }
    }
}
