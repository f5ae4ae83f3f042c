using Wakeline.Spec.Epoll.Lifetime;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>Sets the scene of a system of objects: instances, files, items, and threads with their calls.</summary>
internal static class LifetimeScene
{
    /// <summary>A heap with nothing in it.</summary>
    public static Heap Of(Parameters parameters) => new() { Mutation = parameters.Mutation };

    /// <summary>How many threads there are.</summary>
    public static int Threads(in Heap heap) => heap.Threads;

    /// <summary>Makes an instance and opens its file.</summary>
    public static void OpenInstance(ref Heap heap, int instance)
    {
        heap.Instances[instance].Memory = Allocation.New;
        heap.Instances[instance].References = 1;
        OpenDescriptor(ref heap, instance);
    }

    /// <summary>Opens a file that owns its wait queue.</summary>
    public static void OpenFile(ref Heap heap, int file)
    {
        OpenFileOfThread(ref heap, file);
        heap.Files[file].OwnsQueue = true;
    }

    /// <summary>Opens a file whose wait queue is a thread's.</summary>
    public static void OpenFileOfThread(ref Heap heap, int file)
    {
        heap.Queues[file].Memory = Allocation.New;
        heap.Queues[file].References = 1;
        OpenDescriptor(ref heap, file);
    }

    /// <summary>Connects a socket to another.</summary>
    public static void Connect(ref Heap heap, int file, int peer)
    {
        heap.Files[file].PeerAndOne = (byte)(peer + 1);
        heap.Queues[peer].References++;
    }

    /// <summary>Adds a file to an interest list before the run begins.</summary>
    /// <returns>The item.</returns>
    public static int Watch(ref Heap heap, int instance, int file)
    {
        var item = HeapItems.Register(ref heap, instance, file);
        heap.Items[item].IsAccepted = true;
        HeapItems.Hook(ref heap, item, file);
        return item;
    }

    /// <summary>Adds a thread that makes a call so many times; none if that is 0.</summary>
    public static void Call(ref Heap heap, LifetimeCallKind kind, int epoll, int target, int times = 1)
    {
        if (times > 0)
        {
            heap.Threads++;
            Then(ref heap, kind, epoll, target, times);
        }
    }

    /// <summary>Lets the thread that was added last make further calls.</summary>
    public static void Then(ref Heap heap, LifetimeCallKind kind, int epoll, int target, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            heap.Callers[heap.Threads - 1].Calls.Enqueue(new LifetimeCall(kind, (byte)epoll, (byte)target));
        }
    }

    private static void OpenDescriptor(ref Heap heap, int file) =>
        heap.Files[file] = new HeapFile { Memory = Allocation.New, References = 1, IsOpen = true };
}
