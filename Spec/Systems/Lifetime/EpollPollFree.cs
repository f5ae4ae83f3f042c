using Wakeline.Spec.Epoll.Lifetime;
using static Wakeline.Spec.Systems.Lifetime.LifetimeProperties;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>
/// A file whose wait queue is a thread's, as that of a signalfd is: the thread exits while instances watch the file,
/// and while they are closed and the item is deleted.
/// </summary>
[CheckedSystem("epoll-pollfree")]
public readonly partial struct EpollPollFree
{
    private const int File = HeapCapacity.Instances;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Heap> system) => system
        .Parameter("instances", 2, 1, 2, "instances that watch the file")
        .Parameter("poller", 1, 0, 1, "whether somebody else waits exclusively in the queue, and takes wake-ups")
        .Parameter("deletes", 1, 0, 1, "whether a thread deletes an item")
        .Start(Begin)
        .Run(typeof(Caller), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(ItemControl), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(QueueWalk), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(FileTeardown), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(HookRemoval), LifetimeScene.Threads, "thread {0}")
        .Run(typeof(ItemRemoval), LifetimeScene.Threads, "thread {0}")
        .MayEnd(EveryThreadIsBack)

        .Never(AFreedObjectIsTouched, "nothing freed is touched")
        .Never(AnObjectIsFreedTwice, "nothing is freed twice")
        .Never(ATakenLockIsTaken, "no lock is taken while it is held, or let go of by others")
        .Never(ADeletedItemStays, "what is deleted is gone when the mutex is let go of")
        .AtRest(WhatIsClosedIsFreed, "in the end, what is closed is freed")
        .AtRest(ReferencesAreExact, "in the end, each reference is somebody's")
        .AtRest(ListsAreWhole, "in the end, each item is in the lists it belongs to, and in no other")
        .LeadsTo(AThreadIsAtWork, EveryThreadIsBack, "every call ends")
        .Sometimes(AReaderHoldsAQueueUp, "a removal that has read the address of a queue keeps it")

        .Catches("M15", nameof(AFreedObjectIsTouched), "instances=1,deletes=0")
        .Catches("M16a", nameof(AFreedObjectIsTouched), "instances=1,poller=0,deletes=0")
        .Catches("M16b", nameof(AFreedObjectIsTouched), "instances=1,poller=0,deletes=0")
        .Catches("M16c", nameof(AFreedObjectIsTouched), "instances=1,poller=0");

    private static Heap Begin(Parameters parameters)
    {
        var heap = LifetimeScene.Of(parameters);
        LifetimeScene.OpenFileOfThread(ref heap, File);
        heap.Queues[File].HasExclusivePoller = parameters["poller"] == 1;
        LifetimeScene.Call(ref heap, LifetimeCallKind.Exit, File, File);
        for (var instance = 0; instance < parameters["instances"]; instance++)
        {
            LifetimeScene.OpenInstance(ref heap, instance);
            LifetimeScene.Watch(ref heap, instance, File);
            LifetimeScene.Call(ref heap, LifetimeCallKind.Close, instance, instance);
        }

        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, File, File);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Delete, 0, File, parameters["deletes"]);
        return heap;
    }
}
