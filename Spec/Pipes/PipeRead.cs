using static Wakeline.Spec.Pipes.PipeQueues;
using static Wakeline.Spec.Pipes.PipeReadStep;

namespace Wakeline.Spec.Pipes;

/// <summary>read on a pipe, a buffer a call.</summary>
[Machine]
public static partial class PipeRead
{
    private const int Self = PipeScene.Reader;

    /// <summary>The table.</summary>
    public static void Rules(Table<PipeScene, PipeReadStep> table) => table
        .At(Location)
        .MutatedBy(PipeScene.MutationIn)
        .Final(Ready)
        .Fair(Fairness.Weak)

        .In(Ready).Per("fs/pipe.c pipe_read")
            .When(HasMore).When(MutexIsFree).Do(Lock).Do(NoteFull).Goto(Locked)
        .In(Locked).Holding("pipe->mutex").Per("fs/pipe.c pipe_read")
            .When(IsEmpty).Do(Unlock).Goto(Preparing)
            .Otherwise().Do(TakeBuffer).Do(ForgetNextIfEmpty).Do(Unlock).Goto(WakingWriters)
        .In(WakingWriters).Holding("wr_wait.lock").Per("fs/pipe.c pipe_read")
            .When(FoundPipeFull).Do(WakeWriters).Goto(WakingReaders)
            .Otherwise().Goto(WakingReaders)
        .In(WakingReaders).Holding("rd_wait.lock").Per("fs/pipe.c pipe_read")
            .When(OwesNext).Do(WakeNext).Goto(Ready)
            .Otherwise().Goto(Ready)

        .In(Preparing).Holding("rd_wait.lock").Per("kernel/sched/wait.c prepare_to_wait_event")
            .Always().Do(Wait).Goto(Linked)
        .In(Linked).Per("fs/pipe.c pipe_readable")
            .When(IsEmpty).Goto(Asleep)
            .Otherwise().Do(EndWait).Goto(Relocking)
        .In(Asleep).Per("kernel/sched/wait.c prepare_to_wait_event")
            .When(IsAwake).Goto(Preparing)
        .In(Relocking).Per("fs/pipe.c pipe_read")
            .When(MutexIsFree).Do(Lock).Do(NoteFull).Do(NoteWait).Goto(Locked);

    private static ref PipeReadStep Location(ref PipeScene pipe) => ref pipe.Tasks[Self].Read;

    private static bool HasMore(in PipeScene pipe) => pipe.Tasks[Self].Left > 0;

    private static bool IsEmpty(in PipeScene pipe) => pipe.IsEmpty;

    private static bool IsAwake(in PipeScene pipe) => !pipe.Tasks[Self].Sleeps;

    private static bool FoundPipeFull(in PipeScene pipe) => pipe.Tasks[Self].OwesOthers;

    private static bool OwesNext(in PipeScene pipe) => pipe.Tasks[Self].OwesNext;

    private static void NoteFull(ref PipeScene pipe) => pipe.Tasks[Self].OwesOthers = pipe.IsFull;

    private static void NoteWait(ref PipeScene pipe) => pipe.Tasks[Self].OwesNext = true;

    private static void TakeBuffer(ref PipeScene pipe) => Take(ref pipe, Self);

    private static void ForgetNextIfEmpty(ref PipeScene pipe) => pipe.Tasks[Self].OwesNext &= !pipe.IsEmpty;

    private static void WakeWriters(ref PipeScene pipe)
    {
        pipe.Tasks[Self].OwesOthers = false;
        WakeForRoom(ref pipe);
    }

    private static void WakeNext(ref PipeScene pipe)
    {
        pipe.Tasks[Self].OwesNext = false;
        WakeForData(ref pipe);
    }

    private static void Wait(ref PipeScene pipe) => WaitForData(ref pipe, Self);

    private static void EndWait(ref PipeScene pipe) => StopWaiting(ref pipe, Self);
}
