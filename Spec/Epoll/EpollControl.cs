using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Epoll.EpollControlStep;
using static Wakeline.Spec.Epoll.EpollMutex;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// epoll_ctl, at the grain of epnested_mutex, ep->mtx, the lock of the file's wait queue, and ep->lock. Callbacks come
/// between any two of its steps.
/// </summary>
[Machine]
public static partial class EpollControl
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, EpollControlStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Check)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Check).Per("fs/eventpoll.c do_epoll_ctl")
            .When(EventIsUnreadable).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .Unless(HasTarget).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(TargetHasNoPoll).Do(Fail, Errno.EPERM).Goto(Idle)
            .When(TargetIsItself).Do(Fail, Errno.EINVAL).Goto(Idle)
            .Unless(FileIsEpoll).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(ModifiesToExclusive).Do(Fail, Errno.EINVAL).Goto(Idle).Named("MOD to exclusive").Guards("M14d")
            .When(AddsEpollExclusively).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(AddsMoreThanExclusiveMay).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(OperationIs, ControlOperation.Unknown).Do(Fail, Errno.EINVAL).Goto(Idle)
            .Otherwise().Goto(TakeMutex)

        .In(TakeMutex).Holding("ep->mtx").Per("fs/eventpoll.c ep_ctl_lock")
            .When(MutexIsFree).When(NeedsFullCheck).Goto(LoopCheck).Guards("M26")
            .When(MutexIsFree).Do(LockMutex).Goto(Change)
        .In(LoopCheck).Holding("epnested_mutex").Per("fs/eventpoll.c ep_ctl_lock").Per("fs/eventpoll.c ep_loop_check")
            .When(CheckCanRun).When(WouldLoop).Do(Fail, Errno.ELOOP).Goto(Idle)
                .Guards("M29a").Guards("M29b").Guards("M29c")
            .When(CheckCanRun).Do(BeginCheck).Goto(TakeMutexChecked)
        .In(TakeMutexChecked).Holding("epnested_mutex, ep->mtx").Per("fs/eventpoll.c ep_ctl_lock")
            .When(MutexIsFree).Do(LockMutex).Goto(Change)

        .In(Change).Holding("ep->mtx").Per("fs/eventpoll.c ep_insert")
            .When(OperationIs, ControlOperation.Add).When(HasItem).Do(Unlock).Do(Fail, Errno.EEXIST).Goto(Idle)
            .When(OperationIs, ControlOperation.Add).When(IsChecked).Do(Register).Goto(PathCheck)
            .When(OperationIs, ControlOperation.Add).Do(Register).Goto(Hook).Named("ADD")
        .In(Change).Holding("ep->mtx").Per("fs/eventpoll.c ep_modify")
            .When(OperationIs, ControlOperation.Modify).Unless(HasItem).Do(Unlock).Do(Fail, Errno.ENOENT).Goto(Idle)
            .When(OperationIs, ControlOperation.Modify).When(ItemIsExclusive)
                .Do(Unlock).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(OperationIs, ControlOperation.Modify).Do(StoreEvents).Goto(Sample)
                .Named("MOD stores its mask, then asks the file").Guards("M10")
        .In(Change).Holding("ep->mtx, whead->lock, ep->lock").Per("fs/eventpoll.c ep_remove")
            .When(OperationIs, ControlOperation.Delete).Unless(HasItem).Do(Unlock).Do(Fail, Errno.ENOENT).Goto(Idle)
            .When(OperationIs, ControlOperation.Delete).Do(Remove).Do(Unlock).Do(ReturnZero).Goto(Idle)

        .In(PathCheck).Holding("epnested_mutex, ep->mtx").Per("fs/eventpoll.c reverse_path_check")
            .When(PathsAreTooMany).Do(Remove).Do(Unlock).Do(Fail, Errno.EINVAL).Goto(Idle)
                .Guards("M27a")
            .Otherwise().Goto(Hook)

        // From here on callbacks run: what becomes ready before the sample is seen by it, what does so later, by them.
        .In(Hook).Holding("ep->mtx, whead->lock").Per("fs/eventpoll.c ep_ptable_queue_proc")
            .Always().Do(HookItem).Goto(Sample)
        .In(Sample).Holding("ep->mtx").Per("fs/eventpoll.c ep_item_poll")
            .When(TargetCanBePolled).Do(SampleTarget).Goto(Queue)
        .In(Queue).Holding("ep->mtx, ep->lock").Per("fs/eventpoll.c ep_insert").Per("fs/eventpoll.c ep_modify")
            .When(IsReady).Unless(IsLinked).Do(OfferItem).Do(WakePollers).Do(Unlock).Do(ReturnZero).Goto(Idle)
            .Otherwise().Do(Unlock).Do(ReturnZero).Goto(Idle)

        .Mutant("M1", "epoll_ctl looks for sleepers before it queues the item, under no lock that a sleeper takes.")
            .In(Queue)
                .When(IsReady).Unless(IsLinked).Unless(SomebodySleeps).Goto(QueueUnheard).Named("sees nobody asleep")
            .In(QueueUnheard)
                .Unless(IsLinked).Do(QueueInSilence).Do(WakePollers).Do(Unlock).Do(ReturnZero).Goto(Idle)
                    .Named("queues the item, wakes nobody")
                .Otherwise().Do(Unlock).Do(ReturnZero).Goto(Idle).Named("a callback was first")

        .Mutant("M10", "MOD asks the file first and stores its mask after that.")
            .Without("MOD stores its mask, then asks the file")
            .In(Change)
                .When(OperationIs, ControlOperation.Modify).When(TargetCanBePolled).Do(SampleAhead).Goto(Queue)
                    .Named("MOD asks the file")
            .In(Queue)
                .When(OperationIs, ControlOperation.Modify).When(IsReady).Unless(IsLinked).Do(StoreEvents)
                    .Do(OfferItem).Do(WakePollers).Do(Unlock).Do(ReturnZero).Goto(Idle)
                    .Named("MOD stores its mask late, and offers")
                .When(OperationIs, ControlOperation.Modify).Do(StoreEvents).Do(Unlock).Do(ReturnZero).Goto(Idle)
                    .Named("MOD stores its mask late")

        .Mutant("M26", "Only an instance that would watch itself directly is refused; nobody looks any further.")
            .Without("TakeMutex.MutexIsFree&NeedsFullCheck")

        .Mutant("M27a", "Nobody counts on how many paths an event of a file would go up.")
            .Without("PathCheck.PathsAreTooMany")

        .Mutant("M29a", "The depth of a chain is measured downwards only.")
            .Without("LoopCheck.CheckCanRun&WouldLoop")
            .In(LoopCheck).When(CheckCanRun).When(WouldLoopBelow).Do(Fail, Errno.ELOOP).Goto(Idle)
                .Named("a loop, or too deep below")

        .Mutant("M29b", "An instance that the walk comes by a second time counts as one with nothing below.")
            .Without("LoopCheck.CheckCanRun&WouldLoop")
            .In(LoopCheck).When(CheckCanRun).When(WouldLoopAtFirstSight).Do(Fail, Errno.ELOOP).Goto(Idle)
                .Named("a loop, or too deep at first sight")

        .Mutant("M29c", "A loop counts as the greatest depth there is; one more link makes it the least.")
            .Without("LoopCheck.CheckCanRun&WouldLoop")
            .In(LoopCheck).When(CheckCanRun).When(WouldLoopBeforeOverflow).Do(Fail, Errno.ELOOP).Goto(Idle)
                .Named("a loop, or too deep before the overflow")

        // One that is not checked, because it adds nothing, passes through the place of the check.
        .Mutant("M28", "DEL of an instance waits for the mutex of that instance too, with its own in hand.")
            .In(TakeMutex).When(DeletesEpoll).When(MutexIsFree).Do(LockMutex).Goto(LoopCheck)
                .Named("DEL takes its own mutex")
            .In(LoopCheck).When(DeletesEpoll).When(TargetCanBePolled).Goto(Change)
                .Named("DEL takes the mutex of its target")

        .Mutant("HUP only if asked for", "The mask is stored as it was given, without ERR and HUP.")
            .Without("ADD")
            .In(Change).When(OperationIs, ControlOperation.Add).Do(Register).Do(ForgetUnasked).Goto(Hook)
                .Named("ADD of just what is asked")

        .Mutant("EPOLLWAKEUP for everybody", "MOD lets any process keep the system awake.")
            .Without("MOD stores its mask, then asks the file")
            .In(Change).When(OperationIs, ControlOperation.Modify).Do(StoreEvents).Do(StoreWakeUp).Goto(Sample)
                .Named("MOD asks nobody about EPOLLWAKEUP")

        .Mutant("M14d", "MOD may make an item exclusive, whose wait entry is not.")
            .Without("MOD to exclusive");

    private static ref EpollControlStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.EpollControl;

    private static int Item(in Kernel kernel, int task)
    {
        ref readonly var control = ref kernel.Tasks[task];
        return EpollItems.Find(in kernel, EpollOf(in kernel, task), control.Target, control.Arguments.Target);
    }

    private static bool EventIsUnreadable(in Kernel kernel, int task) =>
        !MemoryIsMapped(in kernel, task) && kernel.Tasks[task].Arguments.Operation != ControlOperation.Delete;

    private static bool OperationIs(in Kernel kernel, int task, ControlOperation operation) =>
        kernel.Tasks[task].Arguments.Operation == operation;

    private static bool HasTarget(in Kernel kernel, int task) => kernel.Tasks[task].HasTarget;

    private static bool TargetHasNoPoll(in Kernel kernel, int task) =>
        kernel.Files[kernel.Tasks[task].Target].Kind == FileKind.Regular;

    private static bool TargetIsEpoll(in Kernel kernel, int task) =>
        kernel.Files[kernel.Tasks[task].Target].Kind == FileKind.Epoll;

    private static bool DeletesEpoll(in Kernel kernel, int task) =>
        OperationIs(in kernel, task, ControlOperation.Delete) && TargetIsEpoll(in kernel, task);

    private static bool TargetIsItself(in Kernel kernel, int task) =>
        kernel.Tasks[task].Target == kernel.Tasks[task].File;

    private static bool AsksForExclusive(in Kernel kernel, int task, ControlOperation operation) =>
        (kernel.Tasks[task].Arguments.Events & PollEvents.Exclusive) != 0 && OperationIs(in kernel, task, operation);

    private static bool ModifiesToExclusive(in Kernel kernel, int task) =>
        AsksForExclusive(in kernel, task, ControlOperation.Modify);

    private static bool AddsEpollExclusively(in Kernel kernel, int task) =>
        AsksForExclusive(in kernel, task, ControlOperation.Add) && TargetIsEpoll(in kernel, task);

    private static bool AddsMoreThanExclusiveMay(in Kernel kernel, int task)
    {
        const PollEvents Allowed = PollEvents.In | PollEvents.Out | PollEvents.Err | PollEvents.Hup
            | PollEvents.WakeUp | PollEvents.EdgeTriggered | PollEvents.Exclusive;
        return AsksForExclusive(in kernel, task, ControlOperation.Add)
            && (kernel.Tasks[task].Arguments.Events & ~Allowed) != 0;
    }

    /// <summary>The instance is watched itself, a check under way has come by, or an instance is added.</summary>
    private static bool NeedsFullCheck(in Kernel kernel, int task) =>
        OperationIs(in kernel, task, ControlOperation.Add)
        && (EpollItems.FirstWatcher(in kernel, kernel.Tasks[task].File) >= 0
            || kernel.Epolls[EpollOf(in kernel, task)].IsVisitedByCheck || TargetIsEpoll(in kernel, task));

    /// <summary>The check waits for epnested_mutex, and on its way down for the mutex of every instance.</summary>
    private static bool CheckCanRun(in Kernel kernel, int task) =>
        kernel.LoopCheckOwnerAndOne == 0
        && (!TargetIsEpoll(in kernel, task)
            || EpollTopology.CanVisit(in kernel, kernel.Files[kernel.Tasks[task].Target].Object));

    private static bool WouldLoop(in Kernel kernel, int task) =>
        WouldLoop(in kernel, task, DepthMeasure.Longest);

    private static bool WouldLoopBelow(in Kernel kernel, int task) =>
        WouldLoop(in kernel, task, DepthMeasure.LongestBelow);

    private static bool WouldLoopAtFirstSight(in Kernel kernel, int task) =>
        WouldLoop(in kernel, task, DepthMeasure.FirstVisit);

    private static bool WouldLoopBeforeOverflow(in Kernel kernel, int task) =>
        WouldLoop(in kernel, task, DepthMeasure.Overflowing);

    private static bool WouldLoop(in Kernel kernel, int task, DepthMeasure measure) =>
        TargetIsEpoll(in kernel, task)
        && EpollTopology.WouldLoop(
            in kernel, EpollOf(in kernel, task), kernel.Files[kernel.Tasks[task].Target].Object, measure);

    private static void BeginCheck(ref Kernel kernel, int task)
    {
        kernel.LoopCheckOwnerAndOne = (byte)(task + 1);
        if (TargetIsEpoll(in kernel, task))
        {
            EpollTopology.MarkVisited(
                ref kernel, EpollOf(in kernel, task), kernel.Files[kernel.Tasks[task].Target].Object);
        }
    }

    private static bool IsChecked(in Kernel kernel, int task) => kernel.LoopCheckOwnerAndOne == task + 1;

    private static bool PathsAreTooMany(in Kernel kernel, int task) =>
        EpollTopology.PathsAreTooMany(in kernel, kernel.Tasks[task].Target);

    private static bool HasItem(in Kernel kernel, int task) => Item(in kernel, task) >= 0;

    private static bool ItemIsExclusive(in Kernel kernel, int task) =>
        (kernel.Items[Item(in kernel, task)].Events & PollEvents.Exclusive) != 0;

    /// <summary>ERR and HUP are always watched for. WAKEUP goes if the process may not keep the system awake.</summary>
    private static PollEvents Mask(in Kernel kernel, int task) =>
        (kernel.Tasks[task].Arguments.Events & ~(kernel.MayBlockSuspend ? PollEvents.None : PollEvents.WakeUp))
        | PollEvents.Err | PollEvents.Hup;

    private static void Register(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        var item = EpollItems.Register(ref kernel, new EpollItem
        {
            Epoll = (byte)EpollOf(in kernel, task),
            File = (byte)control.Target,
            Descriptor = control.Arguments.Target,
            Events = Mask(in kernel, task),
            Data = (byte)control.Arguments.Number,
        });
        WakeSources.Settle(ref kernel, item);
        kernel.Ledger.NoteArming(item);
    }

    private static void ForgetUnasked(ref Kernel kernel, int task) =>
        kernel.Items[Item(in kernel, task)].Events = kernel.Tasks[task].Arguments.Events;

    private static void StoreEvents(ref Kernel kernel, int task)
    {
        var item = Item(in kernel, task);
        kernel.Items[item].Events = Mask(in kernel, task);
        kernel.Items[item].Data = (byte)kernel.Tasks[task].Arguments.Number;
        WakeSources.Settle(ref kernel, item);
        kernel.Ledger.NoteArming(item);
    }

    private static void StoreWakeUp(ref Kernel kernel, int task)
    {
        var item = Item(in kernel, task);
        kernel.Items[item].Events |= kernel.Tasks[task].Arguments.Events & PollEvents.WakeUp;
        WakeSources.Settle(ref kernel, item);
    }

    private static void Remove(ref Kernel kernel, int task) => EpollItems.Remove(ref kernel, Item(in kernel, task));

    private static void HookItem(ref Kernel kernel, int task) =>
        PollCallback.Fire(ref kernel, Item(in kernel, task), new Hooking());

    private static bool TargetCanBePolled(in Kernel kernel, int task) =>
        Readiness.CanPoll(in kernel, kernel.Tasks[task].Target);

    private static void SampleTarget(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Sampled = EpollItems.Poll(ref kernel, Item(in kernel, task));

    private static void SampleAhead(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Sampled = Readiness.Poll(ref kernel, kernel.Tasks[task].Target) & Mask(in kernel, task);

    private static bool IsReady(in Kernel kernel, int task) => kernel.Tasks[task].Sampled != 0;

    private static bool IsLinked(in Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].IsLinked(Item(in kernel, task));

    private static void OfferItem(ref Kernel kernel, int task)
    {
        var item = Item(in kernel, task);
        kernel.Ledger.NoteOffer(item, kernel.Items[item].Events);
        ReadyList.Fire(ref kernel, EpollOf(in kernel, task), new Offer((byte)item));
    }

    private static bool SomebodySleeps(in Kernel kernel, int task) =>
        !kernel.Epolls[EpollOf(in kernel, task)].Sleepers.IsEmpty;

    private static void QueueInSilence(ref Kernel kernel, int task)
    {
        var item = Item(in kernel, task);
        kernel.Ledger.NoteOffer(item, kernel.Items[item].Events);
        kernel.Epolls[EpollOf(in kernel, task)].Ready.Append((byte)item);
        WakeSources.StayAwake(ref kernel, item);
    }

    private static void WakePollers(ref Kernel kernel, int task) =>
        Waking.Wake(ref kernel, kernel.Tasks[task].File, PollEvents.In, 1);

    /// <summary>ep->mtx, and epnested_mutex if the task holds it.</summary>
    private static void Unlock(ref Kernel kernel, int task)
    {
        UnlockMutex(ref kernel, task);
        if (IsChecked(in kernel, task))
        {
            kernel.LoopCheckOwnerAndOne = 0;
            for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
            {
                kernel.Epolls[epoll].IsVisitedByCheck = false;
            }
        }
    }
}
