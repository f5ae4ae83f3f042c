using static Wakeline.Spec.Aio.PollRequestStep;

namespace Wakeline.Spec.Aio;

/// <summary>
/// A poll request of asynchronous I/O. A wake-up queues work, which asks the file; a request whose file turns out not
/// to be ready waits on. It stays on the queue until it is completed, so that no wake-up passes it by.
/// </summary>
[Machine]
public static partial class PollRequest
{
    /// <summary>The table.</summary>
    public static void Rules(Table<AioScene, PollRequestStep> table) => table
        .At(Location)
        .MutatedBy(AioScene.MutationIn)
        .Final(Waiting, Completed)
        .Fair(Fairness.Weak)

        .In(Waiting).Holding("whead->lock").Per("fs/aio.c aio_poll_wake")
            .On<FileWoken>().Goto(Scheduled).Named("a wake-up queues the work").Guards("M48")
        .In(Scheduled, Judging).Holding("whead->lock").Per("fs/aio.c aio_poll_wake")
            .On<FileWoken>().Do(NoteAnother).Stay().Named("a further wake-up is noted")

        .In(Scheduled).Per("fs/aio.c aio_poll_complete_work")
            .When(FileIsReady).Do(Unlink).Do(Report).Goto(Completed)
            .Otherwise().Goto(Judging)
        .In(Judging).Holding("ctx->ctx_lock").Per("fs/aio.c aio_poll_complete_work")
            .When(AnotherCame).Do(ForgetAnother).Goto(Scheduled)
            .Otherwise().Goto(Waiting).Named("the request waits on").Guards("M48")
        .In(Completed)
            .On<FileWoken>().Ignore()

        .Mutant("M48", "A wake-up takes the request off the queue; it comes back after the file was asked in vain.")
            .Without("a wake-up queues the work", "the request waits on")
            .In(Waiting).On<FileWoken>().Do(Unlink).Goto(Scheduled).Named("a wake-up takes it off the queue")
            .In(Judging).Otherwise().Do(Link).Goto(Waiting).Named("the request comes back");

    private static ref PollRequestStep Location(ref AioScene scene) => ref scene.Request;

    private static bool FileIsReady(in AioScene scene) => scene.IsReady;

    private static bool AnotherCame(in AioScene scene) => scene.AnotherCame;

    private static void NoteAnother(ref AioScene scene) => scene.AnotherCame = true;

    private static void ForgetAnother(ref AioScene scene) => scene.AnotherCame = false;

    private static void Report(ref AioScene scene) => scene.HasReported = scene.IsReady;

    private static void Link(ref AioScene scene) => scene.IsLinked = true;

    private static void Unlink(ref AioScene scene)
    {
        scene.IsLinked = false;
        scene.AnotherCame = false;
    }
}
