using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Select.PollTable;
using static Wakeline.Spec.Select.SelectStep;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Select;

/// <summary>
/// select: as <see cref="Poll"/>, with sets of descriptors. All must be open at first; one that is closed later counts
/// as ready.
/// </summary>
[Machine]
public static partial class Select
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SelectStep> table) => table
        .At(Location)
        .Timing(Timers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Check)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Check).Per("fs/select.c core_sys_select").Per("fs/select.c max_select_fd")
            .Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(OneIsClosed).Do(Fail, Errno.EBADF).Goto(Idle)
            .Otherwise().Goto(Visit)

        .In(Visit).Per("fs/select.c select_poll_one")
            .When(NextIsClosed).Do(FindClosed).Stay()
            .When(NextCanBePolled).When(IsQueueing).Do(QueueOnNext).Do(AskNext).Stay().Holding("whead->lock")
            .When(NextCanBePolled).Do(AskNext).Stay()

        .In(Visit).Per("fs/select.c do_select")
            .When(IsOver).When(HasFound).Do(LeaveQueues).Do(ReturnFound).Goto(Idle)
            .When(IsOver).When(SignalPending).Do(LeaveQueues).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(IsOver).When(IsLate).Do(LeaveQueues).Do(ReturnFound).Goto(Idle)
        .In(Visit).Per("fs/select.c poll_schedule_timeout")
            .When(IsOver).When(WasWoken).Do(VisitAgain).Stay()
            .When(IsOver).When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Asleep)
            .When(IsOver).Do(FallAsleep).Goto(Asleep)

        .In(Asleep).Per("fs/select.c poll_schedule_timeout")
            .When(IsAwake).Do(VisitAgain).Cancel(TaskTimer.Sleep).Goto(Visit)
            .Expires(TaskTimer.Sleep).Do(Run).Do(NoteTimeout).Do(VisitAgain).Goto(Visit);

    private static ref SelectStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Select;

    private static ref BitSet<ushort> Timers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool IsOver(in Kernel kernel, int task) => !HasNext(in kernel, task);

    /// <summary>
    /// A descriptor that a blocked accept has taken passes, and is found to have no file when visited.
    /// </summary>
    private static bool OneIsClosed(in Kernel kernel, int task)
    {
        foreach (var request in kernel.Tasks[task].Arguments.Polled.Items)
        {
            if (!kernel.Descriptors.IsTaken(request.Descriptor))
            {
                return true;
            }
        }

        return false;
    }
}
