using Wakeline.Spec.Files;
using static Wakeline.Spec.Pipes.PipeCalls;
using static Wakeline.Spec.Pipes.PipeWriteCallStep;
using static Wakeline.Spec.Tasks.Moving;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// write on a pipe, page by page. Who was woken to write, and leaves room, wakes the next one. The sleep is one step
/// here; what may come between its parts, <see cref="PipeWrite"/> has.
/// </summary>
[Machine]
public static partial class PipeWriteCall
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, PipeWriteCallStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("fs/read_write.c ksys_write")
            .Unless(IsWriteEnd).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
        .In(Entered).Per("fs/pipe.c pipe_write")
            .When(WantsNothing).Do(ReturnZero).Goto(Idle)
        .In(Entered).Holding("pipe->mutex").Per("fs/pipe.c pipe_write")
            .Unless(HasReader).Do(Fail, Errno.EPIPE).Goto(Idle)
            .When(HasRoomAtFirst).Unless(MemoryIsMapped).Do(NoteError, Errno.EFAULT).Do(NoteIfEmpty).Do(NoteIfPolled)
                .Goto(Telling)
            .Otherwise().Do(NoteIfEmpty).Do(PutFirst).Goto(Put)

        .In(Put).Per("fs/pipe.c pipe_write")
            .Unless(WantsMore).Do(NoteIfPolled).Goto(Telling)
            .When(IsNonblocking).Do(NoteError, Errno.EAGAIN).Do(NoteIfPolled).Goto(Telling)
            .When(SignalPending).Do(NoteError, Errno.EINTR).Do(NoteIfPolled).Goto(Telling)
        .In(Put).Holding("rd_wait.lock").Per("fs/pipe.c pipe_write")
            .When(HasToTell, PollEvents.In).Do(TellReader).Goto(Waiting)
            .Otherwise().Goto(Waiting)

        .In(Waiting, Asleep).Holding("wr_wait.lock").Per("kernel/sched/wait.c prepare_to_wait_event")
            .When(IsAwake).When(MayLook).Do(LeaveQueue).Goto(Look)
            .When(IsAwake).When(SignalPending).Do(LeaveQueue).Goto(Look)
            .When(IsAwake).Do(SleepExclusively).Goto(Asleep)

        .In(Look).Holding("pipe->mutex").Per("fs/pipe.c pipe_write")
            .Unless(HasReader).Do(NoteError, Errno.EPIPE).Do(PassOn).Goto(Telling)
            .When(HasRoom).Unless(MemoryIsMapped).Do(NoteError, Errno.EFAULT).Do(NoteIfEmpty).Do(NoteIfPolled)
                .Do(PassOn).Goto(Telling)
            .Otherwise().Do(NoteIfEmpty).Do(PutRest).Do(PassOn).Goto(Put)

        .In(Telling).Holding("rd_wait.lock").Per("fs/pipe.c pipe_write")
            .When(HasToTell, PollEvents.In).Do(TellReader).Stay()
        .In(Telling).Holding("wr_wait.lock").Per("fs/pipe.c pipe_write")
            .When(HasToTell, PollEvents.Out).Do(TellWriter).Stay()
            .When(HasMoved).Do(ReturnMoved).Goto(Idle)
            .Otherwise().Do(FailAsNoted).Goto(Idle);

    private static ref PipeWriteCallStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.PipeWrite;

    private static bool IsWriteEnd(in Kernel kernel, int task) => FileIs(in kernel, task, FileKind.PipeWriteEnd);

    private static bool HasRoom(in Kernel kernel, int task) => !kernel.Pipes[PipeOf(in kernel, task)].IsFull;

    private static bool HasRoomAtFirst(in Kernel kernel, int task) => HasRoom(in kernel, task)
        || kernel.Pipes[PipeOf(in kernel, task)].CanMerge(kernel.Tasks[task].Arguments.Length);

    /// <summary>Whether there is something to see without the mutex (pipe_writable).</summary>
    private static bool MayLook(in Kernel kernel, int task) =>
        HasRoom(in kernel, task) || !HasReader(in kernel, task);

    private static void PutFirst(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        control.Moved = kernel.Pipes[PipeOf(in kernel, task)].PutFirst(control.Arguments.Length);
    }

    private static void PutRest(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        control.Moved += kernel.Pipes[PipeOf(in kernel, task)].Put(control.Arguments.Length - control.Moved);
    }

    /// <summary>If the pipe is empty, who waits for octets is to know (was_empty).</summary>
    private static void NoteIfEmpty(ref Kernel kernel, int task)
    {
        if (kernel.Pipes[PipeOf(in kernel, task)].IsEmpty)
        {
            kernel.Tasks[task].ToTell |= PollEvents.In;
        }
    }

    /// <summary>If anybody has ever polled the pipe, who watches it is to know of each write that ends.</summary>
    private static void NoteIfPolled(ref Kernel kernel, int task)
    {
        if (kernel.Pipes[PipeOf(in kernel, task)].IsPolled)
        {
            kernel.Tasks[task].ToTell |= PollEvents.In;
        }
    }

    /// <summary>
    /// If room is left, the next one who waits for it is to know when the call ends (wake_next_writer).
    /// </summary>
    private static void PassOn(ref Kernel kernel, int task)
    {
        if (HasRoom(in kernel, task))
        {
            kernel.Tasks[task].ToTell |= PollEvents.Out;
        }
    }
}
