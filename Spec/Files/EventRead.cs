using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Files.EventCounters;
using static Wakeline.Spec.Files.EventReadStep;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Files;

/// <summary>read on an eventfd, and on files that cannot be read. A counter beats a signal.</summary>
[Machine]
public static partial class EventRead
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, EventReadStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Check)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Check).Per("fs/read_write.c ksys_read")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(FileIsEvent).Do(Fail, Errno.EINVAL).Goto(Idle)

        .In(Check, Asleep).Holding("ctx->wqh.lock").Per("fs/eventfd.c eventfd_read")
            .When(IsAwake).Unless(CounterIsZero).Unless(MemoryIsMapped).Do(LeaveQueue).Do(Take).Do(WakeWriters)
                .Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(IsAwake).Unless(CounterIsZero).Do(LeaveQueue).Do(Take).Do(WakeWriters)
                .Do(ReturnCounterSize).Goto(Idle)
        .In(Check).Holding("ctx->wqh.lock").Per("fs/eventfd.c eventfd_read")
            .When(IsNonblocking).Do(Fail, Errno.EAGAIN).Goto(Idle)
        .In(Check, Asleep).Holding("ctx->wqh.lock").Per("kernel/sched/wait.c do_wait_intr_irq")
            .When(IsAwake).When(SignalPending).Do(LeaveQueue).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(IsAwake).Do(SleepAtTail).Goto(Asleep);

    private static ref EventReadStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.EventRead;

    private static bool CounterIsZero(in Kernel kernel, int task) => CounterOf(in kernel, task).Count == 0;

    private static void Take(ref Kernel kernel, int task)
    {
        ref var counter = ref kernel.EventCounters[kernel.Files[kernel.Tasks[task].File].Object];
        kernel.Tasks[task].Value = counter.Count;
        counter.Count = 0;
    }

    private static void WakeWriters(ref Kernel kernel, int task) =>
        Waking.Wake(ref kernel, kernel.Tasks[task].File, PollEvents.Out, 1);
}
