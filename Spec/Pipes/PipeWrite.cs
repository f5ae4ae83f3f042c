using static Wakeline.Spec.Pipes.PipeQueues;
using static Wakeline.Spec.Pipes.PipeWriteStep;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// write on a pipe, a buffer a call. Of the two looks of wait_event the first, which saves a full pipe's writer the
/// queue, is left out: it decides nothing.
/// </summary>
[Machine]
public static partial class PipeWrite
{
    /// <summary>The table.</summary>
    public static void Rules(Table<PipeScene, PipeWriteStep> table)
    {
        table
            .At(Location)
            .MutatedBy(PipeScene.MutationIn)
            .Final(Ready)
            .Fair(Fairness.Weak);
        Fill(table);
        Wait(table);
        Mutants(table);
    }

    private static void Fill(Table<PipeScene, PipeWriteStep> table) => table
        .In(Ready).Per("fs/pipe.c pipe_write")
            .When(HasMore).When(IsUnlocked).Do(TakeMutex).Do(NoteEmpty).Goto(Locked)
        .In(Locked).Holding("pipe->mutex").Per("fs/pipe.c pipe_write")
            .When(IsFull).Do(DropMutex).Goto(Preparing)
            .Otherwise().Do(FillBuffer).Do(ForgetNextIfFull).Do(DropMutex).Goto(WakingReaders)
        .In(WakingReaders).Holding("rd_wait.lock").Per("fs/pipe.c pipe_write")
            .When(OwesReaders).Do(WakeReaders).Goto(WakingWriters)
                .Named("who polls is told of every write").Guards("M52")
            .Otherwise().Do(ForgetReaders).Goto(WakingWriters)
        .In(WakingWriters).Holding("wr_wait.lock").Per("fs/pipe.c pipe_write")
            .When(OwesNext).Do(WakeNext).Goto(Ready)
            .Otherwise().Goto(Ready);

    private static void Wait(Table<PipeScene, PipeWriteStep> table) => table
        .In(Preparing).Holding("wr_wait.lock").Per("kernel/sched/wait.c prepare_to_wait_event")
            .Always().Do(WaitForRoom).Goto(Linked)
        .In(Linked).Per("fs/pipe.c pipe_writable")
            .Always().Do(SeeBoth).Goto(Judging).Named("head and tail are read at once").Guards("M53")
        .In(Judging).Per("fs/pipe.c pipe_writable")
            .When(SawNoRoom).Do(ForgetIndices).Goto(Asleep).Named("the indices read say that there is no room")
            .Otherwise().Do(ForgetIndices).Do(StopWaiting).Goto(Relocking)
        .In(Asleep).Per("kernel/sched/wait.c prepare_to_wait_event")
            .When(IsAwake).Goto(Preparing)
        .In(Relocking).Per("fs/pipe.c pipe_write")
            .When(IsUnlocked).Do(TakeMutex).Do(NoteEmpty).Do(NoteWait).Goto(Locked);

    private static void Mutants(Table<PipeScene, PipeWriteStep> table) => table
        .Mutant("M52", "A write wakes readers only if the pipe was empty, whoever polls.")
            .Without("who polls is told of every write")
            .In(WakingReaders).When(FoundPipeEmpty).Do(WakeReaders).Goto(WakingWriters)
                .Named("readers are told of the first write")

        .Mutant("M53", "A writer that waits reads first the head and then the tail.")
            .Without("head and tail are read at once", "the indices read say that there is no room")
            .In(Linked).Always().Do(SeeHead).Goto(Judging).Named("the head is read")
            .In(Judging).When(SawHeadAndNoRoomNow).Do(ForgetIndices).Goto(Asleep)
                .Named("head and a later tail say that there is no room");

    private static ref PipeWriteStep Location(ref PipeScene pipe, int task) => ref pipe.Tasks[task].Write;

    private static bool HasMore(in PipeScene pipe, int task) => pipe.Tasks[task].Left > 0;

    private static bool IsUnlocked(in PipeScene pipe, int task) => MutexIsFree(in pipe);

    private static bool IsFull(in PipeScene pipe, int task) => pipe.IsFull;

    private static bool IsAwake(in PipeScene pipe, int task) => !pipe.Tasks[task].Sleeps;

    private static bool FoundPipeEmpty(in PipeScene pipe, int task) => pipe.Tasks[task].OwesOthers;

    private static bool OwesReaders(in PipeScene pipe, int task) => FoundPipeEmpty(in pipe, task) || pipe.IsPolled;

    private static bool OwesNext(in PipeScene pipe, int task) => pipe.Tasks[task].OwesNext;

    private static bool SawNoRoom(in PipeScene pipe, int task) =>
        pipe.IsFullAt(pipe.Tasks[task].SeenHead, pipe.Tasks[task].SeenTail);

    private static bool SawHeadAndNoRoomNow(in PipeScene pipe, int task) =>
        pipe.IsFullAt(pipe.Tasks[task].SeenHead, pipe.Tail);

    private static void TakeMutex(ref PipeScene pipe, int task) => Lock(ref pipe);

    private static void DropMutex(ref PipeScene pipe, int task) => Unlock(ref pipe);

    private static void NoteEmpty(ref PipeScene pipe, int task) => pipe.Tasks[task].OwesOthers = pipe.IsEmpty;

    private static void NoteWait(ref PipeScene pipe, int task) => pipe.Tasks[task].OwesNext = true;

    private static void FillBuffer(ref PipeScene pipe, int task)
    {
        pipe.Head++;
        pipe.Tasks[task].Left--;
        pipe.HasUnreportedWrite = pipe.IsPolled;
    }

    private static void ForgetNextIfFull(ref PipeScene pipe, int task) =>
        pipe.Tasks[task].OwesNext &= !pipe.IsFull;

    private static void WakeReaders(ref PipeScene pipe, int task)
    {
        ForgetReaders(ref pipe, task);
        WakeForData(ref pipe);
    }

    private static void ForgetReaders(ref PipeScene pipe, int task) => pipe.Tasks[task].OwesOthers = false;

    private static void WakeNext(ref PipeScene pipe, int task)
    {
        pipe.Tasks[task].OwesNext = false;
        WakeForRoom(ref pipe);
    }

    private static void SeeBoth(ref PipeScene pipe, int task)
    {
        SeeHead(ref pipe, task);
        pipe.Tasks[task].SeenTail = pipe.Tail;
    }

    private static void SeeHead(ref PipeScene pipe, int task) => pipe.Tasks[task].SeenHead = pipe.Head;

    private static void ForgetIndices(ref PipeScene pipe, int task)
    {
        pipe.Tasks[task].SeenHead = 0;
        pipe.Tasks[task].SeenTail = 0;
    }
}
