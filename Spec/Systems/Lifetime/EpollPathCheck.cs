using Wakeline.Spec.Epoll.Lifetime;
using static Wakeline.Spec.Systems.Lifetime.LifetimeProperties;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>
/// An outer instance watches a middle one, which watches a file. A further one is added above, and the file to it: two
/// checks for loops and paths that must see each other, while what they visit is closed.
/// </summary>
[CheckedSystem("epoll-path-check")]
public readonly partial struct EpollPathCheck
{
    private const int Outer = 0;
    private const int Middle = 1;
    private const int Further = 2;
    private const int Second = 3;
    private const int Leaf = HeapCapacity.Instances;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Heap> system) => system
        .Parameter("link", 0, 0, 2, "what is added: the further one to the outer (0), to the middle (1), or that to it")
        .Parameter("watchers", 1, 1, 2, "instances that watch the middle one")
        .Parameter("adds", 1, 0, 1, "whether a thread adds the file to the further instance")
        .Parameter("writes", 1, 0, 1, "whether a thread wakes the file's queue")
        .Parameter("closes", 1, 0, 1, "whether a thread closes the file")
        .Parameter("outercloses", 1, 0, 1, "whether a thread closes the outer instance")
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
        .Never(ADeadFileIsUsed, "a file that nobody holds is not held again")
        .Never(AHalfBuiltItemIsCalled, "no callback runs on an item that may still be refused")
        .Never(PathsExceedTheLimit, "no file has more wake-up paths than may be")
        .AtRest(WhatIsClosedIsFreed, "in the end, what is closed is freed")
        .AtRest(ReferencesAreExact, "in the end, each reference is somebody's")
        .AtRest(ListsAreWhole, "in the end, each item is in the lists it belongs to, and in no other")
        .LeadsTo(AThreadIsAtWork, EveryThreadIsBack, "every call ends")
        .Sometimes(ACheckedAdditionIsAccepted, "an addition is checked and accepted")
        .Sometimes(AnAdditionIsRefused, "an addition is refused for its paths")
        .Sometimes(ACheckHoldsTheLastReference, "a check holds a file that is closed meanwhile")

        .Catches("M20", nameof(AFreedObjectIsTouched), "link=1,adds=0,writes=0,closes=0")
        .Catches("M21a", nameof(AFreedObjectIsTouched), "link=2,adds=0,writes=0,outercloses=0")
        .Catches("M21b", nameof(ADeadFileIsUsed), "link=2,adds=0,writes=0,outercloses=0")
        .Catches("M22", nameof(AHalfBuiltItemIsCalled), "closes=0,outercloses=0")
        .Catches("M23", nameof(PathsExceedTheLimit), "writes=0,closes=0,outercloses=0");

    private static Heap Begin(Parameters parameters)
    {
        var heap = LifetimeScene.Of(parameters);
        heap.PathLimits[0] = (byte)parameters["watchers"];
        heap.PathLimits[1] = 1;
        LifetimeScene.OpenInstance(ref heap, Outer);
        LifetimeScene.OpenInstance(ref heap, Middle);
        LifetimeScene.OpenInstance(ref heap, Further);
        LifetimeScene.OpenFile(ref heap, Leaf);
        LifetimeScene.Watch(ref heap, Outer, Middle);
        LifetimeScene.Watch(ref heap, Middle, Leaf);
        if (parameters["watchers"] == 2)
        {
            LifetimeScene.OpenInstance(ref heap, Second);
            LifetimeScene.Watch(ref heap, Second, Middle);
        }

        var (above, below) = parameters["link"] switch
        {
            0 => (Outer, Further),
            1 => (Middle, Further),
            _ => (Further, Middle),
        };
        LifetimeScene.Call(ref heap, LifetimeCallKind.Add, above, below);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Add, Further, Leaf, parameters["adds"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Write, Leaf, Leaf, parameters["writes"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, Leaf, Leaf, parameters["closes"]);
        LifetimeScene.Call(ref heap, LifetimeCallKind.Close, Outer, Outer, parameters["outercloses"]);
        return heap;
    }
}
