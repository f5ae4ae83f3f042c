using Wakeline.Spec.Files;

namespace Wakeline.Spec.Epoll;

/// <summary>The items of the interest lists: found, polled, added, removed.</summary>
public static class EpollItems
{
    /// <summary>The item of an instance for a file under a descriptor (ep_find), or -1.</summary>
    public static int Find(in Kernel kernel, int epoll, int file, int descriptor)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            ref readonly var candidate = ref kernel.Items[item];
            if (candidate.InUse && candidate.Epoll == epoll && candidate.File == file
                && candidate.Descriptor == descriptor)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>The first item that watches a file (file->f_ep), or -1.</summary>
    public static int FirstWatcher(in Kernel kernel, int file)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].InUse && kernel.Items[item].File == file)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>
    /// What an item would report: the readiness of its file, as far as it watches for it (ep_item_poll). A file that is
    /// being released is ready for nothing.
    /// </summary>
    public static PollEvents ReadinessOf(in Kernel kernel, int item)
    {
        var file = kernel.Items[item].File;
        return kernel.Files[file].References == 0
            ? PollEvents.None
            : Readiness.Of(in kernel, file) & kernel.Items[item].Events;
    }

    /// <summary>Asks the file of an item: as <see cref="ReadinessOf"/>, but a nested instance is scanned.</summary>
    public static PollEvents Poll(ref Kernel kernel, int item)
    {
        var file = kernel.Items[item].File;
        return kernel.Files[file].References == 0
            ? PollEvents.None
            : Readiness.Poll(ref kernel, file) & kernel.Items[item].Events;
    }

    /// <summary>Puts a new item in an interest list (ep_register_epitem); nothing calls it yet.</summary>
    /// <exception cref="BoundExceededException">No slot is free.</exception>
    internal static int Register(ref Kernel kernel, in EpollItem added)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (!kernel.Items[item].InUse)
            {
                kernel.Items[item] = added;
                kernel.Items[item].InUse = true;
                return item;
            }
        }

        BoundExceededException.Throw(nameof(Kernel.Items), Capacity.Items);
        return -1;
    }

    /// <summary>
    /// Takes an item out of its interest list for good (ep_remove): off the wait queue of the file, then off the ready
    /// list. The overflow list is empty, because the caller holds ep->mtx.
    /// </summary>
    internal static void Remove(ref Kernel kernel, int item)
    {
        PollCallback.Fire(ref kernel, item, new Unhooking());
        var epoll = kernel.Items[item].Epoll;
        kernel.Epolls[epoll].Ready.Remove((byte)item);
        kernel.Items[item] = default;
        kernel.Ledger.Forget(item);
        if (kernel.Epolls[epoll].IsReleased && !HasItems(in kernel, epoll))
        {
            kernel.Epolls[epoll] = default;
        }
    }

    internal static bool HasItems(in Kernel kernel, int epoll)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].InUse && kernel.Items[item].Epoll == epoll)
            {
                return true;
            }
        }

        return false;
    }
}
