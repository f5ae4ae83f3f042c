using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// The release of an epoll instance whose file nobody holds any more (fs/eventpoll.c: ep_clear_and_put).
/// </summary>
internal static class EpollRelease
{
    /// <summary>
    /// Releases the instance. An item whose file is being released as well is left to the one who does that; the
    /// instance lives until then.
    /// </summary>
    public static void Released(ref Kernel kernel, int epoll)
    {
        Waking.Wake(ref kernel, kernel.Epolls[epoll].File, PollEvents.In, 1);
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].InUse && kernel.Items[item].Epoll == epoll)
            {
                PollCallback.Fire(ref kernel, item, new Unhooking());
                RemoveIfPinned(ref kernel, item);
            }
        }

        kernel.Epolls[epoll].IsReleased = true;
        kernel.Epolls[epoll].File = 0;
        if (!EpollItems.HasItems(in kernel, epoll))
        {
            kernel.Epolls[epoll] = default;
        }
    }

    private static void RemoveIfPinned(ref Kernel kernel, int item)
    {
        if (kernel.Files[kernel.Items[item].File].References > 0)
        {
            EpollItems.Remove(ref kernel, item);
        }
    }
}
