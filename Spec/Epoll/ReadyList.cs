using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Epoll.ScanState;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// What ep->lock protects: the ready list, the overflow list and the queue of sleepers, with the two duties that keep
/// wake-ups from being lost. Whoever queues an item owes a wake-up, and so does a scan that leaves items behind.
/// <para>
/// A scan begins and ends in one step each. Their inside can be seen only without the lock, and there ep->seq gives it
/// away (<see cref="EpollInstance.LocklessReaders"/>).
/// </para>
/// </summary>
[Machine]
public static partial class ReadyList
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ScanState> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Settled)

        .In(Settled).Holding("ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .On<Arrival>().When(IsLinked).Do(WakeSleeper).Stay().Named("is linked already")
            .On<Arrival>().Do(Append).Do(StayAwake).Do(WakeSleeper).Stay().Named("becomes ready")

        .In(Scanning).Holding("ep->lock").Per("fs/eventpoll.c ep_poll_callback")
            .On<Arrival>().When(HasOverflowed).Do(WakeSleeper).Stay().Named("is on overflow already")
            .On<Arrival>().Do(Overflow).Do(StayAwake).Do(WakeSleeper).Stay()
                .Named("becomes ready in a scan").Guards("M2")

        // The caller holds ep->mtx, so that no scan runs, and offers only what is not linked.
        .InAny().Holding("ep->lock").Per("fs/eventpoll.c ep_insert").Per("fs/eventpoll.c ep_modify")
            .On<Offer>().Do(AppendOffered).Do(StayAwakeOffered).Do(WakeSleeper).Stay().Named("is offered")

        .InAny().Holding("ep->lock").Per("fs/eventpoll.c ep_start_scan")
            .On<ScanBegins>().Do(MoveSequence).Do(TakeBatch).Goto(Scanning).Named("scan begins")

        .InAny().Holding("ep->mtx").Per("fs/eventpoll.c __ep_eventpoll_poll")
            .On<ReadinessAsked>().Do(AskBatch).Stay().Named("asks the items").Guards("M32")

        .InAny().Holding("ep->lock").Per("fs/eventpoll.c ep_done_scan")
            .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                .Do(WakeSleeper).Goto(Settled).Named("scan leaves items").Guards("M6a").Guards("M6b").Guards("M13")
            .On<ScanEnds>().Do(MoveSequence).Do(Relax).Goto(Settled).Named("scan leaves nothing")

        .InAny().Holding("ep->lock").Per("fs/eventpoll.c ep_autoremove_wake_function")
            .On<SleeperWanted>().Do(WakeFirst).Stay().Named("wakes a sleeper").Guards("M3")
            .On<SleeperAwake>().Do(Unlink).Stay().Named("a sleeper leaves")

        .Mutant("M2", "What becomes ready during a scan wakes nobody, and neither does the end of the scan.")
            .Without("becomes ready in a scan", "scan leaves items")
            .In(Scanning)
                .On<Arrival>().Do(Overflow).Do(StayAwake).Stay().Named("overflows unheard")
                .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                    .Goto(Settled).Named("ends in silence (M2)")

        .Mutant("M3", "A sleeper stays queued when woken, and is woken again while it sleeps for the mutex.")
            .Without("wakes a sleeper", "a sleeper leaves", "scan leaves items")
            .InAny()
                .On<SleeperWanted>().Do(WakeInPlace).Stay().Named("wakes in place")
                .On<SleeperAwake>().Ignore().Named("stays queued")
                .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                    .Goto(Settled).Named("ends in silence (M3)")

        .Mutant("M6a", "A scan that leaves items behind wakes nobody.")
            .Without("scan leaves items")
            .In(Scanning)
                .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                    .Goto(Settled).Named("ends in silence")

        .Mutant("M6b", "A scan that leaves items behind wakes every sleeper.")
            .Without("scan leaves items")
            .In(Scanning)
                .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                    .Do(WakeAll).Goto(Settled).Named("wakes the herd")

        .Mutant("M13", "A scan that leaves items behind wakes those who poll the instance as well.")
            .Without("scan leaves items")
            .In(Scanning)
                .On<ScanEnds>().When(LeavesItems).Do(MoveSequence).Do(MergeOverflow).Do(PutBackRest).Do(Relax)
                    .Do(WakeSleeper).Do(WakePollers).Goto(Settled).Named("wakes pollers")

        .Mutant("overflow sleeps", "What becomes ready during a scan keeps the system awake only after the scan.")
            .Without("becomes ready in a scan")
            .In(Scanning).On<Arrival>().Do(Overflow).Do(WakeSleeper).Stay().Named("becomes ready, may sleep")

        .Mutant("M32", "A poll of the instance believes its ready list, and asks no item.")
            .Without("asks the items")
            .InAny().On<ReadinessAsked>().Do(BelieveBatch).Stay().Named("believes the ready list");

    private static ref ScanState Location(ref Kernel kernel, int epoll) => ref kernel.Epolls[epoll].Scan;

    private static bool IsLinked(in Kernel kernel, int epoll, in Arrival arrival) =>
        kernel.Epolls[epoll].IsLinked(arrival.Item);

    private static bool HasOverflowed(in Kernel kernel, int epoll, in Arrival arrival) =>
        kernel.Epolls[epoll].Overflow.Contains(arrival.Item);

    private static bool LeavesItems(in Kernel kernel, int epoll) =>
        !kernel.Epolls[epoll].Ready.IsEmpty || !kernel.Epolls[epoll].Batch.IsEmpty
        || !kernel.Epolls[epoll].Overflow.IsEmpty;

    private static void Append(ref Kernel kernel, int epoll, in Arrival arrival)
    {
        kernel.Epolls[epoll].Ready.Append(arrival.Item);
        kernel.Ledger.NoteQueued(arrival.Item, kernel.Items[arrival.Item].Events);
    }

    private static void AppendOffered(ref Kernel kernel, int epoll, in Offer offer)
    {
        kernel.Epolls[epoll].Ready.Append(offer.Item);
        kernel.Ledger.NoteQueued(offer.Item, kernel.Items[offer.Item].Events);
    }

    private static void Overflow(ref Kernel kernel, int epoll, in Arrival arrival)
    {
        kernel.Epolls[epoll].Overflow.Prepend(arrival.Item);
        kernel.Ledger.NoteQueued(arrival.Item, kernel.Items[arrival.Item].Events);
    }

    private static void StayAwake(ref Kernel kernel, int epoll, in Arrival arrival) =>
        WakeSources.StayAwake(ref kernel, arrival.Item);

    private static void StayAwakeOffered(ref Kernel kernel, int epoll, in Offer offer) =>
        WakeSources.StayAwake(ref kernel, offer.Item);

    /// <summary>The items on the list keep the system awake themselves again.</summary>
    private static void Relax(ref Kernel kernel, int epoll) => WakeSources.Relax(ref kernel.Epolls[epoll].WakeSource);

    private static void MoveSequence(ref Kernel kernel, int epoll) => kernel.Epolls[epoll].LocklessReaders.Clear();

    private static void TakeBatch(ref Kernel kernel, int epoll)
    {
        kernel.Epolls[epoll].Batch = kernel.Epolls[epoll].Ready;
        kernel.Epolls[epoll].Ready.Clear();
    }

    /// <summary>
    /// Items that are not ready any more leave the batch. The first that is ready stays, and is enough.
    /// </summary>
    private static void AskBatch(ref Kernel kernel, int epoll)
    {
        while (!kernel.Epolls[epoll].Batch.IsEmpty && !kernel.Epolls[epoll].IsReadable)
        {
            var item = kernel.Epolls[epoll].Batch.Items[0];
            if (EpollItems.Poll(ref kernel, item) != 0)
            {
                kernel.Epolls[epoll].IsReadable = true;
            }
            else
            {
                WakeSources.Relax(ref kernel, item);
                kernel.Epolls[epoll].Batch.Remove(item);
            }
        }
    }

    private static void BelieveBatch(ref Kernel kernel, int epoll) =>
        kernel.Epolls[epoll].IsReadable = !kernel.Epolls[epoll].Batch.IsEmpty;

    /// <summary>Newest first, each at the head: the oldest ends up first. What is linked stays where it is.</summary>
    private static void MergeOverflow(ref Kernel kernel, int epoll)
    {
        ref var instance = ref kernel.Epolls[epoll];
        while (!instance.Overflow.IsEmpty)
        {
            var item = instance.Overflow.TakeFirst();
            if (!instance.IsLinked(item))
            {
                instance.Ready.Prepend(item);
                WakeSources.StayAwake(ref kernel, item);
            }
        }
    }

    /// <summary>Splices what the scan did not come to at the head of the ready list.</summary>
    private static void PutBackRest(ref Kernel kernel, int epoll)
    {
        ref var instance = ref kernel.Epolls[epoll];
        foreach (var item in instance.Ready.Items)
        {
            instance.Batch.Append(item);
        }

        instance.Ready = instance.Batch;
        instance.Batch.Clear();
    }

    private static void WakeSleeper(ref Kernel kernel, int epoll) => Fire(ref kernel, epoll, new SleeperWanted());

    /// <summary>
    /// Wakes one sleeper. Entries that are visited leave the queue, also those of tasks that run already and do not
    /// count.
    /// </summary>
    private static void WakeFirst(ref Kernel kernel, int epoll)
    {
        while (!kernel.Epolls[epoll].Sleepers.IsEmpty)
        {
            if (Waking.WakeTask(ref kernel, kernel.Epolls[epoll].Sleepers.TakeFirst()))
            {
                return;
            }
        }
    }

    private static void WakeAll(ref Kernel kernel, int epoll)
    {
        while (!kernel.Epolls[epoll].Sleepers.IsEmpty)
        {
            Waking.WakeTask(ref kernel, kernel.Epolls[epoll].Sleepers.TakeFirst());
        }
    }

    private static void WakePollers(ref Kernel kernel, int epoll) =>
        Waking.Wake(ref kernel, kernel.Epolls[epoll].File, PollEvents.In, 1);

    private static void Unlink(ref Kernel kernel, int epoll, in SleeperAwake sleeper) =>
        kernel.Epolls[epoll].Sleepers.Remove(sleeper.Task);

    /// <summary>As it was before 2020: an entry left the queue only when epoll_wait returned.</summary>
    private static void WakeInPlace(ref Kernel kernel, int epoll)
    {
        var sleepers = kernel.Epolls[epoll].Sleepers;
        foreach (var task in sleepers.Items)
        {
            if (kernel.Tasks[task].Steps.EpollWait == EpollWaitStep.Idle)
            {
                kernel.Epolls[epoll].Sleepers.Remove(task);
            }
            else if (Waking.WakeTask(ref kernel, task) || EpollMutex.IsAwaitedBy(in kernel, task))
            {
                return;
            }
        }
    }
}
