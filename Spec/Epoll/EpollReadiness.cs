using Wakeline.Spec.Files;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// The poll method of an epoll instance (fs/eventpoll.c: __ep_eventpoll_poll). It takes ep->mtx, scans up to the first
/// item that is ready, and puts everything back. Here all of it is one step, which needs every mutex on its way to be
/// free.
/// </summary>
public static class EpollReadiness
{
    /// <summary>
    /// What a poll of the instance would find that asks its items: readable if one on its ready list is ready.
    /// </summary>
    public static PollEvents Of(in Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        foreach (var item in kernel.Epolls[epoll].Ready.Items)
        {
            if (EpollItems.ReadinessOf(in kernel, item) != 0)
            {
                return PollEvents.In | PollEvents.RdNorm;
            }
        }

        return PollEvents.None;
    }

    /// <summary>Whether no task holds the mutex of the instance, or of one whose readiness is asked in turn.</summary>
    public static bool CanPoll(in Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        if (!EpollMutex.IsFree(in kernel, epoll))
        {
            return false;
        }

        foreach (var item in kernel.Epolls[epoll].Ready.Items)
        {
            if (!Readiness.CanPoll(in kernel, kernel.Items[item].File))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Polls the instance: items that are not ready any more leave its ready list. The first that is ready stays, and
    /// nothing is consumed.
    /// </summary>
    public static PollEvents Poll(ref Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        EpollScan.Begin(ref kernel, epoll);
        ReadyList.Fire(ref kernel, epoll, new ReadinessAsked());
        EpollScan.End(ref kernel, epoll);
        var isReadable = kernel.Epolls[epoll].IsReadable;
        kernel.Epolls[epoll].IsReadable = false;
        return isReadable ? PollEvents.In | PollEvents.RdNorm : PollEvents.None;
    }
}
