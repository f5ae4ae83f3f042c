using static Wakeline.Spec.Epoll.Lifetime.QueueWalkStep;
using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of a wake-up.</summary>
public enum QueueWalkStep : byte
{
    /// <summary>The thread wakes nobody.</summary>
    Idle,
    /// <summary>The wait queue is to be locked.</summary>
    TakeLock,
    /// <summary>Under its lock: the next entry is to be called.</summary>
    Walk,
    /// <summary>The callback of an item begins.</summary>
    Callback,
    /// <summary>The callback uses what it has read, and ends.</summary>
    Finish,
    /// <summary>The queue's owner has told everybody and frees it.</summary>
    FreeQueue,
}

/// <summary>
/// A walk of a wait queue, and the callbacks of the items in it, which run under the queue's lock. The owner of a queue
/// that is not part of the watched file tells all entries before it frees the queue (POLLFREE): an item unlinks itself
/// and forgets the queue's address, as the last thing it does. What a callback wakes above its instance is left out.
/// </summary>
[Machine]
public static partial class QueueWalk
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, QueueWalkStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Start(TakeLock)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(TakeLock).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_pollfree")
            .When(QueueEnds).When(QueueIsUnlocked).Do(LockQueue).Do(VisitAll).Goto(Walk)
                .Named("all are told that the queue ends").Guards("M15").Guards("M16a")
        .In(TakeLock).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_common")
            .When(QueueIsUnlocked).Do(LockQueue).Do(VisitUntilTaken).Goto(Walk).Named("one exclusive waiter is told")
        .In(Walk).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_common")
            .When(HasVisit).Do(TakeVisit).Goto(Callback)
            .When(QueueEnds).Do(UnlockQueue).Goto(FreeQueue)
            .Otherwise().Do(UnlockQueue).Do(HeapReferences.FinishCall).Goto(Idle)

        .In(Callback).Holding("whead->lock, ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .Always().Do(QueueItem).Do(ReadSource).Goto(Finish)
        .In(Finish).Holding("whead->lock, ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .When(QueueEnds).Do(UseSource).Do(Unlink).Do(ForgetQueue).Goto(Walk)
                .Named("the queue's address goes last").Guards("M16c")
            .Otherwise().Do(UseSource).Goto(Walk)

        .In(FreeQueue).Per("kernel/fork.c __cleanup_sighand")
            .Always().Do(RetireQueue).Do(HeapReferences.ForgetCall).Goto(Idle)

        .Mutant("M15", "The owner of a queue tells of its end like of any event: to one exclusive waiter.")
            .Without("all are told that the queue ends")

        .Mutant("M16a", "The owner of a queue frees it without a word to those in it.")
            .Without("all are told that the queue ends")
            .In(TakeLock).When(QueueEnds).Goto(FreeQueue).Named("frees without a word")

        .Mutant("M16c", "A callback forgets the queue's address first, and works on.")
            .In(Callback).When(QueueEnds).Do(ForgetQueue).Goto(Finish).Named("the queue's address goes first")
            .In(Finish).When(QueueEnds).Do(Unlink).Do(QueueItem).Goto(Walk).Named("works on");

    private static ref QueueWalkStep Location(ref Heap heap, int thread) => ref heap.Callers[thread].Steps.QueueWalk;

    private static bool QueueEnds(in Heap heap, int thread) =>
        heap.Callers[thread].Call.Kind == LifetimeCallKind.Exit;

    private static bool QueueIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.QueueIsUnlocked(in heap, heap.Callers[thread].Queue);

    private static void LockQueue(ref Heap heap, int thread) =>
        HeapLocks.LockQueue(ref heap, thread, heap.Callers[thread].Queue);

    private static void UnlockQueue(ref Heap heap, int thread) =>
        HeapLocks.UnlockQueue(ref heap, thread, heap.Callers[thread].Queue);

    private static void VisitAll(ref Heap heap, int thread)
    {
        ref var queue = ref heap.Queues[heap.Callers[thread].Queue];
        queue.HasExclusivePoller = false;
        heap.Callers[thread].Visits = queue.Entries;
    }

    /// <summary>All items here wait exclusively, so that whoever takes the wake-up keeps it from them.</summary>
    private static void VisitUntilTaken(ref Heap heap, int thread)
    {
        ref var queue = ref heap.Queues[heap.Callers[thread].Queue];
        heap.Callers[thread].Visits = queue.HasExclusivePoller ? default : queue.Entries;
    }

    private static bool HasVisit(in Heap heap, int thread) => !heap.Callers[thread].Visits.IsEmpty;

    private static void TakeVisit(ref Heap heap, int thread)
    {
        ref var caller = ref heap.Callers[thread];
        caller.ItemAndOne = (byte)(caller.Visits.First + 1);
        caller.Visits.Remove(caller.Item);
    }

    private static void QueueItem(ref Heap heap, int thread)
    {
        ref var item = ref heap.Items[heap.Callers[thread].Item];
        Touch(ref heap, item.Hook.Life);
        Touch(ref heap, item.Memory.Life);
        Touch(ref heap, heap.Instances[item.Instance].Memory.Life);
        item.IsReady = true;
        if (!item.IsAccepted)
        {
            heap.Misuses.Add(Misuse.HalfBuiltIsCalled);
        }
    }

    private static void ReadSource(ref Heap heap, int thread) =>
        heap.Callers[thread].HasSource = heap.Items[heap.Callers[thread].Item].HasSource;

    /// <summary>Keeps the system awake (ep_pm_stay_awake_rcu).</summary>
    private static void UseSource(ref Heap heap, int thread)
    {
        if (heap.Callers[thread].HasSource)
        {
            Touch(ref heap, heap.Items[heap.Callers[thread].Item].Source.Life);
            heap.Callers[thread].HasSource = false;
        }
    }

    private static void Unlink(ref Heap heap, int thread)
    {
        Touch(ref heap, heap.Items[heap.Callers[thread].Item].Hook.Life);
        heap.Queues[heap.Callers[thread].Queue].Entries.Remove(heap.Callers[thread].Item);
    }

    private static void ForgetQueue(ref Heap heap, int thread)
    {
        Touch(ref heap, heap.Items[heap.Callers[thread].Item].Hook.Life);
        heap.Items[heap.Callers[thread].Item].QueueAndOne = 0;
    }

    private static void RetireQueue(ref Heap heap, int thread) =>
        Retire(ref heap, ref heap.Queues[heap.Callers[thread].Queue].Memory);
}
