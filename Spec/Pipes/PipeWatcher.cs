using static Wakeline.Spec.Pipes.PipeWatchStep;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// A task that waits for an edge-triggered item on the read end and reads nothing: it counts on an event for each
/// write.
/// </summary>
[Machine]
public static partial class PipeWatcher
{
    /// <summary>The table.</summary>
    public static void Rules(Table<PipeScene, PipeWatchStep> table) => table
        .At(Location)
        .MutatedBy(PipeScene.MutationIn)
        .Final(Waiting)
        .Fair(Fairness.Weak)

        .In(Waiting).Per("fs/eventpoll.c ep_poll_callback")
            .When(HasNews).Do(Report).Stay().Named("an event is reported");

    private static ref PipeWatchStep Location(ref PipeScene pipe) => ref pipe.Watch.Step;

    private static bool HasNews(in PipeScene pipe) => pipe.Watch.HasNews;

    private static void Report(ref PipeScene pipe)
    {
        pipe.Watch.HasNews = false;
        pipe.HasUnreportedWrite = false;
    }
}
