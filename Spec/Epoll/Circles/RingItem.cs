using static Wakeline.Spec.Epoll.Circles.RingItemStep;

namespace Wakeline.Spec.Epoll.Circles;

/// <summary>
/// ep_poll_callback of an item whose instance is polled: it wakes the pollers, and passes on where the wake-up comes
/// from.
/// </summary>
[Machine]
public static partial class RingItem
{
    /// <summary>The table.</summary>
    public static void Rules(Table<RingState, RingItemStep> table) => table
        .At(Location)
        .MutatedBy(RingState.MutationIn)
        .Final(Hooked)

        .In(Hooked).Holding("ep->poll_wait.lock").Per("fs/eventpoll.c ep_poll_callback")
            .On<FileWoken>(IsMarked).Do(WakeMarked).Stay().Named("passes the mark on").Guards("M30")
            .On<FileWoken>().Do(WakeUnmarked).Stay().Named("wakes the pollers")

        .Mutant("M30", "A wake-up of the pollers does not tell that it comes from a completion.")
            .Without("passes the mark on");

    private static ref RingItemStep Location(ref RingState state) => ref state.Item;

    private static bool IsMarked(in FileWoken woken) => woken.IsMarked;

    private static void WakeMarked(ref RingState state) => RingPoll.Fire(ref state, new PollersWoken(true));

    private static void WakeUnmarked(ref RingState state) => RingPoll.Fire(ref state, new PollersWoken(false));
}
