using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Systems;

/// <summary>
/// The tasks of a process are interchangeable: no rule tells them apart by their numbers, and what each of them is to
/// do stands in its program.
/// </summary>
internal static class TaskExchange
{
    private static ReadOnlySpan<WaiterKind> KindsOfTasks =>
        [WaiterKind.AutoRemovedTask, WaiterKind.WokenTask, WaiterKind.Poller];

    /// <summary>Exchanges two tasks wherever the kernel holds something of them, or their numbers.</summary>
    public static void Exchange(ref Kernel kernel, int a, int b)
    {
        (kernel.Tasks[a], kernel.Tasks[b]) = (kernel.Tasks[b], kernel.Tasks[a]);
        (kernel.Programs[a], kernel.Programs[b]) = (kernel.Programs[b], kernel.Programs[a]);
        Exchange(ref kernel.LoopCheckOwnerAndOne, a, b);
        for (var file = 0; file < Capacity.Files; file++)
        {
            Exchange(ref kernel.Files[file].Waiters, a, b);
            Exchange(ref kernel.Files[file].OwnerTaskAndOne, a, b);
        }

        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            ref var instance = ref kernel.Epolls[epoll];
            Exchange(ref instance.MutexOwnerAndOne, a, b);
            instance.Sleepers.Exchange((byte)a, (byte)b);
            instance.LocklessReaders.Exchange(a, b);
        }

        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            Exchange(ref kernel.Sockets[socket].OwnerAndOne, a, b);
            kernel.Sockets[socket].Evicted.Exchange(a, b);
        }

        for (var socket = 0; socket < Capacity.UnixSockets; socket++)
        {
            Exchange(ref kernel.UnixSockets[socket].ReaderAndOne, a, b);
        }
    }

    private static void Exchange(ref byte ownerAndOne, int a, int b)
    {
        if (ownerAndOne == a + 1)
        {
            ownerAndOne = (byte)(b + 1);
        }
        else if (ownerAndOne == b + 1)
        {
            ownerAndOne = (byte)(a + 1);
        }
    }

    private static void Exchange(ref WaitQueue queue, int a, int b)
    {
        if (!queue.HasSleeper)
        {
            return;
        }

        foreach (var kind in KindsOfTasks)
        {
            queue.Entries.Exchange(new Waiter(kind, a), new Waiter(kind, b));
            queue.Entries.Exchange(new Waiter(kind, a, true), new Waiter(kind, b, true));
        }
    }
}
