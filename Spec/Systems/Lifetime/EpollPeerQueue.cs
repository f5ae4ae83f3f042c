using Wakeline.Spec.Epoll.Lifetime;
using static Wakeline.Spec.Systems.Lifetime.LifetimeProperties;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>
/// A datagram socket that is added to an instance while it is connected, then connected to somebody else, and whose
/// peer is closed: the peer's wait queue may be gone before the socket's file.
/// </summary>
[CheckedSystem("epoll-peer-queue")]
public readonly partial struct EpollPeerQueue
{
    private const int Epoll = 0;
    private const int Socket = HeapCapacity.Instances;
    private const int Peer = HeapCapacity.Instances + 1;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Heap> system) => system
        .Parameter("writes", 1, 0, 1, "whether a thread wakes the peer's queue")
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
        .AtRest(WhatIsClosedIsFreed, "in the end, what is closed is freed")
        .AtRest(ReferencesAreExact, "in the end, each reference is somebody's")
        .AtRest(ListsAreWhole, "in the end, each item is in the lists it belongs to, and in no other")
        .LeadsTo(AThreadIsAtWork, EveryThreadIsBack, "every call ends")
        .Sometimes(TheSocketOutlivesItsPeer, "the socket is watched when its peer is gone")

        .Catches("M17", nameof(AFreedObjectIsTouched), "writes=0");

    private static bool TheSocketOutlivesItsPeer(in Heap heap) =>
        heap.Queues[Peer].Memory.Life == Life.Freed && heap.Items[0].Hook.Life == Life.Live;

    private static Heap Begin(Parameters parameters)
    {
        var heap = LifetimeScene.Of(parameters);
        LifetimeScene.OpenInstance(ref heap, Epoll);
        LifetimeScene.OpenFile(ref heap, Socket);
        LifetimeScene.OpenFile(ref heap, Peer);
        LifetimeScene.Connect(ref heap, Socket, Peer);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Add, Epoll, Socket);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Disconnect, Socket, Socket);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, Peer, Peer);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, Epoll, Epoll);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Write, Peer, Peer, parameters["writes"]);
        return heap;
    }
}
