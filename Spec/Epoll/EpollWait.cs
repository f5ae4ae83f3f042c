using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Epoll.EpollMutex;
using static Wakeline.Spec.Epoll.EpollWaitStep;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// epoll_wait, at the grain of ep->mtx and ep->lock. A task that was chosen by a waker, which has taken it off the
/// queue of sleepers, owes a scan, whatever else ended its sleep.
/// </summary>
[Machine]
public static partial class EpollWait
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, EpollWaitStep> table) => table
        .At(Location)
        .Timing(Timers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Check)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Check).Per("fs/eventpoll.c ep_check_params")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(MaxEventsIsNotPositive).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(FileIsEpoll).Do(Fail, Errno.EINVAL).Goto(Idle)

        // Two looks without a lock; the second is good only if no scan has begun or ended since before the first.
        .In(Check).Per("fs/eventpoll.c ep_events_available")
            .When(ReadyListHasItems).Goto(StartScan)
            .Otherwise().Do(NoteSequence).Goto(TestScan)
        .In(TestScan).Per("fs/eventpoll.c ep_events_available")
            .When(ScanRuns).Do(ForgetSequence).Goto(StartScan)
            .When(SequenceMoved).Goto(StartScan).Named("the sequence moved").Guards("M9")
            .When(IsLate).Do(ForgetSequence).Do(ReturnZero).Goto(Idle)
            .Otherwise().Do(ForgetSequence).Goto(Arm)

        .In(StartScan).Holding("ep->mtx, ep->lock").Per("fs/eventpoll.c ep_start_scan")
            .When(MutexIsFree).Do(LockMutex).Do(BeginScan).Goto(Deliver)

        .In(Deliver).Holding("ep->mtx").Per("fs/eventpoll.c ep_deliver_event")
            .When(NextIsAwake).Do(KeepInstanceAwake).Do(RelaxNext).Stay()
                .Named("the instance stays awake for the next item")
            .When(NextIsStale).Do(PollNext).Do(DropNext).Stay()
            .When(NextIsReady).Unless(MemoryIsMapped).Do(PollNext).Do(KeepNextAwake).Do(NoteFault).Stay()
            .When(NextIsReady).When(NextHas, PollEvents.OneShot)
                .Do(PollNext).Do(ReportNext).Do(DisableNext).Do(DropNext).Stay()
            .When(NextIsReady).When(NextHas, PollEvents.EdgeTriggered).Do(PollNext).Do(ReportNext).Do(DropNext).Stay()
            .When(NextIsReady).Do(PollNext).Do(ReportNext).Do(KeepNextAwake).Do(RequeueNext).Stay()
        .In(Deliver).Holding("ep->mtx, ep->lock").Per("fs/eventpoll.c ep_done_scan")
            .When(ScanIsOver).When(HasReports).Do(EndScan).Do(UnlockMutex).Do(ReturnReports).Goto(Idle)
                .Named("events count before a signal").Guards("M12")
            .When(ScanIsOver).When(HasFaulted).Do(EndScan).Do(UnlockMutex).Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(ScanIsOver).When(IsLate).Do(EndScan).Do(UnlockMutex).Do(ReturnZero).Goto(Idle)
            .When(ScanIsOver).Do(EndScan).Do(UnlockMutex).Goto(Arm)

        // Test and enqueueing are one step with regard to callbacks, epoll_ctl and scans.
        .In(Arm).Holding("ep->lock").Per("fs/eventpoll.c ep_poll")
            .When(SignalPending).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(SomethingAvailable).Goto(StartScan).Guards("M4").Guards("M7")
            .When(HasDeadline).Do(JoinSleepers).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Asleep)
            .Otherwise().Do(JoinSleepers).Do(FallAsleep).Goto(Asleep)

        .In(Asleep).Per("fs/eventpoll.c ep_poll")
            .When(IsAwake).When(IsQueued).Do(LeaveSleepers).Cancel(TaskTimer.Sleep).Goto(StartScan)
                .Named("wakes up, still queued").Holding("ep->lock")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(StartScan).Named("wakes up, chosen")
            .Expires(TaskTimer.Sleep).Do(Run).Do(NoteTimeout).Goto(DeadlinePassed)
                .Named("the deadline passes").Guards("M11")
        .In(DeadlinePassed).Holding("ep->lock").Per("fs/eventpoll.c ep_poll")
            .When(IsQueued).Do(LeaveSleepers).Do(ReturnZero).Goto(Idle)
            .Otherwise().Goto(StartScan).Named("chosen, though late").Guards("M5")

        // An item left behind in silence is safe as long as whoever is about to sleep looks under the lock.
        .Mutant("M4", "A task queues itself, then looks without the lock; the end of a scan wakes nobody.")
            .Without(
                "Arm.SomethingAvailable", "Arm.HasDeadline", "Arm.Otherwise", "events count before a signal",
                "Deliver.ScanIsOver&HasFaulted", "Deliver.ScanIsOver&IsLate", "Deliver.ScanIsOver")
            .In(Arm).Otherwise().Do(JoinSleepers).Do(FallAsleep).Goto(Queued).Named("queues itself before it looks")
            .In(Queued)
                .When(ReadyListHasItems).Do(Run).Do(LeaveSleepers).Goto(StartScan).Named("sees the ready list")
                .Otherwise().Goto(LastLook).Named("sees an empty ready list")
            .In(LastLook)
                .When(ScanRuns).Do(Run).Do(LeaveSleepers).Goto(StartScan).Named("sees a scan")
                .When(HasDeadline).Arm(TaskTimer.Sleep).Goto(Asleep).Named("sees no scan, sleeps until a deadline")
                .Otherwise().Goto(Asleep).Named("sees no scan, sleeps")
            .In(Deliver)
                .When(ScanIsOver).When(HasReports).Do(EndScanInSilence).Do(UnlockMutex).Do(ReturnReports).Goto(Idle)
                    .Named("events in silence")
                .When(ScanIsOver).When(HasFaulted)
                    .Do(EndScanInSilence).Do(UnlockMutex).Do(Fail, Errno.EFAULT).Goto(Idle).Named("a fault in silence")
                .When(ScanIsOver).When(IsLate)
                    .Do(EndScanInSilence).Do(UnlockMutex).Do(ReturnZero).Goto(Idle).Named("nothing in silence, late")
                .When(ScanIsOver).Do(EndScanInSilence).Do(UnlockMutex).Goto(Arm).Named("nothing in silence")

        .Mutant("M7", "A task queues itself while it runs, marks itself asleep after that, and looks without the lock.")
            .Without("Arm.SomethingAvailable", "Arm.HasDeadline", "Arm.Otherwise")
            .In(Arm).Otherwise().Do(JoinSleepers).Goto(Queued).Named("queues itself, awake")
            .In(Queued).Always().Do(FallAsleep).Goto(LastLook).Named("marks itself asleep")
            .In(LastLook)
                .When(SomethingAvailable).Do(Run).Do(LeaveSleepers).Goto(StartScan).Named("finds something")
                .When(HasDeadline).Arm(TaskTimer.Sleep).Goto(Asleep).Named("finds nothing, sleeps until a deadline")
                .Otherwise().Goto(Asleep).Named("finds nothing, sleeps")

        .Mutant("M5", "A task whose deadline is past returns 0, even if a waker chose it.")
            .Without("chosen, though late")
            .In(DeadlinePassed).Unless(IsQueued).Do(ReturnZero).Goto(Idle).Named("late is late")

        .Mutant("M11", "A deadline that is past ends the sleep, but is forgotten, so that the call never ends.")
            .Without("the deadline passes")
            .In(Asleep).Expires(TaskTimer.Sleep).Do(Run).Do(LeaveSleepers).Goto(StartScan)
                .Named("the deadline is forgotten")

        .Mutant("M12", "A signal turns a call that has taken events into EINTR.")
            .Without("events count before a signal")
            .In(Deliver)
                .When(ScanIsOver).When(HasReports).When(SignalPending)
                    .Do(EndScan).Do(UnlockMutex).Do(Fail, Errno.EINTR).Goto(Idle).Named("a signal counts before events")
                .When(ScanIsOver).When(HasReports).Do(EndScan).Do(UnlockMutex).Do(ReturnReports).Goto(Idle)
                    .Named("events count after a signal")

        .Mutant("relaxed too early", "A scanner lets an item sleep before it has looked at it.")
            .Without("the instance stays awake for the next item")
            .In(Deliver).When(NextIsAwake).Do(RelaxNext).Stay().Named("nobody stays awake for the next item")

        .Mutant("M9", "The lockless test does not notice that a scan began or ended between its two looks.")
            .Without("the sequence moved");

    private static ref EpollWaitStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.EpollWait;

    private static ref BitSet<ushort> Timers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool MaxEventsIsNotPositive(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Number <= 0;

    private static bool ReadyListHasItems(in Kernel kernel, int task) =>
        !kernel.Epolls[EpollOf(in kernel, task)].Ready.IsEmpty;

    private static bool ScanRuns(in Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].Scan == ScanState.Scanning;

    private static bool SomethingAvailable(in Kernel kernel, int task) =>
        ReadyListHasItems(in kernel, task) || ScanRuns(in kernel, task);

    private static bool SequenceMoved(in Kernel kernel, int task) =>
        !kernel.Epolls[EpollOf(in kernel, task)].LocklessReaders.Contains(task);

    private static void NoteSequence(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].LocklessReaders.Add(task);

    private static void ForgetSequence(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].LocklessReaders.Remove(task);

    private static void BeginScan(ref Kernel kernel, int task) => EpollScan.Begin(ref kernel, EpollOf(in kernel, task));

    private static void EndScan(ref Kernel kernel, int task) => EpollScan.End(ref kernel, EpollOf(in kernel, task));

    /// <summary>As it was from 2019 to 2021: what a scan leaves behind wakes nobody.</summary>
    private static void EndScanInSilence(ref Kernel kernel, int task)
    {
        ref var sleepers = ref kernel.Epolls[EpollOf(in kernel, task)].Sleepers;
        var unwoken = sleepers;
        sleepers.Clear();
        EndScan(ref kernel, task);
        sleepers = unwoken;
    }

    private static bool ScanIsOver(in Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].Batch.IsEmpty || HasFaulted(in kernel, task)
        || kernel.Tasks[task].Reports.Count >= kernel.Tasks[task].Arguments.Number;

    private static byte Next(in Kernel kernel, int task) => kernel.Epolls[EpollOf(in kernel, task)].Batch.Items[0];

    /// <summary>Whether an item of the batch is to be looked at, and the locks its poll needs are free.</summary>
    private static bool CanPollNext(in Kernel kernel, int task) =>
        !ScanIsOver(in kernel, task)
        && Files.Readiness.CanPoll(in kernel, kernel.Items[Next(in kernel, task)].File);

    private static bool NextIsStale(in Kernel kernel, int task) =>
        CanPollNext(in kernel, task) && EpollItems.ReadinessOf(in kernel, Next(in kernel, task)) == 0;

    private static bool NextIsReady(in Kernel kernel, int task) =>
        CanPollNext(in kernel, task) && EpollItems.ReadinessOf(in kernel, Next(in kernel, task)) != 0;

    private static bool NextIsAwake(in Kernel kernel, int task) =>
        CanPollNext(in kernel, task) && kernel.Items[Next(in kernel, task)].WakeSource == WakeSource.Active;

    private static bool NextHas(in Kernel kernel, int task, PollEvents flag) =>
        (kernel.Items[Next(in kernel, task)].Events & flag) != 0;

    private static void KeepInstanceAwake(ref Kernel kernel, int task) =>
        WakeSources.StayAwake(ref kernel.Epolls[EpollOf(in kernel, task)].WakeSource);

    private static void RelaxNext(ref Kernel kernel, int task) => WakeSources.Relax(ref kernel, Next(in kernel, task));

    private static void KeepNextAwake(ref Kernel kernel, int task) =>
        WakeSources.StayAwake(ref kernel, Next(in kernel, task));

    private static void PollNext(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].Visits++;
        kernel.Tasks[task].Sampled = EpollItems.Poll(ref kernel, Next(in kernel, task));
    }

    private static void ReportNext(ref Kernel kernel, int task)
    {
        var item = Next(in kernel, task);
        kernel.Tasks[task].Reports.Enqueue(new EpollReport(kernel.Items[item].Data, kernel.Tasks[task].Sampled));
        kernel.Ledger.NoteReport(item, kernel.Items[item].Events);
    }

    private static void DropNext(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].Batch.TakeFirst();

    private static void RequeueNext(ref Kernel kernel, int task)
    {
        ref var instance = ref kernel.Epolls[EpollOf(in kernel, task)];
        instance.Ready.Append(instance.Batch.TakeFirst());
    }

    private static void DisableNext(ref Kernel kernel, int task) =>
        kernel.Items[Next(in kernel, task)].Events &= PollCallback.PrivateBits;

    private static void NoteFault(ref Kernel kernel, int task) => kernel.Tasks[task].Error = Errno.EFAULT;

    private static bool HasFaulted(in Kernel kernel, int task) => kernel.Tasks[task].Error == Errno.EFAULT;

    private static bool HasReports(in Kernel kernel, int task) => !kernel.Tasks[task].Reports.IsEmpty;

    private static void ReturnReports(ref Kernel kernel, int task) =>
        Return(ref kernel, task, kernel.Tasks[task].Reports.Count);

    private static bool IsQueued(in Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].Sleepers.Contains((byte)task);

    private static void JoinSleepers(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].Sleepers.Prepend((byte)task);

    private static void LeaveSleepers(ref Kernel kernel, int task) =>
        ReadyList.Fire(ref kernel, EpollOf(in kernel, task), new SleeperAwake((byte)task));
}
