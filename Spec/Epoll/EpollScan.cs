using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Epoll;

/// <summary>The begin and the end of a scan, for epoll_wait and for the poll of a nested instance.</summary>
internal static class EpollScan
{
    /// <summary>fs/eventpoll.c: ep_start_scan.</summary>
    public static void Begin(ref Kernel kernel, int epoll) => ReadyList.Fire(ref kernel, epoll, new ScanBegins());

    /// <summary>fs/eventpoll.c: ep_done_scan.</summary>
    public static void End(ref Kernel kernel, int epoll)
    {
        var asleep = Sleeping.CountAsleep(in kernel);
        ReadyList.Fire(ref kernel, epoll, new ScanEnds());
        var woken = (byte)(asleep - Sleeping.CountAsleep(in kernel));
        if (woken >= kernel.Bounds.HerdLeast)
        {
            kernel.Ledger.MostWokenByScan = Math.Max(kernel.Ledger.MostWokenByScan, woken);
        }
    }
}
