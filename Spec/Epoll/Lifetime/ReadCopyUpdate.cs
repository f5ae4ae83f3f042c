namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>
/// Freeing, and read-copy-update. A retired object is freed as soon as the last thread leaves that was reading when it
/// was retired: no kernel may free it earlier, and none that frees it later does more harm. Whoever holds a spinlock
/// reads as well, as in every kernel since 4.20.
/// </summary>
internal static class ReadCopyUpdate
{
    /// <summary>To be called wherever an object is read, written or locked.</summary>
    public static void Touch(ref Heap heap, Life life)
    {
        if (life == Life.Freed)
        {
            heap.Misuses.Add(Misuse.FreedIsTouched);
        }
    }

    /// <summary>Frees an object at once (kfree).</summary>
    public static void Free(ref Heap heap, ref Allocation memory)
    {
        if (memory.Life != Life.Live)
        {
            heap.Misuses.Add(Misuse.FreedTwice);
            return;
        }

        memory.Life = Life.Freed;
    }

    /// <summary>Frees an object after a grace period (kfree_rcu).</summary>
    public static void Retire(ref Heap heap, ref Allocation memory)
    {
        if (memory.Life != Life.Live || heap.Readers.IsEmpty)
        {
            Free(ref heap, ref memory);
            return;
        }

        memory.Life = Life.Retired;
        BeginGrace(ref heap, ref memory);
    }

    /// <summary>synchronize_rcu begins: it waits for those who read now.</summary>
    public static void BeginGrace(ref Heap heap, ref Allocation memory) => memory.Readers = heap.Readers;

    /// <summary>rcu_read_lock.</summary>
    public static void BeginReading(ref Heap heap, int thread) => heap.Readers.Add(thread);

    /// <summary>rcu_read_unlock, which may be the end of grace periods.</summary>
    public static void EndReading(ref Heap heap, int thread)
    {
        heap.Readers.Remove(thread);
        for (var instance = 0; instance < HeapCapacity.Instances; instance++)
        {
            Leave(ref heap.Instances[instance].Memory, thread);
        }

        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            Leave(ref heap.Items[item].Memory, thread);
            Leave(ref heap.Items[item].Source, thread);
        }

        for (var queue = 0; queue < HeapCapacity.Files; queue++)
        {
            Leave(ref heap.Queues[queue].Memory, thread);
        }
    }

    private static void Leave(ref Allocation memory, int thread)
    {
        memory.Readers.Remove(thread);
        if (memory.Life == Life.Retired && memory.Readers.IsEmpty)
        {
            memory.Life = Life.Freed;
        }
    }
}
