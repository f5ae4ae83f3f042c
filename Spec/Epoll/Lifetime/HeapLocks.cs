using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The locks that lie in objects: to take one touches its object, and to let go of it does.</summary>
internal static class HeapLocks
{
    public static bool MutexIsFree(in Heap heap, int instance) => heap.Instances[instance].MutexOwnerAndOne == 0;

    public static void LockMutex(ref Heap heap, int thread, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        Take(ref heap, thread, ref heap.Instances[instance].MutexOwnerAndOne);
    }

    /// <summary>
    /// From here on others can take the mutex, though mutex_unlock is not done with it: it looks for somebody to wake.
    /// </summary>
    public static void UnlockMutex(ref Heap heap, int thread, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        LetGo(ref heap, thread, ref heap.Instances[instance].MutexOwnerAndOne);
    }

    public static bool FileIsUnlocked(in Heap heap, int file) => heap.Files[file].LockOwnerAndOne == 0;

    /// <summary>file->f_lock.</summary>
    public static void LockFile(ref Heap heap, int thread, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        Take(ref heap, thread, ref heap.Files[file].LockOwnerAndOne);
        BeginReading(ref heap, thread);
    }

    public static void UnlockFile(ref Heap heap, int thread, int file)
    {
        Touch(ref heap, heap.Files[file].Memory.Life);
        LetGo(ref heap, thread, ref heap.Files[file].LockOwnerAndOne);
        EndReading(ref heap, thread);
    }

    public static bool QueueIsUnlocked(in Heap heap, int queue) => heap.Queues[queue].LockOwnerAndOne == 0;

    /// <summary>whead->lock.</summary>
    public static void LockQueue(ref Heap heap, int thread, int queue)
    {
        Touch(ref heap, HeapItems.LifeOfQueue(in heap, queue));
        Take(ref heap, thread, ref heap.Queues[queue].LockOwnerAndOne);
        BeginReading(ref heap, thread);
    }

    public static void UnlockQueue(ref Heap heap, int thread, int queue)
    {
        Touch(ref heap, HeapItems.LifeOfQueue(in heap, queue));
        LetGo(ref heap, thread, ref heap.Queues[queue].LockOwnerAndOne);
        EndReading(ref heap, thread);
    }

    /// <summary>A lock of any kind, free until now.</summary>
    public static void Take(ref Heap heap, int thread, ref byte ownerAndOne)
    {
        if (ownerAndOne != 0)
        {
            heap.Misuses.Add(Misuse.LockIsTaken);
        }

        ownerAndOne = (byte)(thread + 1);
    }

    private static void LetGo(ref Heap heap, int thread, ref byte ownerAndOne)
    {
        if (ownerAndOne != thread + 1)
        {
            heap.Misuses.Add(Misuse.LockIsTaken);
        }

        ownerAndOne = 0;
    }
}
