using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>How many of each object a <see cref="Heap"/> has room for. They match the arrays of the state.</summary>
public static class HeapCapacity
{
    /// <summary>Epoll instances; their files come first among the files.</summary>
    public const int Instances = 4;

    /// <summary>Files, and as many wait queues.</summary>
    public const int Files = 6;

    /// <summary>Items.</summary>
    public const int Items = 5;

    /// <summary>Threads.</summary>
    public const int Threads = 6;
}

/// <summary>
/// The objects of epoll with what keeps them alive: reference counts, locks, and readers under RCU. What is ready, and
/// who sleeps, is the matter of <see cref="Kernel"/>, whose items have no memory to lose.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Heap
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How many threads there are; constant during a run.</summary>
    public byte Threads;

    /// <summary>
    /// How many wake-up paths of length two may lead up from a file, and how many longer ones; constant during a run.
    /// The kernel's limits are 500, then 100, 50 and 10 (path_limits).
    /// </summary>
    public InlineArray2<byte> PathLimits;

    /// <summary>Epoll instances.</summary>
    public InlineArray4<Instance> Instances;

    /// <summary>Open files: those of the instances, then others.</summary>
    public InlineArray6<HeapFile> Files;

    /// <summary>The wait queue of each file.</summary>
    public InlineArray6<Queue> Queues;

    /// <summary>Items.</summary>
    public InlineArray5<Item> Items;

    /// <summary>What the threads do.</summary>
    public InlineArray6<HeapThread> Callers;

    /// <summary>1 + the thread that holds epnested_mutex; 0 for none.</summary>
    public byte CheckOwnerAndOne;

    /// <summary>Threads in a read-side critical section.</summary>
    public BitSet<byte> Readers;

    /// <summary>What has been done that must not be.</summary>
    public BitSet<byte> Misuses;

    /// <summary>The mutation in force, as tables ask for it.</summary>
    public static Mutation MutationIn(in Heap heap) => heap.Mutation;
}
