using static Wakeline.Spec.Epoll.Lifetime.HookRemovalStep;
using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of unlinking an item from its wait queue.</summary>
public enum HookRemovalStep : byte
{
    /// <summary>The thread unlinks nothing.</summary>
    Idle,
    /// <summary>The queue's address is to be read.</summary>
    Look,
    /// <summary>The entry is to be unlinked under the queue's lock.</summary>
    Unlink,
}

/// <summary>
/// Takes the item in hand off its wait queue; the caller holds ep->mtx. To wait for the queue's lock is to wait for a
/// callback that runs. The queue may end meanwhile: RCU keeps its memory, and without an address nobody is in it.
/// </summary>
[Machine]
public static partial class HookRemoval
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, HookRemovalStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Start(Look)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Look).Holding("ep->mtx").Per("fs/eventpoll.c ep_unregister_pollwait")
            .Unless(HasHook).Goto(Idle)
            .When(HasQueue).Do(BeginReading).Do(ReadQueue).Goto(Unlink)
                .Named("the queue is read under RCU").Guards("M16b")
            .Otherwise().Do(FreeHook).Goto(Idle)
        .In(Unlink).Holding("ep->mtx, whead->lock").Per("fs/eventpoll.c ep_unregister_pollwait")
            .When(QueueIsUnlocked).Do(LeaveQueue).Do(EndReading).Do(FreeHook).Goto(Idle)

        .Mutant("M16b", "The queue's address is read and used outside RCU.")
            .Without("the queue is read under RCU")
            .In(Look).When(HasQueue).Do(ReadQueue).Goto(Unlink).Named("the queue is read anyhow");

    /// <summary>Begins with the item in hand.</summary>
    internal static void BeginUnhooking(ref Heap heap, int thread) => heap.Callers[thread].Steps.HookRemoval = Look;

    internal static bool UnhookingIsOver(in Heap heap, int thread) => heap.Callers[thread].Steps.HookRemoval == Idle;

    private static ref HookRemovalStep Location(ref Heap heap, int thread) =>
        ref heap.Callers[thread].Steps.HookRemoval;

    private static bool HasHook(in Heap heap, int thread) =>
        heap.Items[heap.Callers[thread].Item].Hook.Life == Life.Live;

    private static bool HasQueue(in Heap heap, int thread) =>
        heap.Items[heap.Callers[thread].Item].QueueAndOne != 0;

    private static void ReadQueue(ref Heap heap, int thread)
    {
        Touch(ref heap, heap.Items[heap.Callers[thread].Item].Memory.Life);
        heap.Callers[thread].QueueAndOne = heap.Items[heap.Callers[thread].Item].QueueAndOne;
    }

    private static bool QueueIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.QueueIsUnlocked(in heap, heap.Callers[thread].Queue);

    private static void LeaveQueue(ref Heap heap, int thread)
    {
        var queue = heap.Callers[thread].Queue;
        HeapLocks.LockQueue(ref heap, thread, queue);
        heap.Queues[queue].Entries.Remove(heap.Callers[thread].Item);
        HeapLocks.UnlockQueue(ref heap, thread, queue);
        heap.Callers[thread].QueueAndOne = 0;
    }

    private static void FreeHook(ref Heap heap, int thread)
    {
        heap.Items[heap.Callers[thread].Item].QueueAndOne = 0;
        Free(ref heap, ref heap.Items[heap.Callers[thread].Item].Hook);
    }
}
