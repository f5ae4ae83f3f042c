using Wakeline.Spec.Epoll.Lifetime;
using static Wakeline.Spec.Systems.Lifetime.LifetimeProperties;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>
/// An instance that watches a file, and both are closed, while other threads delete the item, take its wakeup source
/// away, scan it, and wake it.
/// </summary>
[CheckedSystem("epoll-lifetime")]
public readonly partial struct EpollLifetime
{
    private const int Epoll = 0;
    private const int Inner = 1;
    private const int Leaf = HeapCapacity.Instances;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Heap> system) => system
        .Parameter("deletes", 1, 0, 2, "how often a thread deletes the item")
        .Parameter("modifies", 1, 0, 1, "whether a thread takes its wakeup source away, then adds the file anew")
        .Parameter("scans", 1, 0, 1, "whether a thread scans the ready list")
        .Parameter("writes", 1, 0, 1, "whether a thread wakes the file's queue")
        .Parameter("nested", 0, 0, 1, "whether the file is that of another instance")
        .Start(Begin)
        .Run(typeof(Caller), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(ItemControl), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(ReadyScan), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(QueueWalk), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(FileTeardown), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(HookRemoval), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(ItemRemoval), LifetimeScene.Threads, "thread {0}")
        .MayEnd(EveryThreadIsBack)

        .Never(AFreedObjectIsTouched, "nothing freed is touched")
        .Never(AnObjectIsFreedTwice, "nothing is freed twice")
        .Never(ATakenLockIsTaken, "no lock is taken while it is held, or let go of by others")
        .Never(ADeletedItemStays, "what is deleted is gone when the mutex is let go of")
        .Never(ADeadFileIsUsed, "a file that nobody holds is neither polled nor held again")
        .AtRest(WhatIsClosedIsFreed, "in the end, what is closed is freed")
        .AtRest(ReferencesAreExact, "in the end, each reference is somebody's")
        .AtRest(ListsAreWhole, "in the end, each item is in the lists it belongs to, and in no other")
        .LeadsTo(AThreadIsAtWork, EveryThreadIsBack, "every call ends")
        .Sometimes(AnInstanceOutlivesItsFile, "an item left to its file's release keeps the instance")
        .Sometimes(ACallbackRuns, "a wake-up reaches the item")
        .Sometimes(AFileIsPolled, "a scan polls the file")
        .Sometimes(AReaderHoldsASourceUp, "a callback keeps a wakeup source that is given up")

        .Catches("M18", nameof(AFreedObjectIsTouched), "deletes=0,modifies=0,scans=0,writes=0,nested=1")
        .Catches("M19", nameof(AFreedObjectIsTouched), "deletes=0,modifies=0,scans=0,writes=0")
        .Catches("M24", nameof(ADeadFileIsUsed), "deletes=0,modifies=0,writes=0")
        .Catches("M25", nameof(AFreedObjectIsTouched), "deletes=0,scans=0");

    private static Heap Begin(Parameters parameters)
    {
        var file = parameters["nested"] == 1 ? Inner : Leaf;
        var heap = LifetimeScene.Of(parameters);
        LifetimeScene.OpenInstance(ref heap, Epoll);
        if (file == Inner)
        {
            LifetimeScene.OpenInstance(ref heap, Inner);
        }
        else
        {
            LifetimeScene.OpenFile(ref heap, Leaf);
        }

        var item = LifetimeScene.Watch(ref heap, Epoll, file);
        heap.Items[item].IsReady = true;
        heap.Items[item].HasSource = true;
        heap.Items[item].Source = Allocation.New;
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, Epoll, Epoll);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, file, file);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Delete, Epoll, file, parameters["deletes"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Modify, Epoll, file, parameters["modifies"]);
        LifetimeScene.Then(ref heap, LifetimeCallKind.Add, Epoll, file, parameters["modifies"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Scan, Epoll, Epoll, parameters["scans"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Write, file, file, parameters["writes"]);
        return heap;
    }
}
