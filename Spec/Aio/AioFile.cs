using static Wakeline.Spec.Aio.AioFileStep;

namespace Wakeline.Spec.Aio;

/// <summary>A file that becomes ready and then wakes its queue, as every waker does.</summary>
[Machine]
public static partial class AioFile
{
    /// <summary>The table.</summary>
    public static void Rules(Table<AioScene, AioFileStep> table) => table
        .At(Location)
        .MutatedBy(AioScene.MutationIn)
        .Final(Quiet)

        .In(Quiet)
            .When(EventsAreLeft).Do(BecomeReady).Goto(Waking).Named("the file becomes ready")
        .In(Waking).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_common").Fair(Fairness.Weak)
            .Always().Do(Wake).Goto(Quiet).Named("its queue is woken");

    private static ref AioFileStep Location(ref AioScene scene) => ref scene.File;

    private static bool EventsAreLeft(in AioScene scene) => scene.Events > 0;

    private static void BecomeReady(ref AioScene scene)
    {
        scene.Events--;
        scene.IsReady = true;
    }

    private static void Wake(ref AioScene scene)
    {
        if (scene.IsLinked)
        {
            PollRequest.Fire(ref scene, default(FileWoken));
        }
    }
}
