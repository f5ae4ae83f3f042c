using static Wakeline.Spec.Pipes.PipeQueues;
using static Wakeline.Spec.Pipes.PipeSpliceStep;

namespace Wakeline.Spec.Pipes;

/// <summary>splice from a pipe into something that never blocks: it keeps the mutex as long as there is data.</summary>
[Machine]
public static partial class PipeSplice
{
    private const int Self = PipeScene.Splicer;

    /// <summary>The table.</summary>
    public static void Rules(Table<PipeScene, PipeSpliceStep> table) => table
        .At(Location)
        .MutatedBy(PipeScene.MutationIn)
        .Final(Ready)
        .Fair(Fairness.Weak)

        .In(Ready).Per("fs/splice.c splice_from_pipe")
            .When(HasMore).When(MutexIsFree).Do(Lock).Goto(Locked)
        .In(Locked).Holding("pipe->mutex").Per("fs/splice.c splice_from_pipe")
            .Unless(HasMore).Do(Unlock).Goto(Ready)
        .In(Locked).Holding("pipe->mutex").Per("fs/splice.c splice_from_pipe_next")
            .When(IsEmpty).Do(Unlock).Goto(Preparing).Named("the mutex is dropped before a wait").Guards("M37")
        .In(Locked).Holding("pipe->mutex").Per("fs/splice.c splice_from_pipe_feed")
            .Otherwise().Do(TakeBuffer).Do(WakeForRoom).Stay()

        .In(Preparing).Holding("rd_wait.lock").Per("fs/pipe.c pipe_wait_readable")
            .Always().Do(Wait).Goto(Linked).Named("one queue is joined").Guards("M37")
        .In(Linked).Per("fs/pipe.c pipe_wait_readable")
            .When(IsEmpty).Goto(Asleep)
            .Otherwise().Do(EndWait).Goto(Relocking)
        .In(Asleep).Per("fs/pipe.c pipe_wait_readable")
            .When(IsAwake).Goto(Preparing).Named("who is woken looks again")
        .In(Relocking).Per("fs/pipe.c pipe_wait_readable")
            .When(MutexIsFree).Do(Lock).Goto(Locked)

        .Mutant("M37", "A splicer joins both queues, one after the other, and makes itself sleep at each.")
            .Without("the mutex is dropped before a wait", "one queue is joined", "who is woken looks again")
            .In(Locked).When(IsEmpty).Do(Wait).Goto(Preparing).Named("the first queue is joined")
            .In(Preparing).Always().Do(WaitOnOtherQueue).Do(Unlock).Goto(Asleep).Named("the second queue is joined")
            .In(Asleep).When(IsAwake).Do(EndWait).Goto(Relocking).Named("who is woken leaves both queues");

    private static ref PipeSpliceStep Location(ref PipeScene pipe) => ref pipe.Tasks[Self].Splice;

    private static bool HasMore(in PipeScene pipe) => pipe.Tasks[Self].Left > 0;

    private static bool IsEmpty(in PipeScene pipe) => pipe.IsEmpty;

    private static bool IsAwake(in PipeScene pipe) => !pipe.Tasks[Self].Sleeps;

    private static void TakeBuffer(ref PipeScene pipe) => Take(ref pipe, Self);

    private static void Wait(ref PipeScene pipe) => WaitForData(ref pipe, Self);

    private static void WaitOnOtherQueue(ref PipeScene pipe) => WaitForRoom(ref pipe, Self);

    private static void EndWait(ref PipeScene pipe) => StopWaiting(ref pipe, Self);
}
