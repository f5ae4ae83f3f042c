namespace Wakeline.Spec.Epoll;

/// <summary>What becomes of wakeup sources (fs/eventpoll.c, drivers/base/power/wakeup.c).</summary>
public static class WakeSources
{
    /// <summary>Whether any of them keeps the system awake.</summary>
    public static bool AnyIsActive(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].WakeSource == WakeSource.Active)
            {
                return true;
            }
        }

        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            if (kernel.Epolls[epoll].WakeSource == WakeSource.Active)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Gives an item a source, and its instance if it has none, or takes it away, as its mask says
    /// (ep_create_wakeup_source, ep_destroy_wakeup_source). A new one is relaxed, even if the item is on a list.
    /// </summary>
    internal static void Settle(ref Kernel kernel, int item)
    {
        ref var source = ref kernel.Items[item].WakeSource;
        if ((kernel.Items[item].Events & PollEvents.WakeUp) == 0)
        {
            source = WakeSource.None;
            kernel.Ledger.Items[item].IsToKeepAwake = false;
        }
        else if (source == WakeSource.None)
        {
            source = WakeSource.Relaxed;
            ref var ofInstance = ref kernel.Epolls[kernel.Items[item].Epoll].WakeSource;
            ofInstance = ofInstance == WakeSource.None ? WakeSource.Relaxed : ofInstance;
        }
    }

    /// <summary>Lets an item keep the system awake, if it has a source (ep_pm_stay_awake).</summary>
    internal static void StayAwake(ref Kernel kernel, int item) => StayAwake(ref kernel.Items[item].WakeSource);

    /// <summary>Lets an item keep the system awake no more (__pm_relax).</summary>
    internal static void Relax(ref Kernel kernel, int item) => Relax(ref kernel.Items[item].WakeSource);

    internal static void StayAwake(ref WakeSource source) =>
        source = source == WakeSource.None ? WakeSource.None : WakeSource.Active;

    internal static void Relax(ref WakeSource source) =>
        source = source == WakeSource.None ? WakeSource.None : WakeSource.Relaxed;
}
