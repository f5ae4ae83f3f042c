using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Select.PollStep;
using static Wakeline.Spec.Select.PollTable;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Select;

/// <summary>
/// poll: visits every descriptor, one a step, queueing on each in the first pass; sleeps; and visits every one again
/// after each wake-up. That is why its cost grows with what is watched, not with what happens.
/// </summary>
[Machine]
public static partial class Poll
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, PollStep> table)
    {
        Scan(table);
        Mutants(table);
    }

    private static void Scan(Table<Kernel, PollStep> table) => table
        .At(Location)
        .Timing(Timers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Visit)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Visit).Per("fs/select.c do_sys_poll")
            .Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)

        .In(Visit).Per("fs/select.c do_pollfd")
            .When(NextIsNegative).Do(SkipNext).Stay()
            .When(NextIsClosed).Do(FindClosed).Stay()
            .When(NextCanBePolled).When(IsQueueing).Do(QueueOnNext).Do(AskNext).Stay().Holding("whead->lock")
                .Guards("M34").Guards("M35").Guards("M40")
            .When(NextCanBePolled).Do(AskNext).Stay()

        .In(Visit).Per("fs/select.c do_poll")
            .When(IsOver).When(HasFound).Do(LeaveQueues).Do(ReturnFound).Goto(Idle)
            .When(IsOver).When(SignalPending).Do(LeaveQueues).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(IsOver).When(IsLate).Do(LeaveQueues).Do(ReturnFound).Goto(Idle)
        .In(Visit).Per("fs/select.c poll_schedule_timeout")
            .When(IsOver).When(WasWoken).Do(VisitAgain).Stay()
            .When(IsOver).When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Asleep)
            .When(IsOver).Do(FallAsleep).Goto(Asleep)

        // A deadline ends the sleep, not the call: every descriptor is visited once more.
        .In(Asleep).Per("fs/select.c poll_schedule_timeout")
            .When(IsAwake).Do(VisitAgain).Cancel(TaskTimer.Sleep).Goto(Visit)
            .Expires(TaskTimer.Sleep).Do(Run).Do(NoteTimeout).Do(VisitAgain).Goto(Visit);

    private static void Mutants(Table<Kernel, PollStep> table) => table
        .Mutant("M34", "A poller is queued behind exclusive waiters, where a wake-up of one does not come.")
            .Without("Visit.NextCanBePolled&IsQueueing")
            .In(Visit).When(NextCanBePolled).When(IsQueueing).Do(QueueBehindOnNext).Do(AskNext).Stay()
                .Named("queues at the tail")

        .Mutant("M35", "A poller asks a file first and then queues on it.")
            .Without("Visit.NextCanBePolled&IsQueueing")
            .In(Visit)
                .When(LastIsWithoutQueue).Do(QueueOnLast).Stay().Named("queues after the look")
                .When(NextCanBePolled).When(IsQueueing).Do(AskNext).Stay().Named("looks before it queues")

        .Mutant("M40", "A poller that finds no room to send asks to be told after its look, and does not look again.")
            .Without("Visit.NextCanBePolled&IsQueueing")
            .In(Visit)
                .When(LastHadNoRoom).Do(WantRoomOnLast).Stay().Named("asks for room after the look")
                .When(NextCanBePolled).When(IsQueueing).Do(QueueOnNext).Do(LookAtNext).Stay()
                    .Named("looks before it asks for room");

    private static ref PollStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Poll;

    private static ref BitSet<ushort> Timers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool IsOver(in Kernel kernel, int task) => !HasNext(in kernel, task);
}
