using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Epoll.HookState;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// ep_poll_callback: what a wake-up of the watched file does to an item. It runs in one step under the lock of the
/// file's wait queue, the part that touches the lists under ep->lock as well.
/// </summary>
[Machine]
public static partial class PollCallback
{
    internal const PollEvents PrivateBits =
        PollEvents.WakeUp | PollEvents.OneShot | PollEvents.EdgeTriggered | PollEvents.Exclusive;

    private const PollEvents BothDirections = PollEvents.In | PollEvents.Out;

    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, HookState> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Unhooked, Hooked)

        .In(Unhooked).Holding("whead->lock").Per("fs/eventpoll.c ep_ptable_queue_proc")
            .On<Hooking>().When(IsExclusive).Do(LinkLast).Goto(Hooked)
            .On<Hooking>().Do(LinkFirst).Goto(Hooked)
            .On<Unhooking>().Ignore()
            .On<WakeUp>().Ignore()
            .On<Claim>().Ignore()

        .In(Hooked).Holding("whead->lock").Per("fs/eventpoll.c ep_unregister_pollwait")
            .On<Unhooking>().Do(Unlink).Goto(Unhooked)
            .On<Hooking>().Ignore()

        .In(Hooked).Holding("whead->lock, ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .On<WakeUp>().When(IsDisabled).Ignore()
            .On<WakeUp>().Unless(IsWatchedFor).Ignore().Named("not watched for").Guards("M14c")
            .On<WakeUp>().Do(NoteNews).Do(ClaimWakeUp).Do(QueueItem).Do(WakePollers).Stay().Named("watched for")

        // The value returned to the walk of the wait queue (ewake). The walk asks it of exclusive entries only.
        .In(Hooked).Holding("whead->lock, ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .On<Claim>().Unless(IsExclusive).Do(Consume).Stay().Named("not exclusive")
            .On<Claim>().Unless(HasSleeper).Ignore().Named("nobody sleeps here").Guards("M14a")
            .On<Claim>(IsBoth).Ignore().Named("in and out").Guards("M14b")
            .On<Claim>(IsIn).When(WatchesIn).Do(Consume).Stay()
            .On<Claim>(IsIn).Ignore()
            .On<Claim>(IsOut).When(WatchesOut).Do(Consume).Stay()
            .On<Claim>(IsOut).Ignore()
            .On<Claim>().Do(Consume).Stay().Named("neither in nor out")

        .Mutant("M14a", "An exclusive item consumes the wake-up although nobody sleeps in its epoll_wait.")
            .Without("nobody sleeps here")

        .Mutant("M14b", "An exclusive item consumes a wake-up for both directions.")
            .Without("in and out")
            .In(Hooked).On<Claim>(IsBoth).Do(Consume).Stay().Named("takes both")

        .Mutant("M14c", "An exclusive item consumes a wake-up it does not watch for.")
            .Without("not watched for")
            .In(Hooked).On<WakeUp>().Unless(IsWatchedFor).Do(Consume).Stay().Named("takes what it ignores");

    private static ref HookState Location(ref Kernel kernel, int item) => ref kernel.Items[item].Hook;

    /// <summary>Calls the item for a wake-up of the file it watches.</summary>
    /// <returns>Whether the item consumes an exclusive wake-up (ewake).</returns>
    internal static bool Call(ref Kernel kernel, int item, PollEvents key)
    {
        Fire(ref kernel, item, new WakeUp(key));
        var consumes = kernel.Items[item].Consumes;
        kernel.Items[item].Consumes = false;
        return consumes;
    }

    private static bool IsExclusive(in Kernel kernel, int item) => Has(in kernel, item, PollEvents.Exclusive);

    /// <summary>A one-shot item that has fired watches for nothing.</summary>
    private static bool IsDisabled(in Kernel kernel, int item) => (kernel.Items[item].Events & ~PrivateBits) == 0;

    private static bool IsWatchedFor(in Kernel kernel, int item, in WakeUp wakeUp) =>
        wakeUp.Key == PollEvents.None || Has(in kernel, item, wakeUp.Key);

    private static bool HasSleeper(in Kernel kernel, int item) =>
        !kernel.Epolls[kernel.Items[item].Epoll].Sleepers.IsEmpty;

    private static bool IsIn(in Claim claim) => (claim.Key & BothDirections) == PollEvents.In;

    private static bool IsOut(in Claim claim) => (claim.Key & BothDirections) == PollEvents.Out;

    private static bool IsBoth(in Claim claim) => (claim.Key & BothDirections) == BothDirections;

    private static bool WatchesIn(in Kernel kernel, int item) => Has(in kernel, item, PollEvents.In);

    private static bool WatchesOut(in Kernel kernel, int item) => Has(in kernel, item, PollEvents.Out);

    private static bool Has(in Kernel kernel, int item, PollEvents events) => (kernel.Items[item].Events & events) != 0;

    private static void LinkFirst(ref Kernel kernel, int item) =>
        kernel.Files[kernel.Items[item].File].Waiters.Add(new Waiter(WaiterKind.Item, item));

    private static void LinkLast(ref Kernel kernel, int item) =>
        kernel.Files[kernel.Items[item].File].Waiters.AddTail(new Waiter(WaiterKind.Item, item, true));

    private static void Unlink(ref Kernel kernel, int item) =>
        kernel.Files[kernel.Items[item].File].Waiters.Remove(WaiterKind.Item, item);

    private static void NoteNews(ref Kernel kernel, int item) =>
        kernel.Ledger.NoteNews(item, kernel.Items[item].Events);

    /// <summary>Asked before the sleeper is woken, because the wake-up takes it off the queue.</summary>
    private static void ClaimWakeUp(ref Kernel kernel, int item, in WakeUp wakeUp) =>
        Fire(ref kernel, item, new Claim(wakeUp.Key));

    private static void Consume(ref Kernel kernel, int item) => kernel.Items[item].Consumes = true;

    private static void QueueItem(ref Kernel kernel, int item) =>
        ReadyList.Fire(ref kernel, kernel.Items[item].Epoll, new Arrival((byte)item));

    /// <summary>Whoever polls the instance, or watches it from another one (ep_poll_safewake).</summary>
    private static void WakePollers(ref Kernel kernel, int item) =>
        Waking.Wake(ref kernel, kernel.Epolls[kernel.Items[item].Epoll].File, PollEvents.In, 1);
}
