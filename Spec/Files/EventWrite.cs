using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Files.EventCounters;
using static Wakeline.Spec.Files.EventWriteStep;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Files;

/// <summary>write on an eventfd, and on files that cannot be written.</summary>
[Machine]
public static partial class EventWrite
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, EventWriteStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Check)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Check).Per("fs/read_write.c ksys_write").Per("fs/eventfd.c eventfd_write")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(FileIsEvent).Do(Fail, Errno.EINVAL).Goto(Idle)
            .Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(ValueIsTooGreat).Do(Fail, Errno.EINVAL).Goto(Idle)

        .In(Check, Asleep).Holding("ctx->wqh.lock").Per("fs/eventfd.c eventfd_write")
            .When(IsAwake).When(CounterHasRoom).Do(LeaveQueue).Do(Add).Do(WakeReaders).Do(ReturnCounterSize).Goto(Idle)
        .In(Check).Holding("ctx->wqh.lock").Per("fs/eventfd.c eventfd_write")
            .When(IsNonblocking).Do(Fail, Errno.EAGAIN).Goto(Idle)
        .In(Check, Asleep).Holding("ctx->wqh.lock").Per("kernel/sched/wait.c do_wait_intr_irq")
            .When(IsAwake).When(SignalPending).Do(LeaveQueue).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(IsAwake).Do(SleepAtTail).Goto(Asleep);

    private static ref EventWriteStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.EventWrite;

    private static ulong Value(in Kernel kernel, int task) => unchecked((ulong)kernel.Tasks[task].Arguments.Length);

    private static bool ValueIsTooGreat(in Kernel kernel, int task) => Value(in kernel, task) == ulong.MaxValue;

    private static bool CounterHasRoom(in Kernel kernel, int task) =>
        ulong.MaxValue - CounterOf(in kernel, task).Count > Value(in kernel, task);

    private static void Add(ref Kernel kernel, int task)
    {
        kernel.EventCounters[kernel.Files[kernel.Tasks[task].File].Object].Count += Value(in kernel, task);
        kernel.Ledger.Events++;
    }

    private static void WakeReaders(ref Kernel kernel, int task) =>
        Waking.Wake(ref kernel, kernel.Tasks[task].File, PollEvents.In, 1);
}
