using System.Runtime.CompilerServices;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>Items, found by what they belong to, and the graph they make.</summary>
internal static class HeapItems
{
    /// <summary>The item of an instance for a file (ep_find), or -1.</summary>
    public static int Find(in Heap heap, int instance, int file)
    {
        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            if (heap.Items[item].IsInTree && heap.Items[item].Instance == instance && heap.Items[item].File == file)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>The next item of an instance's interest list, or -1; the first after -1.</summary>
    public static int NextOf(in Heap heap, int instance, int after)
    {
        for (var item = after + 1; item < HeapCapacity.Items; item++)
        {
            if (heap.Items[item].IsInTree && heap.Items[item].Instance == instance)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>The next of those who watch a file, or -1; the first after -1.</summary>
    public static int NextWatcher(in Heap heap, int file, int after)
    {
        for (var item = after + 1; item < HeapCapacity.Items; item++)
        {
            if (heap.Items[item].IsListed && heap.Items[item].File == file)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>Whether a file is that of an instance.</summary>
    public static bool IsInstance(int file) => file < HeapCapacity.Instances;

    /// <summary>How far the life of a file's wait queue is.</summary>
    public static Life LifeOfQueue(in Heap heap, int queue) =>
        IsInstance(queue) ? heap.Instances[queue].Memory.Life : heap.Queues[queue].Memory.Life;

    /// <summary>Makes an item and links it where it is found: in the interest list and at its file.</summary>
    /// <exception cref="BoundExceededException">No slot is free.</exception>
    public static int Register(ref Heap heap, int instance, int file)
    {
        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            if (heap.Items[item].Memory.Life == Life.None)
            {
                heap.Items[item] = new Item
                {
                    Memory = Allocation.New,
                    Instance = (byte)instance,
                    File = (byte)file,
                    IsInTree = true,
                    IsListed = true,
                };
                heap.Instances[instance].References++;
                heap.Files[file].HasWatchers = true;
                return item;
            }
        }

        BoundExceededException.Throw(nameof(Heap.Items), HeapCapacity.Items);
        return -1;
    }

    /// <summary>Links an item into a wait queue.</summary>
    public static void Hook(ref Heap heap, int item, int queue)
    {
        heap.Items[item].Hook = Allocation.New;
        heap.Items[item].QueueAndOne = (byte)(queue + 1);
        heap.Queues[queue].Entries.Add(item);
    }

    /// <summary>
    /// Whether more paths of some length lead up from a file than may (reverse_path_check). Any number of length one
    /// may. A path ends at an instance that nobody watches.
    /// </summary>
    public static bool PathsAreTooMany(in Heap heap, int file)
    {
        var counts = default(InlineArray4<byte>);
        Count(in heap, file, 0, ref counts);
        return counts[1] > heap.PathLimits[0] || counts[2] > heap.PathLimits[1] || counts[3] > heap.PathLimits[1];
    }

    private static void Count(in Heap heap, int file, int length, ref InlineArray4<byte> counts)
    {
        for (var item = NextWatcher(in heap, file, -1); item >= 0; item = NextWatcher(in heap, file, item))
        {
            var above = heap.Items[item].Instance;
            if (NextWatcher(in heap, above, -1) < 0)
            {
                counts[length]++;
            }
            else
            {
                Count(in heap, above, length + 1, ref counts);
            }
        }
    }
}
