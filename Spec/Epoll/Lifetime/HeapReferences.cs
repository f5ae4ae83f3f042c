using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The references of files and instances, and the end of a call, which puts those it took.</summary>
internal static class HeapReferences
{
    /// <summary>A descriptor is looked up, or a file pinned that somebody holds (get_file).</summary>
    public static void Hold(ref Heap heap, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        if (heap.Files[file].References == 0)
        {
            heap.Misuses.Add(Misuse.DeadIsUsed);
        }

        heap.Files[file].References++;
    }

    /// <summary>fput. Who puts the last reference releases the file, at the end of its call.</summary>
    public static void Put(ref Heap heap, int thread, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        heap.Files[file].References--;
        if (heap.Files[file].References == 0)
        {
            heap.Callers[thread].Dying.Add(file);
        }
    }

    /// <summary>ep_refcount_dec_and_test.</summary>
    public static void DropInstance(ref Heap heap, int thread, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        heap.Instances[instance].References--;
        heap.Callers[thread].OwesFree = heap.Instances[instance].References == 0;
    }

    /// <summary>A call that holds its files returns.</summary>
    public static void FinishCall(ref Heap heap, int thread)
    {
        var call = heap.Callers[thread].Call;
        Put(ref heap, thread, call.Epoll);
        Put(ref heap, thread, call.Target);
        ForgetCall(ref heap, thread);
    }

    /// <summary>A call that holds nothing returns.</summary>
    public static void ForgetCall(ref Heap heap, int thread)
    {
        heap.Callers[thread].Call = default;
        heap.Callers[thread].ItemAndOne = 0;
        heap.Callers[thread].QueueAndOne = 0;
    }
}
