using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The locks that lie in objects: to take one touches its object, and to let go of it does.</summary>
internal static class HeapLocks
{
    public static bool MutexIsFree(in Heap heap, int instance) => heap.Instances[instance].MutexOwnerAndOne == 0;

    public static void LockMutex(ref Heap heap, int thread, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        heap.Instances[instance].MutexOwnerAndOne = (byte)(thread + 1);
    }

    /// <summary>
    /// From here on others can take the mutex, though mutex_unlock is not done with it: it looks for somebody to wake.
    /// </summary>
    public static void UnlockMutex(ref Heap heap, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        heap.Instances[instance].MutexOwnerAndOne = 0;
    }

    public static bool FileIsUnlocked(in Heap heap, int file) => heap.Files[file].LockOwnerAndOne == 0;

    /// <summary>file->f_lock.</summary>
    public static void LockFile(ref Heap heap, int thread, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        heap.Files[file].LockOwnerAndOne = (byte)(thread + 1);
        BeginReading(ref heap, thread);
    }

    public static void UnlockFile(ref Heap heap, int thread, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        heap.Files[file].LockOwnerAndOne = 0;
        EndReading(ref heap, thread);
    }

    public static bool QueueIsUnlocked(in Heap heap, int queue) => heap.Queues[queue].LockOwnerAndOne == 0;

    /// <summary>whead->lock.</summary>
    public static void LockQueue(ref Heap heap, int thread, int queue)
    {
        Touch(ref heap, HeapItems.LifeOfQueue(in heap, queue));
        heap.Queues[queue].LockOwnerAndOne = (byte)(thread + 1);
        BeginReading(ref heap, thread);
    }

    public static void UnlockQueue(ref Heap heap, int thread, int queue)
    {
        Touch(ref heap, HeapItems.LifeOfQueue(in heap, queue));
        heap.Queues[queue].LockOwnerAndOne = 0;
        EndReading(ref heap, thread);
    }
}
