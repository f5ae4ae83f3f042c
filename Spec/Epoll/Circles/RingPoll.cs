using static Wakeline.Spec.Epoll.Circles.RingPollStep;

namespace Wakeline.Spec.Epoll.Circles;

/// <summary>
/// A request of io_uring that polls an instance, in a ring that the instance watches: each completion wakes the
/// instance's pollers, of which the request is one.
/// </summary>
[Machine]
public static partial class RingPoll
{
    /// <summary>The table.</summary>
    public static void Rules(Table<RingState, RingPollStep> table) => table
        .At(Location)
        .MutatedBy(RingState.MutationIn)
        .Final(Multishot, Ended)
        .Fair(Fairness.Weak)

        .In(Multishot).Holding("ep->poll_wait.lock").Per("io_uring/poll.c io_poll_wake")
            .On<PollersWoken>(IsMarked).Do(BecomeDue).Goto(LastShot).Named("a wake-up of its own making")
            .On<PollersWoken>().Do(BecomeDue).Stay().Named("a wake-up")
        .In(LastShot).Holding("ep->poll_wait.lock").Per("io_uring/poll.c io_poll_wake")
            .On<PollersWoken>().Ignore().Named("it is about to end")
        .In(Ended)
            .On<PollersWoken>().Ignore().Named("it is not queued")

        .In(Multishot).Per("io_uring/poll.c io_poll_task_func")
            .When(IsDue).Do(Complete).Stay().Named("completes, and stays")
        .In(LastShot).Per("io_uring/poll.c io_poll_task_func")
            .When(IsDue).Do(Complete).Goto(Ended).Named("completes for the last time");

    private static ref RingPollStep Location(ref RingState state) => ref state.Request;

    private static bool IsMarked(in PollersWoken woken) => woken.IsMarked;

    private static bool IsDue(in RingState state) => state.IsDue;

    private static void BecomeDue(ref RingState state) => state.IsDue = true;

    /// <summary>The completion goes into the ring, whose queue is woken (io_cqring_wake).</summary>
    private static void Complete(ref RingState state)
    {
        state.IsDue = false;
        state.Completions = (byte)Math.Min(state.Completions + 1, RingState.CompletionsMost);
        RingItem.Fire(ref state, new FileWoken(true));
    }
}
