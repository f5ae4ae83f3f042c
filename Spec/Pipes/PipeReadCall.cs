using Wakeline.Spec.Files;
using static Wakeline.Spec.Pipes.PipeCalls;
using static Wakeline.Spec.Pipes.PipeReadCallStep;
using static Wakeline.Spec.Tasks.Moving;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// read on a pipe. Octets that are there beat a signal. Who was woken to read, and leaves something, wakes the next
/// one. The sleep is one step here; what may come between its parts, <see cref="PipeRead"/> has.
/// </summary>
[Machine]
public static partial class PipeReadCall
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, PipeReadCallStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("fs/read_write.c ksys_read")
            .Unless(IsReadEnd).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
        .In(Entered).Per("fs/pipe.c pipe_read")
            .When(WantsNothing).Do(ReturnZero).Goto(Idle)
        .In(Entered).Holding("pipe->mutex").Per("fs/pipe.c pipe_read")
            .Unless(IsEmpty).Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(IsEmpty).Do(Take).Goto(Telling)
            .Unless(HasWriter).Do(ReturnZero).Goto(Idle)
            .When(IsNonblocking).Do(Fail, Errno.EAGAIN).Goto(Idle)
            .Otherwise().Goto(Waiting)

        .In(Waiting, Asleep).Holding("rd_wait.lock").Per("kernel/sched/wait.c prepare_to_wait_event")
            .When(IsAwake).When(MayLook).Do(LeaveQueue).Goto(Look)
            .When(IsAwake).When(SignalPending).Do(LeaveQueue).Do(Fail, Errno.EINTR).Goto(Idle)
            .When(IsAwake).Do(SleepExclusively).Goto(Asleep)

        .In(Look).Holding("pipe->mutex").Per("fs/pipe.c pipe_read")
            .Unless(IsEmpty).Unless(MemoryIsMapped).Do(TellReader).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(IsEmpty).Do(Take).Do(PassOn).Goto(Telling)
            .Unless(HasWriter).Do(ReturnZero).Goto(Idle)
            .Otherwise().Goto(Waiting)

        .In(Telling).Holding("wr_wait.lock").Per("fs/pipe.c pipe_read")
            .When(HasToTell, PollEvents.Out).Do(TellWriter).Stay()
        .In(Telling).Holding("rd_wait.lock").Per("fs/pipe.c pipe_read")
            .When(HasToTell, PollEvents.In).Do(TellReader).Stay()
            .Otherwise().Do(ReturnMoved).Goto(Idle);

    private static ref PipeReadCallStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.PipeRead;

    private static bool IsReadEnd(in Kernel kernel, int task) => FileIs(in kernel, task, FileKind.PipeReadEnd);

    private static bool IsEmpty(in Kernel kernel, int task) => kernel.Pipes[PipeOf(in kernel, task)].IsEmpty;

    /// <summary>Whether there is something to see without the mutex (pipe_readable).</summary>
    private static bool MayLook(in Kernel kernel, int task) =>
        !IsEmpty(in kernel, task) || !HasWriter(in kernel, task);

    /// <summary>Takes what there is; if no buffer was free and one is now, one who waits for that is to know.</summary>
    private static void Take(ref Kernel kernel, int task)
    {
        ref var pipe = ref kernel.Pipes[PipeOf(in kernel, task)];
        var wasFull = pipe.IsFull;
        kernel.Tasks[task].Moved = pipe.Take(kernel.Tasks[task].Arguments.Length);
        kernel.Tasks[task].ToTell = wasFull && !pipe.IsFull ? PollEvents.Out : PollEvents.None;
    }

    /// <summary>If something is left, the next one who waits for it is to know (wake_next_reader).</summary>
    private static void PassOn(ref Kernel kernel, int task)
    {
        if (!IsEmpty(in kernel, task))
        {
            kernel.Tasks[task].ToTell |= PollEvents.In;
        }
    }
}
